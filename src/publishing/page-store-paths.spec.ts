import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAbsolute, join, relative } from 'node:path';
import { bodyName, isPagePath, placesOf, temporaryName } from './page-store-paths.js';

const root = '/srv/pages';

describe('a path of a page', () => {
  it.each([
    '/',
    '/guides/minoxidil',
    '/sitemap.xml',
    '/guides/a-b_c/d',
    '/old/page.html',
    `/images/${'0f'.repeat(32)}`,
  ])('may be %s', (path) => expect(isPagePath(path)).toBe(true));

  it.each([
    '',
    'guides/x',
    '//guides/x',
    '/guides/',
    '/guides//x',
    '/..',
    '/../../etc/passwd',
    '/guides/../x',
    '/guides/..%2fx',
    '/.git/config',
    '/guides/.hidden',
    '/guides/x..y',
    '/guides/x.',
    '/a.b/c',
    '/guides/X',
    '/guides/x\u0000',
    '/guides/x\n',
    '/guides/x\\y',
    '/guides/x~',
    '/guides/x y',
    '/guides/é',
    '/_home',
    `/${'x'.repeat(151)}`,
    `/${'x/'.repeat(300)}x`,
  ])('is refused as %j', (path) => {
    expect(isPagePath(path)).toBe(false);
    expect(() => placesOf(root, path)).toThrow('Not a page path');
  });
});

describe('the places of pages', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '_'), minLength: 1, maxLength: 3 });
  const segment = letters.map((text) => `a${text}`);
  const ending = fc.constantFrom(
    '',
    '.html',
    '.json',
    '.gz',
    '.br',
    '.xml',
    '.lock',
    '.1',
    '.1.0a0a0a0a',
    '.json.lock',
  );
  const paths = fc
    .tuple(fc.array(segment, { maxLength: 2 }), segment, ending)
    .map(([folders, last, end]) => `/${[...folders, last + end].join('/')}`);
  const filesOf = (path: string) => {
    const places = placesOf(root, path);
    const body = bodyName(places, '1.0a0a0a0a');
    const { index, lock, file } = places;
    const served = file === null ? [] : [file, `${file}.gz`, `${file}.br`, temporaryName(file, '1.0a0a0a0a')];
    return [index, lock, temporaryName(index, '1.0a0a0a0a'), body, `${body}.gz`, `${body}.br`, ...served];
  };

  it('are never shared by two pages, and no file of one is a folder of another', () => {
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        fc.pre(one !== other);
        const theirs = filesOf(other);
        for (const file of filesOf(one)) {
          expect(theirs.every((their) => their !== file && !their.startsWith(`${file}/`))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never leave the store', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), paths), (path) => {
        if (!isPagePath(path)) return;
        for (const file of filesOf(path)) {
          expect(isAbsolute(relative(root, file)) || relative(root, file).startsWith('..')).toBe(false);
          expect(join(file)).toBe(file);
        }
      }),
    );
  });
});
