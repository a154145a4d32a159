/** Levenshtein distance: letters inserted, dropped or exchanged to turn one word into the other. Meant for single words. */
export function lettersApart(from: string, to: string): number {
  const target = [...to];
  let row = Array.from({ length: target.length + 1 }, (_, index) => index);
  [...from].forEach((letter, index) => {
    const next = [index + 1];
    target.forEach((other, column) => {
      const exchanged = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    });
    row = next;
  });
  return row[target.length] ?? 0;
}

/** Whether one word is the other with two neighboring letters in the wrong order. */
export function lettersSwapped(from: string, to: string): boolean {
  if (from.length !== to.length) return false;
  const at = [...from].findIndex((letter, index) => letter !== to[index]);
  return at >= 0 && from[at] === to[at + 1] && from[at + 1] === to[at] && from.slice(at + 2) === to.slice(at + 2);
}
