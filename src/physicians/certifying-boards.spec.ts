import { describe, expect, it } from '@jest/globals';
import { boardNamed, isSameBoard, printableBoard } from './certifying-boards.js';

describe('The board that a text names', () => {
  it.each([
    ['American Board of Dermatology', 'American Board of Dermatology', 'ABMS'],
    ['the american board of plastic surgery, inc.', 'American Board of Plastic Surgery', 'ABMS'],
    ['American Board of Surgery', 'American Board of Surgery', 'ABMS'],
    ['American Board of Obstetrics & Gynecology', 'American Board of Obstetrics and Gynecology', 'ABMS'],
    ['American Board of Otolaryngology', 'American Board of Otolaryngology – Head and Neck Surgery', 'ABMS'],
    ['American Osteopathic Board of Dermatology', 'American Osteopathic Board of Dermatology', 'AOA'],
    ['ABHRS', 'American Board of Hair Restoration Surgery', null],
  ])('%s is %s', (text, name, member) => {
    expect(boardNamed(text)).toEqual({ name, member });
  });

  it.each(['', 'Board certified', 'American Board of Scalp Medicine', 'Boarding school'])('“%s” names none', (text) => {
    expect(boardNamed(text)).toBeUndefined();
  });

  it('is the same in another spelling, and none is not the same as none', () => {
    expect(isSameBoard('AMERICAN BOARD OF DERMATOLOGY', 'American Board of Dermatology, Inc.')).toBe(true);
    expect(isSameBoard('American Board of Surgery', 'American Board of Plastic Surgery')).toBe(false);
    expect(isSameBoard('', '')).toBe(false);
  });
});

describe('What a profile prints of a certification', () => {
  it.each([
    ['American board of dermatology', 'NY', 'American Board of Dermatology'],
    ['ABHRS', 'NY', 'American Board of Hair Restoration Surgery'],
    ['ABHRS', 'TX', ''],
    ['ABHRS', 'CA', ''],
    ['American Board of Dermatology', 'CA', 'American Board of Dermatology'],
    ['Example Board of Scalp Medicine', 'NY', 'Example Board of Scalp Medicine'],
    ['Board certified hair restoration surgeon', 'NY', ''],
    ['', 'NY', ''],
  ])('of “%s” in %s: “%s”', (claim, state, printed) => {
    expect(printableBoard(claim, state)).toBe(printed);
  });
});
