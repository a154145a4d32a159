import type { Dictionary } from './dictionary.js';
import { lettersApart } from './letters.js';
import { contraries, isAnatomy, isDrug, isNegation, isNumber, resemblesNegation } from './protected-words.js';

/** Stands for the start or end of emphasis, a link, a citation, code inside a paragraph. */
export const inlineMark = '\uFFFC';
/** Stands for the start or end of a paragraph, a list, a table cell. */
export const blockMark = '\u2029';

// A number keeps its inner punctuation (1,000; 2.5; 10–20; 12:30); a word keeps its apostrophes.
const token =
  /\p{N}[\p{L}\p{M}\p{N}]*(?:[.,:/×^\-–—−]\p{N}[\p{L}\p{M}\p{N}]*)*|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*/gu;
const loosePunctuation = /[.,;:!?'"‘’“”«»()[\]\-–—…]/gu;

interface Text {
  words: string[];
  /** What stands before, between and after the words: one more than there are words. */
  gaps: string[];
}

function readText(text: string): Text {
  const words: string[] = [];
  const gaps: string[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(token)) {
    gaps.push(text.slice(end, index));
    words.push(word);
    end = index + word.length;
  }
  return { words, gaps: [...gaps, text.slice(end)] };
}

const spacesOnce = (gap: string): string => gap.replace(/[^\S\u2029]+/gu, ' ');
const spaceless = (gap: string): string => gap.replace(/[^\S\u2029]+/gu, '');
const signs = (gap: string): string => spaceless(gap).replace(loosePunctuation, '');
const joins = (gap: string): boolean => gap.replaceAll(inlineMark, '') === '';

function beforeNumber(from: string, to: string): boolean {
  const attached = (gap: string): string => /\S*$/.exec(gap)?.[0] ?? '';
  return attached(from) === attached(to);
}

function afterNumber(from: string, to: string): boolean {
  const attached = (gap: string): string => /^\S*/.exec(gap)?.[0] ?? '';
  const ends = (run: string): boolean => /^[.,;:!?)\]"'”’\uFFFC]*$/.test(run);
  return attached(from) === attached(to) || (ends(attached(from)) && ends(attached(to)));
}

function gapObjection(from: string, to: string, before?: string, after?: string): string | null {
  const near = `near “${before ?? after ?? ''}”`;
  if (from === to) return null;
  if (signs(from) !== signs(to)) return `A sign or the layout changes ${near}.`;
  if (before !== undefined && after !== undefined && joins(from) !== joins(to))
    return `Words are joined or split ${near}.`;
  const numbers = [before, after].map((word) => word !== undefined && isNumber(word));
  if (numbers[1] === true && !beforeNumber(from, to)) return `What stands before a number changes, ${near}.`;
  if (numbers[0] === true && !afterNumber(from, to)) return `What stands after a number changes, ${near}.`;
  if (numbers[0] === true && numbers[1] === true && spacesOnce(from) !== spacesOnce(to)) {
    return `What stands between two numbers changes, ${near}.`;
  }
  const denies = [before, after].some((word) => word !== undefined && isNegation(word));
  return denies && spaceless(from) !== spaceless(to) ? `The punctuation beside a negation changes, ${near}.` : null;
}

const sameSpelling = (word: string): string => word.replaceAll('’', "'");
const isAbbreviation = (word: string): boolean => /^\p{Lu}{2,5}s?$/u.test(word);

interface Place {
  from: string;
  to: string;
  /** A neighbor is a number, so the word may be its unit. */
  besideNumber: boolean;
  /** Nothing but the start of a sentence or of the text stands before it. */
  startsSentence: boolean;
}

function caseObjection({ from, to, besideNumber }: Place): string | null {
  if (besideNumber) return `“${from}” stands beside a number and may be its unit.`;
  return isAbbreviation(from) || isAbbreviation(to) ? `“${from}” or “${to}” is an abbreviation.` : null;
}

function protectedObjection({ from, to, besideNumber, startsSentence }: Place): string | null {
  const change = `“${from}” → “${to}”`;
  const either = (test: (word: string) => boolean): boolean => test(from) || test(to);
  if (from.length > 40 || to.length > 40) return 'A word of more than 40 letters changes.';
  if (besideNumber || either(isNumber)) return `${change} touches a number.`;
  if (isNegation(to) || resemblesNegation(from)) return `${change} touches a negation.`;
  if (either(isDrug)) return `${change} touches what may be the name of a drug.`;
  if (either(isAnatomy)) return `${change} touches what may be a part of the body.`;
  if (either(isAbbreviation)) return `${change} touches an abbreviation.`;
  return /^\p{Lu}/u.test(from) && !startsSentence ? `${change} touches what may be a name.` : null;
}

/** Every spelling one insertion, deletion, replacement or swap of neighbors away. */
function oneEditAway(word: string): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const spellings: string[] = [];
  for (let at = 0; at <= word.length; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    spellings.push(...letters.map((letter) => head + letter + tail));
    if (tail === '') continue;
    spellings.push(head + tail.slice(1), ...letters.map((letter) => head + letter + tail.slice(1)));
    if (tail.length > 1) spellings.push(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
  }
  return spellings;
}

function spellingObjection({ from, to }: Place, dictionary: Dictionary): string | null {
  const correct = (word: string): boolean => dictionary.correct(word);
  const change = `“${from}” → “${to}”`;
  const [old, now] = [sameSpelling(from), sameSpelling(to)];
  if (correct(old) || correct(old.toLowerCase())) return `${change} exchanges a word the dictionary knows.`;
  if (!correct(now)) return `${change} brings in a word the dictionary does not know.`;
  const apart = (other: string): number => lettersApart(old.toLowerCase(), other.toLowerCase());
  if (apart(now) > 2) return `${change} differs by more than two letters.`;
  const near = apart(now) > 1 ? oneEditAway(old.toLowerCase()) : [];
  if (near.length > 0 && !near.includes(now.toLowerCase()) && near.some(correct))
    return `${change}: another word is nearer to what was written.`;
  const { swapped, denied } = contraries(now);
  const asNear = (word: string): boolean => apart(word) <= apart(now);
  const ambiguous = swapped.some(asNear) || denied.some((word) => asNear(word) && correct(word));
  return ambiguous ? `${change}: the word meant may as well be the contrary.` : null;
}

function wordObjection(place: Place, dictionary: Dictionary): string | null {
  const [from, to] = [sameSpelling(place.from), sameSpelling(place.to)];
  if (from === to) return null;
  if (from.toLowerCase() === to.toLowerCase()) return caseObjection(place);
  return protectedObjection(place) ?? spellingObjection(place, dictionary);
}

function lengthObjection(from: string[], to: string[]): string {
  const at = from.findIndex((word, index) => word.toLowerCase() !== to[index]?.toLowerCase());
  const start = at < 0 ? from.length : at;
  const around = (words: string[]): string =>
    words
      .slice(Math.max(0, start - 2), start + 4)
      .join(' ')
      .slice(0, 120);
  return `Words are added or removed: “${around(from)}” → “${around(to)}”.`;
}

/**
 * Why one text may not become the other in a minor change; empty when only punctuation outside numbers, case, spacing
 * and misspelt words differ. Both texts are as readers see them, layout replaced by `inlineMark` and `blockMark`.
 */
export function wordObjections(from: string, to: string, dictionary: Dictionary): string[] {
  const [old, now] = [readText(from), readText(to)];
  if (old.words.length !== now.words.length) return [lengthObjection(old.words, now.words)];
  const gaps = old.gaps.map((gap, index) =>
    gapObjection(gap, now.gaps[index] ?? '', old.words[index - 1], old.words[index]),
  );
  const words = old.words.map((word, index) => {
    const beside = [old.words[index - 1], old.words[index + 1]];
    const besideNumber = beside.some((other) => other !== undefined && isNumber(other));
    const startsSentence = index === 0 || /[.!?\u2029]/.test(old.gaps[index] ?? '');
    return wordObjection({ from: word, to: now.words[index] ?? '', besideNumber, startsSentence }, dictionary);
  });
  return [...new Set([...words, ...gaps].filter((objection) => objection !== null))];
}
