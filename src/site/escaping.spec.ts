import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import sax from 'sax';
import { jsonLdOf } from '../../test/support/visible-claims.js';
import { renderFeed } from './atom.js';
import { renderCategoryPage } from './category-page.js';
import { renderCorrectionsPage } from './corrections-page.js';
import { contentsScript } from './contents.js';
import { renderGuidePage } from './guide-page.js';
import { renderHomePage } from './home-page.js';
import { renderGuideIndex, renderReviewerIndex, renderSpecialtyIndex } from './index-pages.js';
import { renderGonePage, renderHeldPage } from './notice-pages.js';
import { renderPolicyPage } from './policy-page.js';
import { renderReviewerPage } from './reviewer-page.js';
import { sampleCategory, samplePolicy, sampleReviewer } from './sample-reading.js';
import { sampleFeedEntry, sampleGuide, sampleGuideView, samplePublisher, sampleReview } from './sample-views.js';
import { renderNewsSitemap, renderSitemap } from './sitemap.js';
import { staleScript } from './staleness.js';
import type { GuideView, RenderedPage } from './view-models.js';

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '" onmouseover="alert(1)" x="',
  "' onfocus='alert(1)",
  '<!-- <script> ]]> & ]]> &amp; &lt;b&gt;',
  '{{constructor}} ${1} \u2028',
];
const instant = '2026-05-20T00:00:00.000Z';

function hostileGuide(text: string): GuideView {
  const [source] = sampleGuide.references;
  return sampleGuideView({
    publisher: { ...samplePublisher, name: `By ${text}`, contact: text, standing: text },
    guide: {
      ...sampleGuide,
      alternates: [
        { path: sampleGuide.path, title: text, language: 'en-US', source: true },
        { path: '/guides/x', title: text, language: 'de-DE', source: false },
      ],
      category: { slug: text, name: text },
      title: text,
      summary: text,
      sections: [{ key: text, heading: text, html: '<p>Safe</p>' }],
      faq: [{ question: text, html: '<p>Safe</p>' }],
      references: [{ ...source!, title: text, authors: text, source: text, doi: text, url: text, citedAt: [text] }],
    },
    review: {
      ...sampleReview,
      by: [{ name: text, credentials: text, specialty: text, license: { state: text, checkedOn: '2026-05-01' } }],
      changesReviewed: [{ on: '2026-05-20', by: [{ nameWithheld: true, specialty: text }], sections: [text] }],
      disclosures: [text],
    },
    authors: [text],
    notices: [{ on: '2026-05-20', text, source: { title: text, url: text } }],
    corrections: [{ on: '2026-05-20', text, sections: [text] }],
    history: [
      { on: '2026-05-20', kind: 'changes', by: [{ name: text, credentials: text, specialty: text }], sections: [text] },
    ],
    shareImage: { path: '/images/x', width: 1200, height: 630, alt: text },
    related: [{ path: '/guides/x', title: text }],
  });
}

/** Pages whose JSON-LD holds the text. */
function hostilePages(text: string): RenderedPage[] {
  const publisher = { ...samplePublisher, name: text, contact: text, standing: text };
  const category = { slug: text, name: text };
  const guide = { path: '/guides/x', title: text };
  const specialty = { slug: text, name: text, practitioner: text };
  const reviewer = { path: '/reviewers/x', name: text, credentials: text };
  return [
    renderReviewerPage({
      ...sampleReviewer,
      publisher,
      name: text,
      credentials: text,
      specialties: [{ name: text }],
      license: { state: text, checkedOn: '2026-05-01', number: text },
      reviews: [{ ...guide, category, lastReviewedOn: '2026-05-20', disclosure: text }],
    }),
    renderGuideIndex({ publisher, categories: [{ ...category, guideCount: 2, guides: [guide] }] }),
    renderReviewerIndex({
      publisher,
      reviewers: [{ ...reviewer, specialties: [text], guideCount: 1, lastReviewedOn: '2026-05-20' }],
    }),
    renderCategoryPage({ ...sampleCategory, publisher, category, specialties: [specialty] }),
  ];
}

// The trusted HTML of the samples holds no attributes that run script, so any that turn up were smuggled in.
function expectNothingSmuggled(page: RenderedPage) {
  const elements = DomUtils.filter((node) => 'attribs' in node, parseDocument(page.html), true);
  const scripts = elements.filter((element) => element.type === 'script');
  const own = scripts.map((script) => DomUtils.textContent(script)).filter((text) => !text.startsWith('{"@context"'));
  expect([staleScript, contentsScript]).toEqual(expect.arrayContaining(own));
  expect(scripts.length - own.length).toBeLessThanOrEqual(1);
  for (const element of elements) {
    if (!('attribs' in element)) continue;
    expect(['img', 'svg']).not.toContain(element.name);
    for (const [name, value] of Object.entries(element.attribs)) {
      expect(name).not.toMatch(/^on|^x$/);
      if (name === 'href') expect(value).toMatch(/^(https:|mailto:|\/(?!\/)|#)/);
    }
  }
}

/** Text of every element by name, from a strict parser that throws on malformed XML. */
function xmlTexts(xml: string): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const open: string[] = [];
  const parser = sax.parser(true, { trim: false });
  parser.onopentag = ({ name }) => {
    open.push(name);
    texts.set(name, [...(texts.get(name) ?? []), '']);
  };
  const add = (text: string) => {
    const list = texts.get(open.at(-1) ?? '');
    if (list) list[list.length - 1] += text;
  };
  parser.ontext = add;
  parser.oncdata = add;
  parser.onclosetag = () => open.pop();
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(xml).close();
  return texts;
}

const fromHtml = (html: string) => DomUtils.textContent(parseDocument(html));

describe.each(HOSTILE)('the text %p', (text) => {
  it('stays text everywhere in a guide page', () => {
    const page = renderGuidePage(hostileGuide(text));
    expectNothingSmuggled(page);
    const document = parseDocument(page.html);
    const [heading] = DomUtils.getElementsByTagName('h1', document);
    const [title] = DomUtils.getElementsByTagName('title', document);
    const description = DomUtils.findOne((element) => element.attribs['name'] === 'description', document.children);
    expect(DomUtils.textContent(heading!)).toBe(text);
    expect(DomUtils.textContent(title!)).toBe(`${text} | By ${text}`);
    expect(description?.attribs['content']).toBe(text);
  });

  it('stays a string in the JSON-LD', () => {
    const { html } = renderGuidePage(hostileGuide(text));
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    expect(json).not.toContain('<');
    const [page, article] = (JSON.parse(json) as { '@graph': Record<string, unknown>[] })['@graph'];
    expect(page).toMatchObject({ name: text, description: text, reviewedBy: [{ name: text }] });
    expect(article).toMatchObject({ headline: text, correction: [{ text }], author: [{ name: text }] });
  });

  it('stays text on the other pages', () => {
    const publisher = { ...samplePublisher, name: text };
    const category = { slug: text, name: text };
    const guides = [{ path: '/guides/x', title: text, summary: text, lastReviewedOn: null }];
    expectNothingSmuggled(renderCategoryPage({ publisher, category, guides }));
    expectNothingSmuggled(renderHomePage({ publisher, categories: [{ ...category, guideCount: 1 }], recent: guides }));
    expectNothingSmuggled(renderHeldPage({ publisher, title: text, heldOn: '2026-05-20' }));
    const corrections = [{ ...guides[0]!, kind: 'correction' as const, on: '2026-05-20', text }];
    expectNothingSmuggled(renderCorrectionsPage({ publisher, corrections, years: [] }));
    expectNothingSmuggled(renderSpecialtyIndex({ publisher, specialties: [{ ...category, practitioner: text }] }));
    for (const policy of ['editorial', 'howWeReview', 'advertising', 'privacy'] as const)
      expectNothingSmuggled(
        renderPolicyPage({
          ...samplePolicy,
          publisher,
          policy,
          cadences: [{ ...category, months: 6 }],
          questions: [text],
        }),
      );
    expectNothingSmuggled(renderGonePage({ publisher, title: text, goneOn: '2026-05-20', reason: 'error' }));
  });

  it('stays text on the pages of reviewers, policies and corrections, and in their JSON-LD', () => {
    const pages = hostilePages(text);
    for (const page of pages) {
      expectNothingSmuggled(page);
      const json = jsonLdOf(page.html);
      expect(json).not.toContain('<');
      expect(json).toContain(JSON.stringify(text).slice(1, -1).replaceAll('<', '\\u003c'));
    }
    const [heading] = DomUtils.getElementsByTagName('h1', parseDocument(pages[0]!.html));
    expect(DomUtils.textContent(heading!)).toBe(`${text}, ${text}`);
  });

  it('stays text in the feed, which declares it as HTML', () => {
    const entries = [{ ...sampleFeedEntry, title: text, summary: text }];
    const texts = xmlTexts(renderFeed({ publisher: samplePublisher, updatedAt: instant, entries }).html);
    expect(texts.get('title')?.map(fromHtml)).toEqual([samplePublisher.name, text]);
    expect(texts.get('summary')?.map(fromHtml)).toEqual([text]);
  });

  it('stays text in the sitemaps', () => {
    const publisher = { ...samplePublisher, name: text };
    const news = { path: '/guides/x', title: text, language: 'en-US', publishedAt: instant };
    const texts = xmlTexts(renderNewsSitemap(publisher, [news]).html);
    expect(texts.get('news:title')).toEqual([text]);
    expect(texts.get('news:name')).toEqual([text]);
    expect(texts.get('urlset')).toHaveLength(1);
  });
});

describe('characters that XML forbids', () => {
  it('are left out, so that one title cannot make a whole feed unreadable', () => {
    const title = 'a\u0000b\u000bc\ud800d\ufffee😀';
    const publisher = { ...samplePublisher, name: title };
    const feed = renderFeed({ publisher, updatedAt: instant, entries: [{ ...sampleFeedEntry, title }] });
    expect(xmlTexts(feed.html).get('title')).toEqual(['abcde😀', 'abcde😀']);
    const path = '/guides/a&b<c>"d"';
    const [address] = xmlTexts(renderSitemap(samplePublisher, [{ path }]).html).get('loc') ?? [];
    expect(address).toBe('https://health.example/guides/a&b%3Cc%3E%22d%22');
  });
});
