import { describe, expect, it } from '@jest/globals';
import { lettersApart, lettersSwapped } from './letters.js';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['the', 'the', 0],
    ['teh', 'the', 2],
    ['recieve', 'receive', 2],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['naive', 'naïve', 1],
  ])('from “%s” to “%s” is %d letters', (from, to, apart) => {
    expect(lettersApart(from, to)).toBe(apart);
    expect(lettersApart(to, from)).toBe(apart);
  });

  it('knows two swapped letters', () => {
    expect(lettersSwapped('nto', 'not')).toBe(true);
    expect(lettersSwapped('not', 'not')).toBe(false);
    expect(lettersSwapped('tno', 'not')).toBe(false);
    expect(lettersSwapped('no', 'not')).toBe(false);
  });
});
