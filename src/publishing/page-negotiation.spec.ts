import { describe, expect, it } from '@jest/globals';
import { chooseCoding } from './page-negotiation.js';

describe('the coding of an answer', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br;q=0.9', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['BR;q=0, X-GZIP', 'gzip'],
    ['br ; q=0.2 , gzip ; q=0.1', 'br'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['gzip;q=0, br;q=0', undefined],
    ['*;q=0', undefined],
    ['gzip;q=2, br;q=high', undefined],
    ['', undefined],
    [',;,=', undefined],
    ['deflate, zstd', undefined],
    [undefined, undefined],
  ])('for “%s” is %s', (accepted, coding) => {
    expect(chooseCoding(accepted, ['br', 'gzip'])).toBe(coding);
  });

  it('is one that the page has', () => {
    expect(chooseCoding('br, gzip;q=0.5', ['gzip'])).toBe('gzip');
    expect(chooseCoding('br, gzip', [])).toBeUndefined();
  });
});
