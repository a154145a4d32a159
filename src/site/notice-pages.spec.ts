import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import {
  renderFormerMemberPage,
  renderGonePage,
  renderHeldPage,
  renderNotFoundPage,
  renderTakenDownPage,
  renderTakenDownPicture,
} from './notice-pages.js';
import { samplePublisher as publisher } from './sample-views.js';
import type { GoneReason, RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const title = 'Scalp micropigmentation';

describe('the notice in place of a guide', () => {
  it('answers for a held guide with 200, dated, unindexed and uncached', () => {
    const page = renderHeldPage({ publisher, title, heldOn: '2026-06-01' });
    expect(page).toMatchObject({
      status: 200,
      headers: { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' },
    });
    expect(visibleText(page)).toContain('On June 1, 2026 we put this guide on hold');
  });

  it.each([
    ['outdated', 'no longer reflected current medical knowledge'],
    ['error', 'contained an error'],
    ['safety', 'safety concern'],
    ['merged', 'moved into another guide'],
    ['archived', 'no longer maintain'],
  ] satisfies [GoneReason, string][])('says why a guide is gone (%s), when, and whom to ask', (reason, words) => {
    const page = renderGonePage({ publisher, title, goneOn: '2026-06-01', reason });
    expect(page.status).toBe(410);
    expect(visibleText(page)).toContain('We withdrew this guide on June 1, 2026.');
    expect(visibleText(page)).toContain(words);
    expect(page.html).toContain('href="mailto:editors@health.example"');
  });

  it('answers 451 where a legal demand took it down: who blocks it in the header, who asked in the text (RFC 7725)', () => {
    const authority = 'https://court.example/orders/7?a=%3Cb%3E';
    const page = renderTakenDownPage({ publisher, takenDownOn: '2026-06-01', authority });
    expect(page).toMatchObject({ status: 451, headers: { link: `<${publisher.url}/>; rel="blocked-by"` } });
    expect(visibleText(page)).toContain('On June 1, 2026 we took this page down because of a legal demand.');
    expect(page.html).toContain('href="https://court.example/orders/7?a=%3Cb%3E" rel="nofollow noreferrer"');
    expect(visibleText(page)).toContain('court.example');
  });

  it('says of a former member that they are gone for good, and neither who nor why', () => {
    const page = renderFormerMemberPage({ publisher });
    expect(page).toMatchObject({ status: 410, headers: { 'x-robots-tag': 'noindex' } });
    expect(visibleText(page)).toContain('no longer a member of our network');
    expect(visibleText(page)).not.toMatch(/terminat|suspend|withdr|\bleft\b/i);
  });

  it('answers 404 for an address without a page', () => {
    const page = renderNotFoundPage({ publisher });
    expect(page).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
  });

  it('lets a reader search where there is no page, by one form in the page itself', () => {
    const { html } = renderNotFoundPage({ publisher });
    expect(html.match(/<form[^>]*action="\/search"/g)).toHaveLength(1);
    expect(html.indexOf('<form')).toBeGreaterThan(html.indexOf('<main'));
  });

  it('is never indexed and carries neither canonical address, structured data nor script', () => {
    const pages = [
      renderHeldPage({ publisher, title, heldOn: '2026-06-01' }),
      renderGonePage({ publisher, title, goneOn: '2026-06-01', reason: 'error' }),
      renderFormerMemberPage({ publisher }),
      renderNotFoundPage({ publisher }),
      renderTakenDownPage({ publisher, takenDownOn: '2026-06-01', authority: 'https://court.example/' }),
      renderTakenDownPicture({ publisher }),
    ];
    for (const page of pages) {
      expect(page.headers?.['x-robots-tag']).toBe('noindex');
      expect(page.html).toContain('<meta name="robots" content="noindex"');
      expect(page.html).not.toMatch(/rel="canonical"|<script|property="og:/);
    }
  });
});
