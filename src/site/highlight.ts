/** A piece of text, and whether it is what was searched for. */
export interface TextPiece {
  text: string;
  found: boolean;
}

/** Characters of Unicode's private use: no text that is searched holds them. */
export const FOUND_START = '\uE000';
export const FOUND_END = '\uE001';

// A word that was found may stand between the marks of its own, also where it is the number of a list.
const listSign = new RegExp(`(^|\\n|… )[ \\t]*${FOUND_START}?(?:[-+]|\\d{1,3}${FOUND_END}?[.)])[ \\t]+`, 'gu');
const ruleOrTableLine = /(?<=^|\s)(?::?-{3,}:?|:-+:?|-+:)(?=\s|$)/gu;
const linkTarget = /\((?:https?:|mailto:|guide:|image:|\/|#)[^()\s]*(?:\s+"[^"]*")?\)/gu;
const angledAddress = /<(?=https?:|mailto:)/gu;

/** Characters from which on an excerpt may have been cut off. */
const cutFrom = 200;

/**
 * An excerpt, which may begin and end anywhere, as it is shown: in one line, without signs of lists, lines of tables and targets of links;
 * where it ends within a sentence, after a whole word and with an ellipsis.
 */
export function withoutMarkup(excerpt: string): string {
  const plain = excerpt
    .replace(listSign, '$1')
    .replace(ruleOrTableLine, ' ')
    .replace(linkTarget, '')
    .replace(angledAddress, '')
    .replaceAll('~~', '')
    .replace(/\s+/gu, ' ')
    .trim();
  const isWhole = excerpt.length < cutFrom || /[.!?…]\)?$/u.test(plain);
  return isWhole ? plain : plain.replace(/\s\S*$/u, ' …');
}

/** Pieces of a text in which the found words stand between the two marks; a mark without its fellow marks nothing. */
export function piecesOf(marked: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (const [index, part] of marked.split(FOUND_START).entries()) {
    const end = index === 0 ? -1 : part.indexOf(FOUND_END);
    if (end >= 0) pieces.push({ text: part.slice(0, end), found: true });
    const rest = (end >= 0 ? part.slice(end + 1) : part).replaceAll(FOUND_END, '');
    pieces.push({ text: rest, found: false });
  }
  return pieces.filter(({ text }) => text !== '');
}
