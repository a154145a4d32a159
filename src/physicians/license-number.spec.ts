import { describe, expect, it } from '@jest/globals';
import { compareLicenses, type LicenseLikeness } from './license-number.js';

describe('two license numbers of one state', () => {
  it.each<[LicenseLikeness, string, string, string]>([
    ['same', 'in other capitals', 'a12345', 'A12345'],
    ['same', 'with other punctuation', 'ME-123.456', 'ME 123456'],
    ['close', 'without the letters before it', '123456', 'ME123456'],
    ['close', 'without zeros before it', 'A012345', 'A12345'],
    ['close', 'without the digits for its kind', '123456', '036123456'],
    ['different', 'with another digit', 'A12345', 'A12346'],
    ['different', 'that end alike in four digits', '12345', '2345'],
    ['unknown', 'of which one is empty', 'A12345', ''],
    ['unknown', 'of which one is a word', 'A12345', 'PENDING'],
    ['unknown', 'of which one is only zeros', 'A12345', '00000'],
  ])('are %s %s', (likeness, _how, declared, held) => expect(compareLicenses(declared, held)).toBe(likeness));
});
