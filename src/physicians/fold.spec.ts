import { describe, expect, it } from '@jest/globals';
import { foldToOneWord } from './fold.js';

describe('A name as the exclusion list is searched', () => {
  it.each([
    ['PEÑA', 'pena'],
    ['Łukasz-Óscar', 'lukaszoscar'],
    ['Sørensen', 'sorensen'],
    ['GROSS', 'gross'],
    ['Groß', 'gross'],
    ["O'BRIEN", 'obrien'],
    ['O’Brien', 'obrien'],
    ['de la Cruz', 'delacruz'],
    ['DELACRUZ', 'delacruz'],
    ['WEBB, JR', 'webb'],
    ['Webb III', 'webb'],
  ])('is one word without case, accents, signs and generation: %s is %s', (name, folded) => {
    expect(foldToOneWord(name)).toBe(folded);
  });

  it('is the same whether accents were typed as one sign or two', () => {
    expect(foldToOneWord('Jose\u0301')).toBe(foldToOneWord('Jos\u00e9'));
  });

  it.each(['--', '', '  '])('is empty where there is no letter: “%s”', (name) => {
    expect(foldToOneWord(name)).toBe('');
  });
});
