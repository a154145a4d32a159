import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderReportPage, renderReportReceivedPage, renderReportRefusedPage, reportPath } from './report-page.js';
import { samplePublisher as publisher } from './sample-views.js';

const reasons = [
  { value: 'error', label: 'A fact is wrong' },
  { value: 'harm', label: 'It could harm somebody' },
];
const view = { publisher, page: '/guides/scalp-ink', reasons, longest: 500, opened: '1.abc' };
const visibleText = (html: string): string => DomUtils.innerText(parseDocument(html).children).replaceAll(/\s+/g, ' ');

describe('the page for reporting a problem', () => {
  it('is a form of its own address without scripts, kept out of search and caches', () => {
    const page = renderReportPage(view);
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } });
    expect(page.html).toContain('<form method="post" action="/report">');
    expect(page.html).not.toContain('<script');
    for (const policy of [page.headers?.['content-security-policy'], page.html])
      expect(policy).toMatch(/form-action (?:'|&#39;)self(?:'|&#39;)/);
    expect(visibleText(page.html)).toContain(
      'Please give no personal or medical details. Reports are not monitored around the clock. In an emergency call 911.',
    );
  });

  it('labels every control, and leads from what is wrong to where', () => {
    const problems = [
      { code: 'body', message: 'Write at most 500 characters.' },
      { code: 'opened', message: 'Please send it again.' },
    ];
    const page = renderReportPage({ ...view, typed: { reason: 'harm', body: 'a < b' }, problems });
    const document = parseDocument(page.html);
    const controls = DomUtils.findAll(
      ({ name, attribs }) => ['input', 'textarea'].includes(name) && attribs['type'] !== 'hidden',
      document.children,
    );
    const labeled = DomUtils.getElementsByTagName('label', document).map((label) => label.attribs['for']);
    expect(controls.map(({ attribs }) => attribs['id'])).toEqual(expect.arrayContaining(labeled));
    expect(controls).toHaveLength(labeled.length);
    expect(page.html).toContain('<a href="#report-body">Write at most 500 characters.</a>');
    expect(page.html).toContain('role="alert"');
    expect(page.html).toMatch(/<textarea[^>]*aria-invalid="true"[^>]*>a &lt; b<\/textarea>/);
    expect(DomUtils.getElementsByTagName('title', document).map(DomUtils.textContent)[0]).toMatch(/^Not sent yet/);
  });

  it('takes a hostile path for no link elsewhere', () => {
    expect(() => renderReportPage({ ...view, page: '//evil.example' })).toThrow(RangeError);
    expect(reportPath('/guides/a?b&c')).toBe('/report?page=%2Fguides%2Fa%3Fb%26c');
  });

  it('says thank you, or no, calmly and with 911', () => {
    for (const page of [renderReportReceivedPage(publisher), renderReportRefusedPage(publisher, 'Not here.', 404)])
      expect(visibleText(page.html)).toContain('In an emergency call 911.');
    expect(renderReportRefusedPage(publisher, 'Not here.', 429).status).toBe(429);
  });
});
