import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, hashOf, sha256Hex } from './canonical.js';

describe('the canonical text of a value', () => {
  it('sorts keys by code unit and writes numbers the short way, as RFC 8785 says', () => {
    expect(canonicalJson({ b: 1e21, a: [1.0, -0, 0.000001], '\u20ac': null, A: true })).toBe(
      '{"A":true,"a":[1,0,0.000001],"b":1e+21,"€":null}',
    );
  });

  it('hashes equal texts in different Unicode forms alike, keys included', () => {
    expect(hashOf({ 'e\u0301': 'e\u0301' })).toBe(hashOf({ '\u00e9': '\u00e9' }));
    expect(hashOf('a')).not.toBe(hashOf('b'));
  });

  it('knows the published SHA-256 of the empty and of a short text', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it.each([
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud800b'],
    ['NUL in a key', { 'a\0': 1 }],
    ['undefined', undefined],
    ['undefined in a field', { a: undefined }],

    ['a hole in a list', [1, , 2]],
    ['a number that is not finite', [Number.NaN]],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['an object with a class', new Map()],
    ['a value with its own idea of JSON', Object.create({ toJSON: () => 'signed' }) as unknown],
    ['two keys that are one text', { 'e\u0301': 1, '\u00e9': 2 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('refuses a value nested without measure instead of exhausting the stack', () => {
    const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown;
    expect(() => canonicalJson(deep)).toThrow(/nested deeper/);
  });

  it('keeps a field called __proto__ as a field', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('gives one text for one value, whatever the order of its keys, and text that parses back to it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const normal = JSON.parse(JSON.stringify(value).normalize('NFC')) as Record<string, unknown>;
        const reversed = Object.fromEntries(Object.entries(normal).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(normal));
        expect(JSON.parse(canonicalJson(normal))).toEqual(normal);
      }),
    );
  });
});
