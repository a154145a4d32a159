import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { contentsScript, contentsScriptHash } from './contents.js';
import { renderGuidePage } from './guide-page.js';
import { sampleCarriedOverView, sampleGuideView } from './sample-views.js';
import { stalenessOf, staleScript, staleScriptHash } from './staleness.js';
import { styles, stylesHash } from './styles.js';
import type { StalenessView } from './view-models.js';

const SENTENCE = 'This guide was due for medical review on May 20, 2026. It may be out of date.';
const dueOn = '2026-05-20';

function renderedWarning(staleness: StalenessView) {
  const html = renderGuidePage(sampleGuideView({ staleness })).html;
  const warning = DomUtils.findOne((element) => 'data-due-on' in element.attribs, parseDocument(html).children)!;
  return { html, data: warning.attribs, text: DomUtils.innerText(warning) };
}

describe('an overdue page', () => {
  it.each([
    ['the day before the due day', '2026-05-19', 'none', ''],
    ['the due day itself', '2026-05-20', 'none', ''],
    ['the day after', '2026-05-21', 'line', SENTENCE],
    ['30 days after', '2026-06-19', 'line', SENTENCE],
    ['31 days after', '2026-06-20', 'banner', SENTENCE],
    ['years after', '2029-01-01', 'banner', SENTENCE],
  ])('on %s (%s) shows: %s', (_, today, state, text) => {
    const warning = renderedWarning({ dueOn, today });
    expect(stalenessOf({ dueOn, today })).toBe(state);
    expect(warning.data['data-stale']).toBe(state);
    expect(warning.text).toBe(text);
  });

  it('keeps its dates while it warns', () => {
    const text = DomUtils.innerText(parseDocument(renderedWarning({ dueOn, today: '2026-07-01' }).html).children);
    expect(text).toContain('Last reviewed May 20, 2026 by Jane Roe, MD · Next review due May 20, 2027');
  });

  it('warns on a carried-over guide too', () => {
    const html = renderGuidePage({ ...sampleCarriedOverView(), staleness: { dueOn, today: '2026-05-21' } }).html;
    expect(html).toContain(SENTENCE);
  });
});

describe('a cached copy of a page', () => {
  function openedAt(
    instant: string,
    rendered: StalenessView,
    timeZone = 'America/New_York',
    zones: Pick<typeof Intl, 'DateTimeFormat'> = Intl,
  ) {
    const { data, text } = renderedWarning(rendered);
    const element = {
      textContent: text,
      dataset: { stale: data['data-stale'], dueOn: data['data-due-on'], dueLabel: data['data-due-label'], timeZone },
    };
    const document = { querySelector: (query: string) => (query === '[data-due-on]' ? element : null) };
    const clock = class extends Date {
      constructor() {
        super(instant);
      }

      static override now(): number {
        return Date.parse(instant);
      }
    };
    runInNewContext(staleScript, { document, Date: clock, Intl: zones, Math });
    return { state: element.dataset.stale, text: element.textContent };
  }
  const fresh = { dueOn, today: '2026-05-01' };

  it('says nothing up to the end of the due day in the zone of the publisher', () => {
    expect(openedAt('2026-05-21T03:59:00Z', fresh)).toEqual({ state: 'none', text: '' });
  });

  it('shows the line from the next day on', () => {
    expect(openedAt('2026-05-21T04:01:00Z', fresh)).toEqual({ state: 'line', text: SENTENCE });
    expect(openedAt('2026-06-19T16:00:00Z', fresh)).toEqual({ state: 'line', text: SENTENCE });
  });

  it('shows the banner after 30 days', () => {
    expect(openedAt('2026-06-20T16:00:00Z', fresh)).toEqual({ state: 'banner', text: SENTENCE });
  });

  it('turns with the first zone of the world, and asks no zone before the due day has begun', () => {
    expect(openedAt('2026-05-20T09:59:00Z', fresh, 'Pacific/Kiritimati').state).toBe('none');
    expect(openedAt('2026-05-20T10:01:00Z', fresh, 'Pacific/Kiritimati').state).toBe('line');
    let asked = 0;
    const zones = {
      get DateTimeFormat() {
        asked += 1;
        return Intl.DateTimeFormat;
      },
    };
    openedAt('2026-05-19T23:59:00Z', fresh, 'Pacific/Kiritimati', zones);
    expect(asked).toBe(0);
    openedAt('2026-05-20T00:01:00Z', fresh, 'Pacific/Kiritimati', zones);
    expect(asked).toBe(1);
  });

  it('never takes back what the server said, for the reader may have a slow clock', () => {
    expect(openedAt('2020-01-01T00:00:00Z', { dueOn, today: '2026-05-25' })).toEqual({ state: 'line', text: SENTENCE });
    expect(openedAt('2026-05-25T16:00:00Z', { dueOn, today: '2026-08-01' })).toEqual({
      state: 'banner',
      text: SENTENCE,
    });
  });

  it('stays as rendered where the zone is unknown to the browser', () => {
    expect(openedAt('2026-08-01T00:00:00Z', fresh, 'Nowhere/At_All')).toEqual({ state: 'none', text: '' });
  });
});

describe('the content security policy', () => {
  const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  it('allows exactly the scripts and the style sheet that stand in the page', () => {
    const { html } = renderedWarning({ dueOn, today: dueOn });
    const scripts = html.match(/(?<=<script>).*?(?=<\/script>)/gs) ?? [];
    const [style] = /(?<=<style>).*?(?=<\/style>)/s.exec(html) ?? [''];
    expect([...scripts, style]).toEqual([staleScript, contentsScript, styles]);
    expect([...scripts, style].map(sha256)).toEqual([staleScriptHash, contentsScriptHash, stylesHash]);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toContain(`script-src ${staleScriptHash} ${contentsScriptHash};`);
    expect(policy).toContain(`style-src ${stylesHash};`);
  });

  it('comes before what it governs, and the page needs nothing from elsewhere', () => {
    const { html } = renderedWarning({ dueOn, today: dueOn });
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style'));
    expect(html).not.toMatch(/<script[^>]*\ssrc=|<link[^>]*stylesheet|@import|url\(/);
  });
});
