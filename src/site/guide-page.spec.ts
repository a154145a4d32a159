import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderGuidePage } from './guide-page.js';
import { sampleCarriedOverView, sampleGuide, sampleGuideView, samplePublisher, sampleReview } from './sample-views.js';
import type { GuideView, RenderedPage } from './view-models.js';

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const headings = (page: RenderedPage) =>
  DomUtils.getElementsByTagName('h2', parseDocument(page.html)).map((heading) => DomUtils.innerText(heading));
const attribute = (page: RenderedPage, where: Record<string, string>, name: string) =>
  DomUtils.findOne(
    (element) => Object.entries(where).every(([key, value]) => element.attribs[key] === value),
    parseDocument(page.html).children,
  )?.attribs[name];

describe('the page of a reviewed guide', () => {
  const page = renderGuidePage(sampleGuideView());

  it('answers 200 as HTML, open to indexing', () => {
    expect(page).toMatchObject({ status: 200, contentType: 'text/html; charset=utf-8' });
    expect(page.headers).toBeUndefined();
    expect(page.html.startsWith('<!doctype html><html lang="en-US">')).toBe(true);
    expect(attribute(page, { name: 'robots' }, 'content')).toBe('index,follow,max-image-preview:large');
  });

  it('names itself as the canonical address and links the feed', () => {
    const url = 'https://health.example/guides/scalp-micropigmentation';
    expect(attribute(page, { rel: 'canonical' }, 'href')).toBe(url);
    expect(attribute(page, { property: 'og:url' }, 'content')).toBe(url);
    expect(attribute(page, { type: 'application/atom+xml' }, 'href')).toBe('/feed.atom');
  });

  it('says who reviewed it, when, and when it is due, before the text', () => {
    const line = 'Last reviewed May 20, 2026 by Jane Roe, MD · Next review due May 20, 2027';
    expect(visibleText(page)).toContain(line);
    expect(visibleText(page).indexOf(line)).toBeLessThan(visibleText(page).indexOf('places tiny dots'));
    expect(visibleText(page)).toContain('Published May 2, 2025 · Updated May 21, 2026');
  });

  it('has one title and its parts in the order of the design', () => {
    expect(DomUtils.getElementsByTagName('h1', parseDocument(page.html))).toHaveLength(1);
    expect(headings(page)).toEqual([
      'On this page',
      ...sampleGuide.sections.map(({ heading }) => heading),
      'Frequently asked questions',
      'References',
      'About the medical review',
      'Disclosures',
      'Related guides',
    ]);
    expect(visibleText(page)).toContain('general information, not medical advice');
    expect(visibleText(page)).toContain('In an emergency, call 911');
  });

  it('leads every link within the page to an element that is there, and no id stands twice', () => {
    const elements = DomUtils.filter((node) => 'attribs' in node, parseDocument(page.html), true);
    const attributes = elements.flatMap((element) => ('attribs' in element ? [element.attribs] : []));
    const ids = attributes.flatMap(({ id }) => id ?? []);
    const targets = attributes.flatMap(({ href }) => (href?.startsWith('#') ? href.slice(1) : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(targets).toEqual(expect.arrayContaining(['_main', 'risks', 'ref_1', 'cite_1_2', '_faq']));
  });

  it('is the same to the byte each time', () => {
    expect(renderGuidePage(sampleGuideView())).toEqual(page);
  });

  it('stays under 60 kB with a long text', () => {
    const sections = Array.from({ length: 12 }, (_, index) => ({
      key: `section-${index}`,
      heading: `Section ${index}`,
      html: `<p>${'A sentence of a usual length, with some words. '.repeat(60)}</p>`,
    }));
    const { html } = renderGuidePage(sampleGuideView({ guide: { ...sampleGuide, sections } }));
    expect(html.length).toBeGreaterThan(33_000);
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  });
});

describe('what has no ground is left out', () => {
  it('makes no claim of a review on a carried-over guide, in text or markup', () => {
    const page = renderGuidePage(sampleCarriedOverView());
    expect(visibleText(page)).toContain(
      'Published before our present medical review began; its review is planned for March 2027.',
    );
    expect(page.html).not.toMatch(/last.?reviewed|reviewed.?by|next review|Jane Roe|About the medical review/i);
  });

  it('says nothing of a review that nobody signed', () => {
    const { html } = renderGuidePage(sampleGuideView({ review: null }));
    expect(html).not.toMatch(/last.?reviewed|reviewed.?by|next review|present medical review/i);
  });

  it('shows no heading for an empty part', () => {
    const guide = { ...sampleGuide, faq: [], references: [], disclosuresHtml: '' };
    const page = renderGuidePage(sampleGuideView({ guide, related: [], review: null }));
    expect(headings(page)).toEqual(['On this page', ...sampleGuide.sections.map(({ heading }) => heading)]);
  });

  it('prints the specialty, never the name, of a reviewer whose name is withheld', () => {
    const by = [{ nameWithheld: true as const, specialty: 'otolaryngology' }];
    const page = renderGuidePage(sampleGuideView({ review: { ...sampleReview, by, disclosures: [] } }));
    expect(visibleText(page)).toContain(
      'Last reviewed May 20, 2026 by an otolaryngology physician, name withheld for safety · Next review due',
    );
    expect(page.html).not.toContain('reviewedBy');
    expect(page.html).toContain('"lastReviewed":"2026-05-20"');
  });
});

describe('what readers are told besides', () => {
  const text = (overrides: Partial<GuideView>) => visibleText(renderGuidePage(sampleGuideView(overrides)));

  it('names the parts reviewed since, without moving the date of the whole', () => {
    const changesReviewed = [{ on: '2026-08-02', by: sampleReview.by, sections: ['Risks', 'Alternatives'] }];
    const shown = text({ review: { ...sampleReview, changesReviewed } });
    expect(shown).toContain('On August 2, 2026 Jane Roe, MD reviewed changes to Risks, Alternatives.');
    expect(shown).toContain('Last reviewed May 20, 2026 by');
  });

  it('dates corrections and says which still await a second review', () => {
    const shown = text({
      corrections: [
        { on: '2026-07-01', text: 'The spacing was wrong.', sections: ['Risks', 'FAQ'], awaitingSecondReview: true },
        { on: '2026-06-01', text: 'A dose was wrong.' },
      ],
    });
    expect(shown).toContain('July 1, 2026, in Risks and FAQ: The spacing was wrong. Awaiting second review.');
    expect(shown).toContain('June 1, 2026: A dose was wrong.');
    expect(shown.match(/Awaiting second review/g)).toHaveLength(1);
  });

  it('puts a safety notice above the text', () => {
    const source = { title: 'A recall', url: 'https://agency.example/recall' };
    const notices = [{ on: '2026-07-01', text: 'Two lots were recalled.', source }];
    const shown = text({ notices });
    expect(shown).toContain('Notice of July 1, 2026');
    expect(shown).toContain('Source: A recall');
    expect(renderGuidePage(sampleGuideView({ notices })).html).toContain('<a href="https://agency.example/recall">');
    expect(shown.indexOf('Two lots were recalled.')).toBeLessThan(shown.indexOf('places tiny dots'));
  });

  it('joins several reviewers as in a sentence', () => {
    const person = (name: string) => ({ name, credentials: '', specialty: 'dermatology' });
    const by = [person('Ann Poe'), person('Bo Roe'), person('Cy Doe')];
    expect(text({ review: { ...sampleReview, by } })).toContain('by Ann Poe, Bo Roe and Cy Doe · Next');
  });

  it.each([
    ['delisted', { 'x-robots-tag': 'noindex' }],
    ['preview', { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }],
  ] as const)('keeps a %s page out of search', (visibility, headers) => {
    const page = renderGuidePage(sampleGuideView({ visibility }));
    expect(page.headers).toEqual(headers);
    expect(attribute(page, { name: 'robots' }, 'content')).toBe('noindex');
    expect(visibleText(page).includes('not published')).toBe(visibility === 'preview');
  });

  it('marks a translated text with its own language', () => {
    const page = renderGuidePage(sampleGuideView({ guide: { ...sampleGuide, language: 'es-US' } }));
    const [title] = DomUtils.getElementsByTagName('h1', parseDocument(page.html));
    expect(title?.attribs['lang']).toBe('es-US');
    expect(page.html).toContain('<html lang="en-US">');
  });
});

describe('what became of the page', () => {
  const by = sampleReview.by;
  const history: GuideView['history'] = [
    { on: '2026-05-21', kind: 'changes', by, sections: ['Risks', 'Alternatives'] },
    { on: '2026-05-20', kind: 'recheck', by, textMoved: false },
    { on: '2026-04-01', kind: 'correction' },
    { on: '2026-03-01', kind: 'minor' },
    { on: '2026-02-02', kind: 'release' },
    { on: '2026-02-01', kind: 'hold' },
    { on: '2025-05-02', kind: 'first', by },
  ];
  const shown = visibleText(
    renderGuidePage(sampleGuideView({ history, corrections: [{ on: '2026-04-01', text: 'A dose was wrong.' }] })),
  );

  it('is told in dated sentences, newest first, the older ones on demand', () => {
    const told = [
      'May 21, 2026 Changes to Risks and Alternatives were published after medical review by Jane Roe, MD.',
      'May 20, 2026 Reviewed again as a whole by Jane Roe, MD. The text did not change.',
      'April 1, 2026 Corrected',
      'March 1, 2026 Wording was put right, such as a spelling or a link. No medical statement changed.',
      'February 2, 2026 Put back after the check.',
      'February 1, 2026 Taken off the site while we checked it.',
      'One earlier change',
      'May 2, 2025 First published after medical review by Jane Roe, MD.',
    ];
    const places = told.map((sentence) => shown.indexOf(sentence));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('names nobody whose name is withheld', () => {
    const entry = {
      on: '2025-05-02',
      kind: 'first' as const,
      by: [{ nameWithheld: true as const, specialty: 'surgery' }],
    };
    const page = renderGuidePage(sampleGuideView({ review: null, history: [entry] }));
    expect(visibleText(page)).toContain('by a surgery physician, name withheld for safety.');
  });

  it('makes no claim of a review on a carried-over guide', () => {
    const page = renderGuidePage({ ...sampleCarriedOverView(), history: [{ on: '2026-01-05', kind: 'carried-over' }] });
    expect(visibleText(page)).toContain('January 5, 2026 Carried over from our earlier pages');
    expect(page.html).not.toMatch(/last.?reviewed|reviewed.?by|next review|Jane Roe/i);
  });

  it('can be answered: a reader reports a problem, but not with a preview', () => {
    expect(
      attribute(
        renderGuidePage(sampleGuideView()),
        { href: '/report?page=%2Fguides%2Fscalp-micropigmentation' },
        'href',
      ),
    ).toBeDefined();
    expect(renderGuidePage(sampleGuideView({ visibility: 'preview' })).html).not.toContain('/report');
  });
});

describe('the head of a page', () => {
  const links = (page: RenderedPage) =>
    DomUtils.getElementsByTagName('link', parseDocument(page.html)).map(({ attribs }) => attribs);
  const alternates = [
    { path: sampleGuide.path, title: 'It', language: 'en-US', source: true },
    { path: '/guides/eso', title: 'Eso', language: 'es-US', source: false },
  ];
  const translated = sampleGuideView({ guide: { ...sampleGuide, alternates } });

  it('names no language where there is one alone', () => {
    expect(renderGuidePage(sampleGuideView()).html).not.toContain('hreflang');
  });

  it('names every live translation, itself, and the source for everybody else', () => {
    const named = links(renderGuidePage(translated)).filter(({ hreflang }) => hreflang);
    expect(named.map(({ hreflang, href }) => [hreflang, href])).toEqual([
      ['en-US', 'https://health.example/guides/scalp-micropigmentation'],
      ['es-US', 'https://health.example/guides/eso'],
      ['x-default', 'https://health.example/guides/scalp-micropigmentation'],
    ]);
    expect(attribute(renderGuidePage(translated), { hreflang: 'es-US', lang: 'es-US' }, 'href')).toBe('/guides/eso');
    const delisted = renderGuidePage({ ...translated, visibility: 'delisted' });
    expect(links(delisted).filter(({ hreflang }) => hreflang)).toEqual([]);
  });

  it('shows a picture to other sites where there is one, with its size and words', () => {
    expect(attribute(renderGuidePage(sampleGuideView()), { name: 'twitter:card' }, 'content')).toBe('summary');
    const shareImage = { path: '/images/card', width: 1200, height: 630, alt: 'The title.' };
    const page = renderGuidePage(sampleGuideView({ shareImage }));
    expect(attribute(page, { name: 'twitter:card' }, 'content')).toBe('summary_large_image');
    expect(attribute(page, { property: 'og:image' }, 'content')).toBe('https://health.example/images/card');
    expect(attribute(page, { property: 'og:image:width' }, 'content')).toBe('1200');
    expect(attribute(page, { property: 'og:image:alt' }, 'content')).toBe('The title.');
  });

  it('takes looks, logo and icon from the publisher', () => {
    const palette = { paper: '#fffdfa', raised: '#f4f4f4', ink: '#222', soft: '#555', line: '#ddd', link: '#0b5566' };
    const publisher = {
      ...samplePublisher,
      logo: { path: '/images/logo', width: 120, height: 40 },
      icon: { path: '/images/icon', mediaType: 'image/svg+xml' },
      tokens: { light: palette },
    };
    const page = renderGuidePage(sampleGuideView({ publisher }));
    expect(attribute(page, { src: '/images/logo' }, 'width')).toBe('96');
    expect(links(page)).toContainEqual({ rel: 'icon', type: 'image/svg+xml', href: '/images/icon' });
    expect(attribute(page, { name: 'theme-color' }, 'content')).toBe('#fffdfa');
    const [style = ''] = /(?<=<style>).*?(?=<\/style>)/s.exec(page.html) ?? [];
    expect(style).toContain('--link:#0b5566');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(attribute(page, { 'http-equiv': 'Content-Security-Policy' }, 'content')).toContain(`'sha256-${hash}'`);
  });
});

describe('featured physicians', () => {
  const block = {
    specialty: 'dermatology',
    practitioner: 'dermatologist',
    month: '2026-06',
    listPath: '/specialties/dermatology',
    members: [{ name: 'Sam Poe', credentials: 'MD', path: '/physicians/sam-poe', licenseStates: ['California'] }],
  };
  const page = (paid: boolean) => renderGuidePage(sampleGuideView({ featured: [{ ...block, paid }] }));

  it('are an advertisement, and called one, when members pay', () => {
    expect(headings(page(true))).toContain('Find a dermatology physician – advertisement');
    expect(visibleText(page(true))).toContain('Members pay a fee and are not endorsed;');
    expect(attribute(page(true), { href: '/physicians/sam-poe' }, 'rel')).toBe('sponsored');
  });

  it('are no advertisement when nobody pays', () => {
    expect(page(false).html).not.toMatch(/advertisement|sponsored|pay a fee/);
    expect(visibleText(page(false))).toContain('None of those shown wrote or reviewed this guide.');
  });

  it('leave nothing behind when there are none', () => {
    const empty = renderGuidePage(sampleGuideView({ featured: [{ ...block, paid: true, members: [] }] }));
    expect(empty.html).not.toContain('advertisement');
  });
});
