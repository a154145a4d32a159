/** Knows whether a word is spelt as a dictionary of its language spells it. */
export interface Dictionary {
  correct(word: string): boolean;
}

/** For languages without a dictionary here: no word is known, so no word may be replaced in a minor change. */
export const emptyDictionary: Dictionary = { correct: () => false };

let english: Promise<Dictionary> | undefined;

async function readEnglish(): Promise<Dictionary> {
  const [{ default: nspell }, { default: words }] = await Promise.all([import('nspell'), import('dictionary-en')]);
  const speller = nspell(words);
  return { correct: (word) => word.length <= 60 && speller.correct(word) };
}

/**
 * The dictionary for a language tag such as `en-US`. English is read at first use (about half a second, 60 MB) and then
 * kept; every other language gets the empty one.
 */
export function dictionaryFor(language: string): Promise<Dictionary> {
  if (!/^en(?:-|$)/.test(language)) return Promise.resolve(emptyDictionary);
  english ??= readEnglish();
  return english;
}
