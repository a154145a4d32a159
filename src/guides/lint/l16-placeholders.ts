import { excerpt, type LintRule } from './finding.js';

// Upper case only for the short marks: “todo” is a word in Spanish and Portuguese.
const marks =
  /\blorem ipsum\b|\b[Ll]orem\b|\b(?:TODO|TBD|TBC|FIXME|TK)\b|\?{3,}|\[(?:insert|add|your|placeholder|citation needed)\b[^\]]{0,60}\]/gi;
const upperCase = /^(?:TODO|TBD|TBC|FIXME|TK)$/;
const crosses = /(?<![\p{L}\p{N}])[Xx]{2,}(?![\p{L}\p{N}])/gu;
// Sex chromosomes are written XX too.
const beforeKaryotype = /\d\d,\s?$/;
const afterKaryotype = /^(?:\s(?:chromosom|karyotyp|sex\b|female|individual|person)|\/X|\s(?:or|and)\sXY)/;

function isPlaceholder(mark: string): boolean {
  return !/^(?:todo|tbd|tbc|fixme|tk)$/i.test(mark) || upperCase.test(mark);
}

function placeholdersIn(text: string): string[] {
  const words = [...text.matchAll(marks)].map(([mark]) => mark).filter(isPlaceholder);
  const crossed = [...text.matchAll(crosses)].filter(({ 0: mark, index }) => {
    const before = text.slice(Math.max(0, index - 4), index);
    return (
      !beforeKaryotype.test(before) && !afterKaryotype.test(text.slice(index + mark.length, index + mark.length + 16))
    );
  });
  return [...new Set([...words, ...crossed.map(([mark]) => mark)])];
}

/** L16: no text waits to be written. */
export const placeholders: LintRule = {
  id: 'L16',
  asks: 'no placeholder text',
  check: ({ texts }) =>
    texts
      .filter(({ kind }) => kind !== 'exact')
      .flatMap(({ part, field, text }) =>
        placeholdersIn(text).map((mark) => ({
          severity: 'error' as const,
          part,
          message: `The ${field} still holds a placeholder.`,
          quote: excerpt(mark),
        })),
      ),
};
