import type { GuideContent, Reference } from '../../src/guides/content.js';
import { contentHash, hashOf, normalizePart } from '../../src/guides/index.js';
import { blank, headOf, unwritten, type Content, type Part } from './model/state.js';

/** What the model's short words stand for: real texts that lint accepts, with forms that differ by a comma. `9` is a placeholder. */

const reference: Reference = {
  id: 'roe-2024',
  title: 'Rest and the skin',
  authors: 'Roe J, Poe A',
  source: 'Journal of Examples',
  year: 2024,
  url: 'https://journal.example/roe',
};

/** The sentence of each part, around the number of its wording and its form. */
const sentences: Record<Exclude<Part, 'head' | 'references'>, [start: string, end: string, rest: string]> = {
  lead: ['In wording ', ' the skin rests for a while', ' and then it heals.[^roe-2024]'],
  'section:procedure': ['Wording ', ' is done slowly', ' and with care.[^roe-2024]'],
  'section:recovery': ['Wording ', ' takes some days', ' and most people feel well.'],
  faq: ['Wording ', ' feels warm', ' and that is usual.'],
};

function sentence(part: keyof typeof sentences, words: string): string {
  const [start, end, rest] = sentences[part];
  const number = words.replace(/[ab]$/, '');
  if (words === '') return '';
  return `${start}${number}${end}${words.endsWith('b') ? '' : ','}${rest}${number === '9' ? ' TODO' : ''}`;
}

/** One part as somebody saves it. */
export function realPart(part: Part, words: string): unknown {
  switch (part) {
    case 'head':
      return {
        ...(unwritten(words) ? { title: '', summary: '' } : { title: 'Rest and care', summary: 'What rest does.' }),
        ...headOf({ ...blank(''), head: words }),
      };
    case 'references':
      return { entries: words === '' ? [] : [reference] };
    case 'lead':
      return { markdown: sentence(part, words) };
    case 'faq':
      return { entries: words === '' ? [] : [{ question: 'Does it hurt?', answer: sentence(part, words) }] };
    default:
      return { heading: part === 'section:procedure' ? 'How it is done' : 'Recovery', markdown: sentence(part, words) };
  }
}

/** The whole text. */
export function realContent(content: Content): GuideContent {
  const head = realPart('head', content.head) as GuideContent['head'];
  const sections = (['section:procedure', 'section:recovery'] as const).filter((part) => content[part] !== '');
  return {
    head,
    lead: realPart('lead', content.lead) as GuideContent['lead'],
    sections: sections.map((part) => ({
      key: part.slice('section:'.length),
      ...(realPart(part, content[part]) as { heading: string; markdown: string }),
    })),
    faq: realPart('faq', content.faq) as GuideContent['faq'],
    references: realPart('references', content.references) as GuideContent['references'],
    disclosures: { text: '' },
    images: { entries: [] },
  };
}

const hashes = new Map<string, string>();

/** The hash of one part as it would be stored. */
export function partHash(part: Part, words: string): string {
  const key = `${part} ${words}`;
  const hash = hashes.get(key) ?? hashOf(normalizePart(part, realPart(part, words)));
  hashes.set(key, hash);
  return hash;
}

/** The hash of a whole text as it would be stored. */
export function wholeHash(content: Content): string {
  const key = JSON.stringify(content);
  const hash = hashes.get(key) ?? contentHash(realContent(content));
  hashes.set(key, hash);
  return hash;
}

/** One minor change in twenty is read afterwards, chosen by its hash. */
export const isSampled = (content: Content): boolean => Number.parseInt(wholeHash(content).slice(0, 8), 16) % 20 === 0;

/** What a stored page says in the parts that print a wording. */
export function printedWords(html: string): Partial<Content> {
  const text = html.replaceAll(/<[^>]*>/g, '');
  const found: Partial<Content> = {};
  for (const part of ['lead', 'section:procedure', 'section:recovery', 'faq'] as const) {
    const [start, end] = sentences[part];
    const match = new RegExp(`${start}(\\d+)${end}(,?)`).exec(text);
    if (match) found[part] = `${match[1]}${match[2] === ',' ? 'a' : 'b'}`;
  }
  return found;
}
