import { describe, expect, it } from '@jest/globals';
import { DomUtils, parseDocument } from 'htmlparser2';
import { renderPhysicianPage } from './physician-page.js';
import type { PhysicianView } from './physician-view.js';
import { samplePublisher as publisher } from './sample-views.js';
import type { RenderedPage } from './view-models.js';

const view: PhysicianView = {
  publisher,
  path: '/physicians/jane-roe',
  name: 'Jane Roe',
  credentials: 'MD',
  specialty: 'dermatology',
  listPath: '/specialties/dermatology',
  practitioner: 'dermatologist',
  schemaOrgSpecialty: 'Dermatology',
  licenses: [
    { state: 'California', verifiedOn: '2026-05-04', source: 'the state medical board (mbc.example)' },
    { state: 'Nevada', verifiedOn: '2026-05-06', source: 'the Medical Board of Nevada' },
  ],
  practice: { name: 'Roe Skin Clinic', site: 'https://roe.example/' },
  memberSince: '2026-05-10',
  paid: false,
};
const bare: PhysicianView = { ...view, credentials: '', licenses: [], paid: false };
delete bare.practice;
delete bare.schemaOrgSpecialty;

const visibleText = (page: RenderedPage) => DomUtils.innerText(parseDocument(page.html).children).replace(/\s+/g, ' ');
const jsonIn = ({ html }: RenderedPage) =>
  /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
const dataOf = (page: RenderedPage) => JSON.parse(jsonIn(page)) as { mainEntity: Record<string, unknown> };
const practiceLink = (page: RenderedPage) =>
  DomUtils.findOne((element) => element.attribs['href'] === 'https://roe.example/', parseDocument(page.html).children);

describe('the profile of a member', () => {
  it('names the person, the specialty, and each license with the day it was verified', () => {
    const text = visibleText(renderPhysicianPage(view));
    expect(text).toContain('Jane Roe, MD');
    expect(text).toContain('Specialty: dermatology · Member since May 10, 2026');
    expect(text).toContain('Jane Roe is a dermatologist, licensed in California, Nevada.');
    expect(text).toContain('California: verified on May 4, 2026 against the state medical board (mbc.example)');
    expect(text).toContain('Nevada: verified on May 6, 2026 against the Medical Board of Nevada');
    expect(text).toContain('not medical advice');
  });

  it('leads to everybody of the specialty, at the top and after the text', () => {
    const crumbs = DomUtils.findOne(
      (element) => element.attribs['class'] === 'crumbs',
      parseDocument(renderPhysicianPage(view).html).children,
    );
    expect(DomUtils.textContent(crumbs!)).toBe('GuidesDermatologists by state');
    expect(visibleText(renderPhysicianPage(view))).toContain('All dermatologists by state');
    expect(renderPhysicianPage(view).html.match(/href="\/specialties\/dermatology"/g)).toHaveLength(2);
  });

  it('lists the guides that they reviewed, where they did and are named', () => {
    const guides = [{ path: '/guides/x', title: 'Laser caps', lastReviewedOn: '2026-05-20' }];
    const page = renderPhysicianPage({ ...view, reviewed: { path: '/reviewers/jane-roe', guides } });
    expect(visibleText(page)).toContain('Guides reviewed by Jane RoeLaser caps · last reviewed May 20, 2026');
    expect(page.html).toContain('href="/reviewers/jane-roe"');
    expect(visibleText(renderPhysicianPage(view))).not.toContain('Guides reviewed');
  });

  it('says when the registry was read again, and nothing of it before', () => {
    const text = visibleText(renderPhysicianPage({ ...view, registryReadOn: '2026-06-03' }));
    expect(text).toContain('The national provider registry (NPPES) was read again on June 3, 2026.');
    expect(visibleText(renderPhysicianPage(view))).not.toContain('registry');
  });

  it('says that members pay, and marks their links as paid for', () => {
    const page = renderPhysicianPage({ ...view, paid: true });
    expect(visibleText(page)).toContain('Advertisement. Members pay a fee and are not endorsed.');
    expect(practiceLink(page)?.attribs['rel']).toBe('nofollow sponsored');
  });

  it('vouches for no site, and mentions no fee where there is none', () => {
    const page = renderPhysicianPage(view);
    expect(practiceLink(page)?.attribs['rel']).toBe('nofollow');
    expect(visibleText(page)).not.toMatch(/\bfee\b|advertisement/i);
  });

  it('leaves out what is missing, on the page and in its data', () => {
    const page = renderPhysicianPage(bare);
    expect(visibleText(page)).toContain('Jane Roe is a dermatologist.');
    expect(visibleText(page)).not.toMatch(/Licenses|Practice|licensed in|Jane Roe,|undefined/);
    expect(Object.keys(dataOf(page).mainEntity)).toEqual(['@type', '@id', 'url', 'name']);
  });

  it('describes a profile of an individual physician, without a number', () => {
    const page = renderPhysicianPage(view);
    expect(JSON.parse(jsonIn(page))).toEqual({
      '@context': 'https://schema.org',
      '@type': 'ProfilePage',
      '@id': 'https://health.example/physicians/jane-roe#page',
      url: 'https://health.example/physicians/jane-roe',
      name: 'Jane Roe',
      inLanguage: 'en-US',
      publisher: { '@type': 'Organization', name: 'Larkspur Health', url: 'https://health.example' },
      breadcrumb: {
        '@type': 'BreadcrumbList',
        itemListElement: [
          ['Guides', 'https://health.example/'],
          ['Dermatologists by state', 'https://health.example/specialties/dermatology'],
          ['Jane Roe', 'https://health.example/physicians/jane-roe'],
        ].map(([name, item], index) => ({ '@type': 'ListItem', position: index + 1, name, item })),
      },
      mainEntity: {
        '@type': 'IndividualPhysician',
        '@id': 'https://health.example/physicians/jane-roe#physician',
        url: 'https://health.example/physicians/jane-roe',
        name: 'Jane Roe',
        medicalSpecialty: 'https://schema.org/Dermatology',
        hasCredential: ['California', 'Nevada'].map((name) => ({
          '@type': 'EducationalOccupationalCredential',
          credentialCategory: 'license',
          validIn: { '@type': 'State', name },
        })),
        practicesAt: { '@type': 'MedicalOrganization', name: 'Roe Skin Clinic', url: 'https://roe.example/' },
      },
    });
    expect(page.html).not.toMatch(/npi/i);
  });

  it('prints the text in paragraphs and the board by its full name, and describes both', () => {
    const certifyingBoard = 'American Board of Dermatology';
    const page = renderPhysicianPage({ ...view, biography: 'She trained in Albany.\n\nShe sails.', certifyingBoard });
    expect(page.html).toContain('<p class="lines">She trained in Albany.</p><p class="lines">She sails.</p>');
    expect(visibleText(page)).toContain(`Certified by: ${certifyingBoard}`);
    expect(dataOf(page).mainEntity).toMatchObject({
      description: 'She trained in Albany.\n\nShe sails.',
      hasCredential: [
        { credentialCategory: 'license' },
        { credentialCategory: 'license' },
        { credentialCategory: 'certification', recognizedBy: { '@type': 'Organization', name: certifyingBoard } },
      ],
    });
    expect(visibleText(renderPhysicianPage(view))).not.toMatch(/own words|Certifi/);
  });

  it('names a practice without a link where its site is none', () => {
    const page = renderPhysicianPage({ ...view, practice: { name: 'Roe Skin Clinic', site: 'javascript:alert(1)' } });
    expect(visibleText(page)).toContain('Roe Skin Clinic');
    expect(page.html).not.toContain('javascript:');
  });

  it.each([
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    '<!-- & &lt;',
  ])('keeps the text %p text, in markup, attributes and data', (text) => {
    const licenses = [{ state: text, verifiedOn: '2026-05-04', source: text }];
    const practice = { name: text, site: `https://roe.example/${text}` };
    const hostile = { name: text, credentials: text, specialty: text, practitioner: text, schemaOrgSpecialty: text };
    const own = { biography: text, certifyingBoard: text };
    const page = renderPhysicianPage({ ...view, ...hostile, ...own, licenses, practice, paid: true });
    const document = parseDocument(page.html);
    expect(DomUtils.textContent(DomUtils.getElementsByTagName('h1', document))).toBe(`${text}, ${text}`);
    expect(DomUtils.getElementsByTagName('script', document)).toHaveLength(1);
    expect(DomUtils.getElementsByTagName('img', document)).toHaveLength(0);
    const attributes = DomUtils.filter((node) => 'attribs' in node, document).flatMap((node) =>
      'attribs' in node ? Object.keys(node.attribs) : [],
    );
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    expect(jsonIn(page)).not.toContain('<');
    expect(dataOf(page).mainEntity).toMatchObject({ name: text, practicesAt: { name: text } });
  });
});
