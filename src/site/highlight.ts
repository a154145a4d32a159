/** A piece of text, and whether it is what was searched for. */
export interface TextPiece {
  text: string;
  found: boolean;
}

/** Characters of Unicode's private use: no text that is searched holds them. */
export const FOUND_START = '\uE000';
export const FOUND_END = '\uE001';

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
