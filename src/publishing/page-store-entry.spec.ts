import { describe, expect, it } from '@jest/globals';
import { assertStorable, type StoredPage } from './page-store-entry.js';
import { storedPage } from '../../test/support/stored-page.js';

const page = storedPage();
const hostile = 'a\r\nSet-Cookie: b=c';
const special = { ordinary: false } as const;

describe('A page that no reader may ever see', () => {
  it('is not the ordinary one', () => {
    expect(() => assertStorable(page)).not.toThrow();
  });

  it.each<[string, Partial<StoredPage>]>([
    ['a header that would begin another', { ...special, headers: { 'x-notice': hostile } }],
    ['a header with what is not of this alphabet', { ...special, headers: { 'x-notice': 'Änderung' } }],
    ['a header whose name is none', { ...special, headers: { [hostile]: 'a' } }],
    ['a content type that would begin a header', { contentType: hostile }],
    ['a target that would begin a header', { ...special, status: 301, location: `/guides/${hostile}` }],
    ['a target on a site that it does not name', { ...special, status: 301, location: '//elsewhere.example/' }],
    ['a target that runs', { ...special, status: 301, location: 'javascript:alert(1)' }],
    ['a redirect without a target', { ...special, status: 301 }],
    ['a surrogate key that would be two', { keys: ['guide:1 guide:2'] }],
    ['a surrogate key that would begin a header', { keys: [hostile] }],
    ['no instant', { modifiedAt: 'yesterday' }],
    ['no sequence', { sequence: 0 }],
    ['headers of its own, where a plain web server would leave them out', { headers: { 'x-robots-tag': 'noindex' } }],
  ])('has %s', (_what, wrong) => {
    expect(() => assertStorable({ ...page, ...wrong })).toThrow(TypeError);
  });
});
