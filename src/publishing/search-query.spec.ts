import { describe, expect, it } from '@jest/globals';
import { composeQuery, fittingSynonyms, mostWords, wordsOf } from './search-query.js';

const word = (typed: string, english = [typed]) => ({ typed, english, forms: [english, [typed]] });

describe('The words of a search', () => {
  it('are what stands between spaces, in small letters, each once', () => {
    expect(wordsOf('  Hair   loss\tHAIR ')).toEqual(['hair', 'loss']);
  });

  it('hold no sign that means something to PostgreSQL', () => {
    expect(wordsOf(`"hair loss" & !scalp | (a:*) <-> 'b' \\c`)).toEqual(['hair', 'loss', 'scalp', 'a', 'b', 'c']);
  });

  it('keep what belongs to a word', () => {
    expect(wordsOf('COVID-19 follow-up 5% naïve')).toEqual(['covid-19', 'follow-up', '5%', 'naïve']);
  });

  it('are none where nothing is a letter or a digit', () => {
    expect(wordsOf('?! … — %')).toEqual([]);
  });

  it('end after ten', () => {
    expect(wordsOf(Array.from({ length: 40 }, (_, n) => `w${n}`).join(' '))).toHaveLength(mostWords);
  });
});

describe('A search in PostgreSQL’s notation', () => {
  it('asks for every word, stemmed or as it is', () => {
    expect(composeQuery([word('hairs', ['hair']), word('loss')], [])).toEqual({
      match: `((('hair') | ('hairs')) & (('loss')))`,
      rank: `(('hair') | ('hairs')) & (('loss'))`,
    });
  });

  it('leaves stop words out, and is none of stop words alone', () => {
    expect(composeQuery([word('the', []), word('hair')], [])?.rank).toBe(`(('hair'))`);
    expect(composeQuery([word('the', [])], [])).toBeUndefined();
  });

  it('quotes what would be an operator', () => {
    expect(composeQuery([word(`o'n\\e`)], [])?.rank).toBe(`(('o''n\\\\e'))`);
  });

  it('takes a synonym in its own category only, and ranks by its words', () => {
    const synonyms = [{ category: 'hair', instead: ['bald'], say: ['androgenet', 'alopecia'] }];
    expect(composeQuery([word('bald')], synonyms)).toEqual({
      match: `((('bald') | ('androgenet' & 'alopecia' & 'in category hair')))`,
      rank: `(('bald') | ('androgenet' & 'alopecia'))`,
    });
  });

  it('filters by marks that no text can hold', () => {
    const filter = { category: 'skin', specialty: 'dermatology' };
    expect(composeQuery([word('rash')], [], filter)?.match).toBe(
      `((('rash'))) & 'in category skin' & 'of specialty dermatology'`,
    );
  });

  it('may ask for any of the words', () => {
    expect(composeQuery([word('a1'), word('b1')], [], {}, 'or')?.rank).toBe(`(('a1')) | (('b1'))`);
  });
});

describe('A synonym', () => {
  const known = [{ category: 'hair', instead: ['pattern', 'bald'], say: ['alopecia'] }];

  it('stands in both directions', () => {
    expect(fittingSynonyms([word('alopecia')], known)).toEqual([
      { category: 'hair', instead: ['alopecia'], say: ['pattern', 'bald'] },
    ]);
  });

  it('of several words needs them all', () => {
    expect(fittingSynonyms([word('bald')], known)).toEqual([]);
    expect(fittingSynonyms([word('bald'), word('pattern')], known)).toEqual(known);
  });
});
