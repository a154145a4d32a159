import type { BodySection, FaqPart } from './content.js';

/** The text of a guide file below its front matter. */
export interface GuideBody {
  lead: string;
  sections: BodySection[];
  faq: FaqPart['entries'];
}

const sectionStart = /^##(?=[ \t]|$)/;
const questionStart = /^###(?=[ \t]|$)/;
const keyed = /^##[ \t]*(.*?)[ \t]*\{#([^{}]*)\}[ \t]*$/;

// A text line that would read as the start of a section (or a question, in the FAQ) is written with one more space
// before it, which Markdown does not mind, and loses it again when it is read.
const guarded = { section: /^( *)(?=##(?:[ \t]|$))/gm, faq: /^( *)(?=#{2,3}(?:[ \t]|$))/gm };
const guard = (text: string, kind: keyof typeof guarded): string => text.replace(guarded[kind], ' $1');
const unguard = (lines: string[], kind: keyof typeof guarded): string =>
  lines
    .join('\n')
    .replace(guarded[kind], (spaces) => spaces.slice(1))
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();

/** Splits lines before every line that starts a block; the first piece is what stands above them all. */
function pieces(lines: string[], start: RegExp): string[][] {
  const cut: string[][] = [[]];
  for (const line of lines) {
    if (start.test(line)) cut.push([line]);
    else cut.at(-1)?.push(line);
  }
  return cut;
}

function suggestedKey(heading: string): string {
  return (
    heading
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'key'
  );
}

function readFaq(lines: string[], body: GuideBody): string[] {
  const [above = [], ...entries] = pieces(lines, questionStart);
  body.faq = entries.map(([first = '', ...answer]) => ({
    question: first.slice(3).trim(),
    answer: unguard(answer, 'faq'),
  }));
  return above.some((line) => line.trim() !== '')
    ? ['Between the heading of the FAQ and its first “### question” stands text.']
    : [];
}

function readSection([first = '', ...lines]: string[], body: GuideBody): string[] {
  const [, heading, key] = keyed.exec(first) ?? [];
  if (heading === undefined || key === undefined) {
    const words = first.slice(2).trim().slice(0, 80);
    return [`The heading “${words}” needs a key: “## ${words} {#${suggestedKey(words)}}”.`];
  }
  if (key === 'faq') return readFaq(lines, body);
  body.sections.push({ key, heading, markdown: unguard(lines, 'section') });
  return [];
}

/** Reads lead, `## Heading {#key}` sections and the `{#faq}` section. A line that begins with `## ` always starts a section. */
export function parseBody(text: string): { body: GuideBody } | { problems: string[] } {
  const [above = [], ...blocks] = pieces(text.split('\n'), sectionStart);
  const body: GuideBody = { lead: unguard(above, 'section'), sections: [], faq: [] };
  const problems = blocks.flatMap((block) => readSection(block, body));
  const keys = blocks.flatMap(([first = '']) => keyed.exec(first)?.[2] ?? []);
  const twice = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  problems.push(...twice.map((key) => `Two headings have the key “${key.slice(0, 60)}”.`));
  return problems.length > 0 ? { problems: problems.slice(0, 20) } : { body };
}

const block = (first: string, text: string): string => (text === '' ? first : `${first}\n\n${text}`);

/** Writes what `parseBody` reads. */
export function formatBody({ lead, sections, faq }: GuideBody): string {
  const written = [
    guard(lead, 'section'),
    ...sections.map(({ key, heading, markdown }) => block(`## ${heading} {#${key}}`, guard(markdown, 'section'))),
    faq.length > 0 ? '## Frequently asked questions {#faq}' : '',
    ...faq.map(({ question, answer }) => block(`### ${question}`, guard(answer, 'faq'))),
  ];
  return `${written.filter((text) => text !== '').join('\n\n')}\n`;
}
