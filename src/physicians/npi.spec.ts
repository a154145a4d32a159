import { describe, expect, it } from '@jest/globals';
import { npiWithCheckDigit } from '../../test/support/npi.js';
import { checkDigit, isNpi } from './npi.js';

describe('a National Provider Identifier', () => {
  it.each([
    '1234567893',
    '1720377294',
    '1114920071',
    '1568946812',
    '1770626038',
    '2234567891',
    '1000000004',
    '2090000003',
  ])('%s has a right check digit', (number) => expect(isNpi(number)).toBe(true));

  it.each([
    ['another check digit', '1234567890'],
    ['another check digit', '1234567898'],
    ['a first digit that is never used', '3234567893'],
    ['the filler of the exclusion list', '0000000000'],
    ['nine digits', '123456789'],
    ['a letter', '123456789A'],
    ['a space before it', ' 1234567893'],
    ['a line break after it', '1234567893\n'],
    ['eleven digits', '12345678933'],
    ['digits of another script', '１２３４５６７８９３'],
    ['nothing', ''],
  ])('is refused with %s', (_what, number) => expect(isNpi(number)).toBe(false));

  it('is refused with another first digit even if its check digit is right', () => {
    expect([isNpi(`323456789${checkDigit('323456789')}`), isNpi(`023456789${checkDigit('023456789')}`)]).toEqual([
      false,
      false,
    ]);
  });

  it('is refused when one digit is mistyped, whichever', () => {
    const number = '1234567893';
    for (let place = 1; place < 10; place += 1)
      for (let other = 0; other < 10; other += 1) {
        const typed = `${number.slice(0, place)}${other}${number.slice(place + 1)}`;
        expect([typed, isNpi(typed)]).toEqual([typed, typed === number]);
      }
  });

  it('does not show that 09 and 90 were swapped: the check cannot see it', () => {
    expect([isNpi('1234509879'), isNpi('1234590879')]).toEqual([true, true]);
  });

  it('can be completed from nine digits', () => {
    expect(npiWithCheckDigit('123456789')).toBe('1234567893');
    expect(isNpi(npiWithCheckDigit('199999998'))).toBe(true);
  });
});
