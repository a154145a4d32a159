import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { samplePublisher as publisher } from './sample-views.js';
import { renderSpecialtyPage } from './specialty-page.js';
import type { ListedMember, SpecialtyView } from './specialty-view.js';
import type { RenderedPage } from './view-models.js';

const jane: ListedMember = {
  path: '/physicians/jane-roe',
  name: 'Jane Roe',
  credentials: 'MD',
  licenseStates: ['Nevada', 'New York'],
  practice: 'Roe Skin Clinic',
};
const sam: ListedMember = { path: '/physicians/sam-poe', name: 'Sam Poe', credentials: '', licenseStates: ['Nevada'] };
const view: SpecialtyView = {
  publisher,
  specialty: { slug: 'dermatology', name: 'dermatology' },
  practitioner: 'dermatologist',
  paid: true,
  states: [
    { name: 'Nevada', members: [sam, jane] },
    { name: 'New York', members: [jane] },
  ],
};
const empty: SpecialtyView = { ...view, states: [] };

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const named = (page: RenderedPage, tag: string) => DomUtils.getElementsByTagName(tag, parseDocument(page.html));
const texts = (page: RenderedPage, tag: string) => named(page, tag).map((element) => DomUtils.textContent(element));
const jsonIn = ({ html }: RenderedPage) =>
  /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
const profileLinks = (page: RenderedPage) =>
  named(page, 'a').filter((link) => link.attribs['href']?.startsWith('/physicians/'));

describe('the list of a specialty', () => {
  it('heads each state, links to profiles and says where they are licensed and practice', () => {
    const page = renderSpecialtyPage(view);
    expect(texts(page, 'h2')).toEqual(['On this page', 'Nevada', 'New York']);
    expect(profileLinks(page).map((link) => [link.attribs['href'], DomUtils.textContent(link)])).toEqual([
      ['/physicians/sam-poe', 'Sam Poe'],
      ['/physicians/jane-roe', 'Jane Roe, MD'],
      ['/physicians/jane-roe', 'Jane Roe, MD'],
    ]);
    expect(visibleText(page)).toContain('Roe Skin Clinic · Licensed in Nevada, New York');
    expect(visibleText(page)).toContain('Sam PoeLicensed in Nevada');
  });

  it('prints its order', () => {
    expect(visibleText(renderSpecialtyPage(view))).toContain(
      'States stand in alphabetical order, and the physicians of a state by family name.',
    );
  });

  it('leads to each state by a link of its own where there are several', () => {
    const page = renderSpecialtyPage(view);
    const ids = named(page, 'h2').map((heading) => heading.attribs['id']);
    const anchors = named(page, 'a').flatMap((link) => link.attribs['href']?.match(/^#in-.*/)?.[0].slice(1) ?? []);
    expect(anchors).toEqual(['in-nevada', 'in-new-york']);
    expect(ids).toEqual(expect.arrayContaining(anchors));
    expect(texts(renderSpecialtyPage({ ...view, states: view.states.slice(0, 1) }), 'h2')).toEqual(['Nevada']);
  });

  it('is an advertisement, and called one before anybody is named, when members pay', () => {
    const page = renderSpecialtyPage(view);
    const label = 'Dermatologists by state – advertisement';
    expect([texts(page, 'h1'), texts(page, 'title')]).toEqual([[label], [`${label} | Larkspur Health`]]);
    const text = visibleText(page);
    expect(text.indexOf('Members pay a fee and are not endorsed.')).toBeGreaterThan(0);
    expect(text.indexOf('Members pay a fee')).toBeLessThan(text.indexOf('Sam Poe'));
    expect(profileLinks(page).every((link) => link.attribs['rel'] === 'sponsored')).toBe(true);
  });

  it('mentions no fee where there is none', () => {
    const page = renderSpecialtyPage({ ...view, paid: false });
    expect(page.html).not.toMatch(/advertisement|sponsored|\bfee\b/i);
  });

  it('calls nobody the best, and asks physicians to apply once', () => {
    const page = renderSpecialtyPage(view);
    expect(visibleText(page)).not.toMatch(/\b(best|top|leading|independent|recommended)\b/i);
    expect(visibleText(page).match(/Are you a dermatologist\? Apply/g)).toHaveLength(1);
    expect(named(page, 'a').filter((link) => link.attribs['href'] === '/apply')).toHaveLength(1);
  });

  it('describes itself as a list of plain addresses, each once, in printed order', () => {
    expect(JSON.parse(jsonIn(renderSpecialtyPage(view)))).toEqual({
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'ItemList',
          '@id': 'https://health.example/specialties/dermatology#list',
          name: 'Dermatologists by state',
          itemListElement: ['sam-poe', 'jane-roe'].map((slug, index) => ({
            '@type': 'ListItem',
            position: index + 1,
            url: `https://health.example/physicians/${slug}`,
          })),
        },
        {
          '@type': 'BreadcrumbList',
          itemListElement: [
            ['Guides', 'https://health.example/'],
            ['Physicians', 'https://health.example/specialties'],
            ['Dermatologists by state', 'https://health.example/specialties/dermatology'],
          ].map(([name, item], index) => ({ '@type': 'ListItem', position: index + 1, name, item })),
        },
      ],
    });
  });

  it('says plainly that there is nobody, and is then in no search', () => {
    const page = renderSpecialtyPage(empty);
    expect(visibleText(page)).toContain('There are no dermatologists in our network at present.');
    expect(visibleText(page)).toContain('Are you a dermatologist? Apply');
    expect(page.html).toContain('<meta name="robots" content="noindex"');
    expect([page.status, jsonIn(page), texts(page, 'h1')]).toEqual([200, '', ['Dermatologists by state']]);
    expect(renderSpecialtyPage(view).html).toContain('content="index,follow');
  });

  it('lists the latest reviews of the specialty, whoever signed them, also while nobody is a member', () => {
    const reviewed = [{ path: '/guides/x', title: 'Laser caps', lastReviewedOn: '2026-05-20' }];
    for (const states of [view.states, []]) {
      const text = visibleText(renderSpecialtyPage({ ...view, states, reviewed }));
      expect(text).toContain('Guides reviewed in dermatology');
      expect(text).toContain('Laser caps · last reviewed May 20, 2026');
    }
    expect(visibleText(renderSpecialtyPage(view))).not.toContain('Guides reviewed');
  });

  it('has one address', () => {
    expect(renderSpecialtyPage(view).html).toContain(
      '<link rel="canonical" href="https://health.example/specialties/dermatology"',
    );
  });

  it.each(['</script><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)"])(
    'keeps the text %p text, in markup, attributes and data',
    (text) => {
      const member = { ...jane, name: text, credentials: text, practice: text, licenseStates: [text] };
      const specialty = { slug: 'dermatology', name: text };
      const states = [text, 'Other'].map((name) => ({ name, members: [member] }));
      const page = renderSpecialtyPage({ ...view, specialty, practitioner: text, states });
      expect(named(page, 'script')).toHaveLength(1);
      expect(named(page, 'img')).toHaveLength(0);
      const attributes = DomUtils.filter((node) => 'attribs' in node, parseDocument(page.html)).flatMap((node) =>
        'attribs' in node ? Object.keys(node.attribs) : [],
      );
      expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
      expect(jsonIn(page)).not.toContain('<');
    },
  );
});
