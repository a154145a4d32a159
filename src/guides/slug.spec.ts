import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugProblems, slugSkeleton } from './slug.js';

describe('a slug', () => {
  it.each(['scalp-micropigmentation', 'fue', 'botox-2', 'a1b', 'x'.repeat(80), 'feeding-tubes', 'new-hairlines'])(
    'may be %s',
    (slug) => {
      expect(slugProblems(slug)).toEqual([]);
    },
  );

  it.each([
    '', 'ab', 'x'.repeat(81), 'Botox', 'two words', 'a--b', '-abc', 'abc-', '../etc/passwd', 'a/b', 'a\\b', 'a.b', 'a%2fb', 'häir',
    'bot\u043ex', 'abc\n', 'abc\0', 'api', 'admin', 'feed', 'sitemap', 'guides', 'new', 'preview', 'health', 'how-we-review', 'con', 'constructor',
    '2024', '20-24', '0190a3b4-7c1e-7d00-8000-0123456789ab', '__proto__',
  ])('may not be %j', (slug) => {
    expect(slugProblems(slug)).not.toEqual([]);
  }); // prettier-ignore

  it('is told all that is wrong with it at once', () => {
    expect(slugProblems('A')).toEqual([
      'The slug must have 3 to 80 characters (it has 1).',
      'The slug may hold lower-case letters a to z, digits, and single hyphens between them.',
    ]);
  });
});

describe('the skeleton of a slug', () => {
  it.each([
    ['botox', 'b0tox'],
    ['hair-loss', 'ha1r-1oss'],
    ['lip-filler', 'iip-fi1ler'],
    ['modern', 'rnodem'],
    ['wound-care', 'vvound-care'],
    ['hair-loss', 'hair--loss'],
    ['hair-loss', 'HAIR-LOSS'],
    ['hair', '\uff48\uff41\uff49\uff52'],
  ])('is one for %s and %s', (one, other) => {
    expect(slugSkeleton(other)).toBe(slugSkeleton(one));
  });

  it.each([
    ['hair-loss', 'hair-gloss'],
    ['botox-1', 'botox-2'],
    ['hairloss', 'hair-loss'],
  ])('tells %s and %s apart', (one, other) => {
    expect(slugSkeleton(other)).not.toBe(slugSkeleton(one));
  });

  it('is its own skeleton', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,30}$/), (slug) => {
        expect(slugSkeleton(slugSkeleton(slug))).toBe(slugSkeleton(slug));
      }),
    );
  });
});
