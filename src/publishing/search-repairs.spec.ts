import { describe, expect, it } from '@jest/globals';
import type { AskedWord } from './search-query.js';
import { repaired, type Repair } from './search-repairs.js';

const word = (typed: string): AskedWord => ({ typed, english: [typed], forms: [[typed]] });
const found = (text: string) => ({ word: text, english: [text], simple: [text] });
const repair = (typed: string, words: string[], begins = false): Repair => ({ typed, words: words.map(found), begins });

describe('A search whose words nobody knows', () => {
  it('stays as it is where all are known', () => {
    expect(repaired([word('hair'), word('loss')], [])).toMatchObject({
      text: 'hair loss',
      changed: false,
      complete: true,
    });
  });

  it('has a misspelt word corrected', () => {
    const { words, ...told } = repaired([word('minoxidl'), word('foam')], [repair('minoxidl', ['minoxidil'])]);
    expect(told).toEqual({ text: 'minoxidil foam', changed: true, complete: true });
    expect(words[0]?.forms).toContainEqual(['minoxidil']);
    expect(words[1]).toEqual(word('foam'));
  });

  it('has a beginning completed to every word that begins so', () => {
    const { words, text } = repaired([word('minox')], [repair('minox', ['minoxidil', 'minoxidils'], true)]);
    expect(text).toBe('minox…');
    expect(words[0]?.forms).toEqual(expect.arrayContaining([['minoxidil'], ['minoxidils']]));
  });

  it('loses a word that nothing is like', () => {
    const told = repaired([word('qqxyz'), word('hair')], [repair('qqxyz', [])]);
    expect(told).toMatchObject({ text: 'hair', changed: true, complete: false, words: [word('hair')] });
  });
});
