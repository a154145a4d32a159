import type { Database } from '../platform/database.js';
import type { AskedWord } from './search-query.js';

/** What may stand for a word that no live guide has. */
export interface Repair {
  typed: string;
  /** Words that begin so, shortest first; else the one word most like it, or none. */
  words: Replacement[];
  /** It is the beginning of these words, so it is not misspelt. */
  begins: boolean;
}

interface Replacement {
  word: string;
  english: string[];
  simple: string[];
}

const repairs = `
  select r.typed, r.begins, coalesce((
           select json_agg(json_build_object('word', w, 'english', tsvector_to_array(to_tsvector('guide_english', w)), 'simple', tsvector_to_array(to_tsvector('guide_simple', w))) order by n)
             from unnest(r.words) with ordinality t(w, n)), '[]') as words
    from unnest($1::text[]) typed cross join lateral search_repair(typed) r where r.typed is not null`;

/** The words among these that no live guide has, and what may stand for them. */
export function readRepairs(database: Database, words: readonly AskedWord[]): Promise<Repair[]> {
  return database.rows(repairs, [words.filter(({ english }) => english.length > 0).map(({ typed }) => typed)]);
}

export interface Repaired {
  words: AskedWord[];
  /** As it is told to the reader. */
  text: string;
  changed: boolean;
  /** False where a word had to be left out. */
  complete: boolean;
}

/** The search with its unknown words completed, corrected or left out. */
export function repaired(words: readonly AskedWord[], known: readonly Repair[]): Repaired {
  const repairOf = new Map(known.map((repair) => [repair.typed, repair]));
  const kept = words.flatMap((word) => {
    const repair = repairOf.get(word.typed);
    if (!repair) return [{ word, text: word.typed }];
    const [first] = repair.words;
    return first ? [{ word: replacement(word, repair), text: repair.begins ? `${word.typed}…` : first.word }] : [];
  });
  return {
    words: kept.map(({ word }) => word),
    text: kept.map(({ text }) => text).join(' '),
    changed: known.length > 0,
    complete: kept.length === words.length,
  };
}

function replacement({ typed }: AskedWord, { words }: Repair): AskedWord {
  return { typed, english: words[0]?.english ?? [], forms: words.flatMap(({ english, simple }) => [english, simple]) };
}
