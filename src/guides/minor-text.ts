import type { Token } from 'markdown-it';
import type { Dictionary } from './dictionary.js';
import { attributeOf, readerTokens } from './markdown-syntax.js';
import { blockMark, inlineMark, wordObjections } from './minor-words.js';

interface Seen {
  /** The words, with every mark as one character. */
  text: string;
  /** What the marks are, in order: everything about them but a link's address. */
  marks: string[];
  links: { href: string; words: string }[];
}

function signature(token: Token): string {
  const attrs = (token.attrs ?? []).filter(([name]) => token.type !== 'link_open' || name !== 'href');
  const content = token.type === 'inline' || token.type === 'text' ? '' : token.content;
  return JSON.stringify([token.type, token.tag, token.nesting, attrs, token.block ? token.info : '', content]);
}

function readInline(seen: Seen, children: readonly Token[]): void {
  let start = 0;
  for (const token of children) {
    if (token.type === 'text') seen.text += token.content;
    else if (token.type === 'softbreak') seen.text += ' ';
    else {
      // Links do not nest, so one start is enough.
      if (token.type === 'link_open') start = seen.text.length;
      if (token.type === 'link_open') seen.links.push({ href: attributeOf(token, 'href'), words: '' });
      seen.text += inlineMark;
      seen.marks.push(signature(token));
      const link = seen.links.at(-1);
      if (token.type === 'link_close' && link !== undefined) link.words = seen.text.slice(start);
    }
  }
}

function seenBy(markdown: string, references: readonly { id: string }[]): Seen {
  const seen: Seen = { text: '', marks: [], links: [] };
  for (const token of readerTokens(markdown, references)) {
    if (token.type === 'inline') readInline(seen, token.children ?? []);
    else {
      seen.text += blockMark;
      seen.marks.push(signature(token));
    }
  }
  return seen;
}

const web = (href: string): boolean => /^https?:\/\//i.test(href) && URL.canParse(href);

/** Why an address may not take the place of another; whether both lead to one document is for the second editor to see. */
export function addressObjection(from: string, to: string): string | null {
  if (from === to) return null;
  if (!web(from) || !web(to)) return `Only a web address may replace a web address (“${from}” → “${to}”).`;
  return /^https:/i.test(from) && !/^https:/i.test(to) ? `“${to}” gives up the encryption of “${from}”.` : null;
}

function linkObjections(from: Seen, to: Seen): string[] {
  return from.links.flatMap((link, index) => {
    const other = to.links[index];
    if (other === undefined || other.href === link.href) return [];
    if (other.words !== link.words) return [`A link changes both its words and its address (“${other.href}”).`];
    return addressObjection(link.href, other.href) ?? [];
  });
}

/** Why a Markdown text may not become another in a minor change. */
export function markdownObjections(
  [from, to]: [string, string],
  references: readonly { id: string }[],
  dictionary: Dictionary,
): string[] {
  if (from === to) return [];
  if ([from, to].some((text) => text.includes(inlineMark) || text.includes(blockMark))) {
    return ['The text holds a character that stands for layout.'];
  }
  const [old, now] = [seenBy(from, references), seenBy(to, references)];
  const sameMarks =
    old.marks.length === now.marks.length && old.marks.every((mark, index) => mark === now.marks[index]);
  const words = wordObjections(old.text, now.text, dictionary);
  if (!sameMarks) return [...words, 'Layout changes: emphasis, lists, headings, citations, images or links.'];
  return [...words, ...linkObjections(old, now)];
}

/** Why one line of plain text may not become another in a minor change. */
export function lineObjections(from: string, to: string, dictionary: Dictionary): string[] {
  return from === to ? [] : wordObjections(from, to, dictionary);
}
