/** One word that a reader typed, as the configurations know it. */
export interface AskedWord {
  /** As typed, in small letters. */
  typed: string;
  /** Lexemes in a guide in English; none where it is a stop word. */
  english: string[];
  /** Every way to find it, `english` among them: each a list of lexemes that all must stand in the guide. */
  forms: string[][];
}

/** Another way to say some of the words, in guides of one category. */
export interface AskedSynonym {
  category: string;
  /** Lexemes of the words that it stands for, and its own. */
  instead: string[];
  say: string[];
}

export interface AskedFilter {
  category?: string | undefined;
  specialty?: string | undefined;
}

/** Two readings of one search in PostgreSQL's own notation: what finds, and what ranks (without marks, which stand nowhere in a text). */
export interface Asked {
  match: string;
  rank: string;
}

/** More words than these are not asked for, nor more that stand for them. */
export const mostWords = 10;
const mostSynonyms = 20;

const signs = /["'“”„‘’«»<>|&!()*:\\]+/g;

/** The words of a search, in order and each once: whatever is a sign to PostgreSQL is a space here, so no search means more than its words. */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFC').toLowerCase().replaceAll(signs, ' ').split(/\s+/u);
  return [...new Set(words.filter((word) => /[\p{L}\p{N}]/u.test(word)))].slice(0, mostWords);
}

/** Every word (or with `or` any of them), or what stands for it; undefined where nothing is left to search by. */
export function composeQuery(
  words: readonly AskedWord[],
  synonyms: readonly AskedSynonym[],
  filter: AskedFilter = {},
  join: 'and' | 'or' = 'and',
): Asked | undefined {
  const asked = words.filter(({ english }) => english.length > 0);
  if (asked.length === 0) return undefined;
  const sign = join === 'and' ? ' & ' : ' | ';
  const all = (marked: boolean): string => asked.map((word) => alternatives(word, synonyms, marked)).join(sign);
  const marks = [
    filter.category === undefined ? [] : lexeme(`in category ${filter.category}`),
    filter.specialty === undefined ? [] : lexeme(`of specialty ${filter.specialty}`),
  ].flat();
  return { match: [`(${all(true)})`, ...marks].join(' & '), rank: all(false) };
}

/** Synonyms whose words all stand in the search, in either direction. */
export function fittingSynonyms(words: readonly AskedWord[], known: readonly AskedSynonym[]): AskedSynonym[] {
  const typed = new Set(words.flatMap(({ english }) => english));
  const both = known.flatMap(({ category, instead, say }) => [
    { category, instead, say },
    { category, instead: say, say: instead },
  ]);
  return both.filter(({ instead }) => instead.every((each) => typed.has(each))).slice(0, mostSynonyms);
}

/** How the words of a search begin, for the excerpt: the longest first. “Berries” and “berry” are “berri” to the stemmer. */
export function stemsOf(words: readonly AskedWord[], synonyms: readonly AskedSynonym[]): string[] {
  const stems = [...words.flatMap(({ forms }) => forms.flat()), ...synonyms.flatMap(({ say }) => say)];
  const beginnings = stems.map((stem) => (stem.length > 3 ? stem.replace(/i$/, '') : stem));
  return [...new Set(beginnings)].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
}

function alternatives(word: AskedWord, synonyms: readonly AskedSynonym[], marked: boolean): string {
  const said = synonyms
    .filter(({ instead }) => instead.some((each) => word.english.includes(each)))
    .map(({ say, category }) => together(marked ? [...say, `in category ${category}`] : say));
  const own = word.forms.filter((form) => form.length > 0).map(together);
  return `(${[...new Set([...own, ...said])].join(' | ')})`;
}

const together = (lexemes: readonly string[]): string => `(${lexemes.map(lexeme).join(' & ')})`;

/** Quoted for a tsquery: nothing in it is an operator. */
function lexeme(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
