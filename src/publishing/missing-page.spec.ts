import { describe, expect, it } from '@jest/globals';
import { isReader, missingPage } from './missing-page.js';

const publisher = {
  name: 'Larkspur Health',
  url: 'https://health.example',
  timeZone: 'America/New_York',
  contact: 'editors@health.example',
  language: 'en-US',
};
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('an address without a page', () => {
  it('answers a reader with a way on, in no cache and no search', () => {
    const { headers, body } = missingPage(publisher);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      vary: 'Accept',
    });
    expect(body).toContain('href="/guides"');
  });

  it.each([
    ['a browser', { method: 'GET', url: '/guides/nothing', accept: browser }, true],
    ['a browser that asks for the head alone', { method: 'HEAD', url: '/nothing', accept: browser }, true],
    ['a program', { method: 'GET', url: '/guides/nothing', accept: '*/*' }, false],
    ['a program that says nothing', { method: 'GET', url: '/guides/nothing', accept: undefined }, false],
    ['somebody who posts', { method: 'POST', url: '/nothing', accept: browser }, false],
    ['somebody who opens the API in a browser', { method: 'GET', url: '/api/v1/nothing', accept: browser }, false],
  ])('is met by %s', (_who, request, reads) => {
    expect(isReader(request)).toBe(reads);
  });
});
