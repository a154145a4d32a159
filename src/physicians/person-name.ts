import { CmpStr } from 'cmpstr';
import { isAlias } from './name-aliases.js';

/** A name as a source writes it, in any case; what is not there is empty. */
export interface PersonName {
  first: string;
  middle: string;
  last: string;
}

/** `close` is for a person to judge: a slip of the pen, a former name, parts in another order. */
export type NameLikeness = 'same' | 'close' | 'different';

const leastSimilarity = 0.92;
const jaroWinkler = CmpStr.create({ metric: 'jaroWinkler' });

// Letters that do not come apart into a plain letter and an accent.
const plain: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };
const suffixes = new Set('jr sr ii iii iv md phd mbbs mbchb facs faad facp esq'.split(' '));
// Family names too: they are taken off only behind a comma.
const doubtfulSuffixes = new Set(['do', 'v', 'pa', 'ms', 'ma', 'mph', 'mba']);

/**
 * A name for comparison: small letters without accents, apostrophes and dots; hyphens become spaces; generation and
 * title behind it (Jr, III, MD) are gone. The registry's “--” is empty.
 */
export function foldName(text: string): string {
  const [head = '', ...rest] = text.split(',').map(lettersOf);
  const kept = rest.filter((part) => !part.every((word) => suffixes.has(word) || doubtfulSuffixes.has(word)));
  const words = [head, ...kept].flat();
  while (words.length > 1 && suffixes.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}

/** How a declared name compares with a registry’s: its present name, then its other names. */
export function compareNames(
  declared: PersonName,
  present: PersonName,
  others: readonly PersonName[] = [],
): NameLikeness {
  const mine = folded(declared);
  const theirs = folded(present);
  if (isSame(mine, theirs)) return 'same';
  const former = others
    .map(folded)
    .some((name) => isSame(mine, name) || isSame(mine, { ...name, given: theirs.given }));
  return former || isClose(mine, theirs) ? 'close' : 'different';
}

interface FoldedName {
  /** First and middle names, one word each. */
  given: string[];
  first: string;
  last: string;
}

function lettersOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðłþı]/g, (letter) => plain[letter] ?? letter)
    .replace(/[.'’‘ʼ`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function folded({ first, middle, last }: PersonName): FoldedName {
  const given = [foldName(first), foldName(middle)].filter(Boolean).join(' ');
  return { given: given.split(' ').filter(Boolean), first: foldName(first), last: foldName(last) };
}

/** “De la Cruz” is “Delacruz”. */
function isOneWord(one: string, other: string): boolean {
  return one !== '' && one.replaceAll(' ', '') === other.replaceAll(' ', '');
}

function isInitial(one: string, other: string): boolean {
  return Math.min(one.length, other.length) === 1 && one[0] === other[0];
}

function isSameCallName({ given: [mine = ''] }: FoldedName, { given: [theirs = ''] }: FoldedName): boolean {
  return mine === theirs || isAlias(mine, theirs) || isInitial(mine, theirs);
}

function isSameGiven(mine: FoldedName, theirs: FoldedName): boolean {
  if (isOneWord(mine.first, theirs.first)) return true;
  const [more, further] = [mine.given.slice(1), theirs.given.slice(1)];
  // A second name counts only against a second name: many records leave it out.
  const agree = more.some((name) => further.some((other) => name === other || isInitial(name, other)));
  return isSameCallName(mine, theirs) && (more.length === 0 || further.length === 0 || agree);
}

function isSame(mine: FoldedName, theirs: FoldedName): boolean {
  return isOneWord(mine.last, theirs.last) && isSameGiven(mine, theirs);
}

function isSimilar(one: string, other: string): boolean {
  return one !== '' && other !== '' && jaroWinkler.compare(one, other) >= leastSimilarity;
}

function isClose(mine: FoldedName, theirs: FoldedName): boolean {
  const swapped = isOneWord(mine.last, theirs.first) && isOneWord(mine.first, theirs.last);
  const byMiddleName = theirs.given.includes(mine.first);
  const given = isSameCallName(mine, theirs) || byMiddleName || isSimilar(mine.first, theirs.first);
  return swapped || (given && isRelated(mine.last, theirs.last));
}

/** Family names that are alike, or of which one is a part of the other: “Reyes” and “Example-Reyes”. */
function isRelated(one: string, other: string): boolean {
  const parts = other.split(' ').filter((part) => part.length > 2);
  return isOneWord(one, other) || isSimilar(one, other) || one.split(' ').some((part) => parts.includes(part));
}
