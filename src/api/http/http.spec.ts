import { describe, expect, it } from '@jest/globals';
import { PreconditionMissing, Stale } from '../../platform/errors.js';
import { isCrossSite, type RequestOrigin } from './cross-site.js';
import { requireIfMatch } from './etag.js';
import { parseJsonBody } from './json-body.js';
import { decodeCursor, encodeCursor, toPage } from './pagination.js';

const program: RequestOrigin = {
  method: 'POST',
  ownOrigins: ['https://desk.guides.example', 'http://127.0.0.1:3000'],
  secFetchSite: undefined,
  origin: undefined,
  referer: undefined,
  contentType: 'application/json; charset=utf-8',
};

describe('a request that changes something', () => {
  it('comes from our own pages, or from a program that sends what no form can', () => {
    expect(isCrossSite(program)).toBe(false);
    expect(isCrossSite({ ...program, origin: 'http://127.0.0.1:3000', contentType: undefined })).toBe(false);
    expect(isCrossSite({ ...program, secFetchSite: 'none' })).toBe(false);
    expect(isCrossSite({ ...program, method: 'DELETE', contentType: undefined })).toBe(false);
  });

  it('is foreign when a browser says so, when its origin differs, or when a form could have sent it', () => {
    expect(isCrossSite({ ...program, secFetchSite: 'cross-site' })).toBe(true);
    expect(isCrossSite({ ...program, secFetchSite: 'cross-site', origin: 'https://desk.guides.example' })).toBe(true);
    expect(isCrossSite({ ...program, origin: 'https://desk.guides.example.evil.example' })).toBe(true);
    expect(isCrossSite({ ...program, referer: 'https://desk.guides.example/' })).toBe(true);
    for (const contentType of [
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; a=application/json',
    ]) {
      expect(isCrossSite({ ...program, contentType })).toBe(true);
    }
  });

  it('is not in question for reading', () => {
    expect(isCrossSite({ ...program, method: 'GET', secFetchSite: 'cross-site' })).toBe(false);
  });
});

describe('If-Match', () => {
  it('must name the version that is there', () => {
    expect(() => requireIfMatch('"3"', 3)).not.toThrow();
    expect(() => requireIfMatch('"2", "3"', 3)).not.toThrow();
    expect(() => requireIfMatch('*', 3)).not.toThrow();
    expect(() => requireIfMatch(undefined, 3)).toThrow(PreconditionMissing);
    for (const header of ['"2"', '3', 'W/"3"', '"33"', '']) expect(() => requireIfMatch(header, 3)).toThrow(Stale);
  });
});

describe('a cursor', () => {
  it('goes back to the key it was made of, for its own sort only', () => {
    const cursor = encodeCursor('name', ['Ågård', 'id-1']);
    expect(decodeCursor(cursor, 'name', 2)).toEqual(['Ågård', 'id-1']);
    expect(() => decodeCursor(cursor, 'created', 2)).toThrow('does not belong');
    expect(() => decodeCursor(cursor, 'name', 1)).toThrow('does not belong');
    expect(decodeCursor(undefined, 'name', 2)).toBeUndefined();
  });

  it('carries nothing but single values', () => {
    for (const forged of [
      ['name', { $gt: '' }, 'x'],
      ['name', ['a'], 'x'],
      ['name', '\0', 'x'],
      ['name', true, 'x'],
      'name',
      null,
    ]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      expect(() => decodeCursor(cursor, 'name', 2)).toThrow('does not belong');
    }
  });

  it('is absent on the last page', () => {
    const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    expect(toPage(rows, 3, 'id', (row) => [row.id]).next).toBeNull();
    const first = toPage(rows, 2, 'id', (row) => [row.id]);
    expect(first.items).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(decodeCursor(first.next!, 'id', 1)).toEqual(['b']);
  });
});

describe('a JSON body', () => {
  const parse = (text: string): unknown => parseJsonBody(Buffer.from(text));
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it('may be 32 levels deep and no deeper', () => {
    expect(() => parse(nested(33))).not.toThrow();
    expect(() => parse(nested(34))).toThrow('nested deeper');
  });

  it('may be empty, and may spell “constructor” as a value', () => {
    expect(parse('')).toBeUndefined();
    expect(parse('{"word":"constructor"}')).toEqual({ word: 'constructor' });
  });
});
