import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { invisibleClaims } from '../../test/support/visible-claims.js';
import { renderCorrectionsPage } from './corrections-page.js';
import { renderPolicyPage } from './policy-page.js';
import { sampleCorrections, samplePolicy } from './sample-reading.js';
import type { RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const links = (page: RenderedPage) =>
  DomUtils.getElementsByTagName('a', parseDocument(page.html)).map((link) => link.attribs['href']);

describe('a policy', () => {
  it.each(['editorial', 'howWeReview', 'advertising', 'privacy'] as const)(
    'on %s is indexable, whom to ask stands at its end, and its markup claims only what it shows',
    (policy) => {
      const page = renderPolicyPage({ ...samplePolicy, policy });
      expect(page.html).not.toContain('content="noindex"');
      expect(links(page)).toContain('mailto:editors@health.example');
      expect(invisibleClaims(page)).toEqual([]);
    },
  );

  it('gives way to the publisher’s own words', () => {
    const page = renderPolicyPage({ ...samplePolicy, policy: 'privacy', ownHtml: '<p>We keep nothing.</p>' });
    expect(visibleText(page)).toContain('We keep nothing.');
    expect(visibleText(page)).not.toContain('Reading needs no account');
  });

  it('says what a reviewer is asked, how often guides come back, and where the reviews stand today', () => {
    const text = visibleText(renderPolicyPage(samplePolicy));
    expect(text).toContain('Is every factual claim accurate today?');
    expect(text).toMatch(/Hair restoration\s*12 months/);
    expect(text).toContain('As of June 1, 2026');
    expect(text).toMatch(/Past due\s*1/);
    expect(text).toContain('Half of the standing reviews are no older than 120 days.');
  });

  it('keeps the figures beside the publisher’s own words, since they are facts', () => {
    const text = visibleText(renderPolicyPage({ ...samplePolicy, ownHtml: '<p>We review with care.</p>' }));
    expect(text).toContain('We review with care.');
    expect(text).toContain('As of June 1, 2026');
    expect(text).not.toContain('Is every factual claim');
  });

  it('names no median where nothing was reviewed', () => {
    const { medianAgeInDays: _median, ...figures } = samplePolicy.figures;
    expect(visibleText(renderPolicyPage({ ...samplePolicy, figures }))).not.toContain('Half of');
  });

  it('calls members an advertisement only where they pay', () => {
    const publisher = { ...samplePolicy.publisher, membersPay: false };
    const policy = 'advertising' as const;
    expect(visibleText(renderPolicyPage({ ...samplePolicy, policy }))).toContain('calls itself an advertisement');
    expect(visibleText(renderPolicyPage({ ...samplePolicy, policy, publisher }))).not.toContain('advertisement');
  });
});

describe('the corrections', () => {
  it('stand under the policy with date, guide and the words printed on it', () => {
    const page = renderCorrectionsPage(sampleCorrections);
    expect(visibleText(page)).toContain('When a guide was wrong we say what was wrong');
    expect(visibleText(page)).toContain('Topical minoxidil');
    expect(visibleText(page)).toContain(
      'Correction of May 30, 2026The guide gave the strength as 50 %. It is 5 %. Awaiting second review.',
    );
    expect(visibleText(page)).toContain('Withdrawal of February 3, 2026It raised a safety concern.');
    expect(links(page)).toContain('/guides/laser-caps');
    expect(invisibleClaims(page)).toEqual([]);
  });

  it('say that there were none', () => {
    expect(visibleText(renderCorrectionsPage({ ...sampleCorrections, corrections: [] }))).toContain(
      'There have been none so far.',
    );
  });

  it('lead to the years when they are many, and a year leads back', () => {
    expect(links(renderCorrectionsPage({ ...sampleCorrections, years: [2026, 2025] }))).toContain('/corrections/2025');
    const year = renderCorrectionsPage({ ...sampleCorrections, year: 2025 });
    expect(year.html).toContain('rel="canonical" href="https://health.example/corrections/2025"');
    expect(visibleText(year)).not.toContain('When a guide was wrong');
    expect(links(year)).toContain('/corrections');
    expect(invisibleClaims(year)).toEqual([]);
  });
});
