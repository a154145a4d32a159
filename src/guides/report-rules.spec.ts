import { describe, expect, it } from '@jest/globals';
import { reportedSlug, reportProblems, tidyReport } from './report-rules.js';

const against = (body: string, reason = 'error'): string[] =>
  reportProblems({ reason, body: tidyReport(body) }).map(({ code }) => code);

describe('A report', () => {
  it.each([
    '',
    'The dose is wrong: 500 mg, not 5,000 mg.',
    'See https://doi.org/10.1001/jama.2020.12345, PMID 31234567.',
    'NDC 12345-6789-01 was recalled on 2026-03-02.',
    'ISBN 978-0-306-40615-7 says otherwise.',
    'Say that one calls 911.',
    'Lines\r\nand\ttabs',
    'x'.repeat(500),
    '💉'.repeat(500),
  ])('may say %j', (body) => {
    expect(against(body)).toEqual([]);
  });

  it.each([
    'write to me: ann.poe@mail.example',
    'call 202-555-0123',
    'call (202) 555-0123!',
    'call 2025550123.',
    'call +1 202 555 0123',
    'call +44 20 7946 0018',
    'mine is 123-45-6789',
    'x'.repeat(501),
    'a\u0000b',
    'a\u202eb',
    'a\u200bb',
    'a\ud800',
  ])('may not say %j', (body) => {
    expect(against(body)).toEqual(['body']);
  });

  it('has one of the reasons, and words where the reason says nothing', () => {
    expect(against('x', 'boredom')).toEqual(['reason']);
    expect(against('x', '__proto__')).toEqual(['reason']);
    expect(against(' \n ', 'other')).toEqual(['body']);
    expect(against('', 'harm')).toEqual([]);
  });

  it('is about a guide’s page', () => {
    expect(reportedSlug('/guides/scalp-ink')).toBe('scalp-ink');
    expect(reportedSlug('/guides/scalp-ink/?from=mail#faq')).toBe('scalp-ink');
    for (const page of [
      '',
      '/',
      '/guides/',
      '/guides/a/b',
      '/categories/skin',
      'https://evil.example/guides/a',
      '//guides/a',
      '/guides/A%20b',
    ])
      expect([page, reportedSlug(page)]).toEqual([page, undefined]);
  });
});
