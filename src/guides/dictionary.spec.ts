import { describe, expect, it } from '@jest/globals';
import { dictionaryFor } from './dictionary.js';

describe('the dictionary', () => {
  it('knows English words, not misspelt ones, and is read once', async () => {
    const english = await dictionaryFor('en-US');
    expect(['receive', 'Receive', 'treatment', "doctor's"].map((word) => english.correct(word))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['recieve', 'teh', 'x'.repeat(100_000)].map((word) => english.correct(word))).toEqual([false, false, false]);
    expect(await dictionaryFor('en')).toBe(english);
  });

  it('knows no word of a language it was not given', async () => {
    expect((await dictionaryFor('es')).correct('receive')).toBe(false);
    expect((await dictionaryFor('enm')).correct('receive')).toBe(false);
  });
});
