import { describe, expect, it } from '@jest/globals';
import { guideJsonLd } from './json-ld.js';
import { sampleCarriedOverView, sampleGuide, sampleGuideView, samplePublisher, sampleReview } from './sample-views.js';
import type { GuideView } from './view-models.js';

type Node = Record<string, unknown>;
const url = 'https://health.example/guides/scalp-micropigmentation';

function graphOf(view: GuideView): Map<unknown, Node> {
  const { '@context': context, '@graph': graph } = JSON.parse(guideJsonLd(view)) as {
    '@context': string;
    '@graph': Node[];
  };
  expect(context).toBe('https://schema.org');
  return new Map(graph.map((node) => [node['@type'], node]));
}

describe('the structured data of a guide', () => {
  it('links page, article, breadcrumbs and publisher to each other', () => {
    const graph = graphOf(sampleGuideView());
    expect([...graph.keys()]).toEqual(['MedicalWebPage', 'Article', 'BreadcrumbList', 'Organization', 'FAQPage']);
    const { '@id': organization } = graph.get('Organization')!;
    expect(graph.get('MedicalWebPage')).toMatchObject({
      '@id': `${url}#page`,
      mainEntity: { '@id': `${url}#article` },
      breadcrumb: { '@id': `${url}#breadcrumb` },
      publisher: { '@id': organization },
    });
    expect(graph.get('Article')).toMatchObject({ '@id': `${url}#article`, mainEntityOfPage: { '@id': `${url}#page` } });
    expect(graph.get('BreadcrumbList')).toMatchObject({
      '@id': `${url}#breadcrumb`,
      itemListElement: [
        { position: 1, name: 'Guides', item: 'https://health.example/' },
        { position: 2, name: 'Hair restoration', item: 'https://health.example/categories/hair-restoration' },
        { position: 3, name: sampleGuide.title, item: url },
      ],
    });
  });

  it('names the reviewer as a person with credentials, on the page and not on the article', () => {
    const graph = graphOf(sampleGuideView());
    expect(graph.get('MedicalWebPage')).toMatchObject({
      lastReviewed: '2026-05-20',
      specialty: ['https://schema.org/Dermatology'],
      reviewedBy: [
        {
          '@type': 'Person',
          name: 'Jane Roe',
          hasCredential: [
            { '@type': 'EducationalOccupationalCredential', credentialCategory: 'degree', name: 'MD' },
            { credentialCategory: 'license', validIn: { '@type': 'State', name: 'California' } },
          ],
        },
      ],
    });
    expect(graph.get('Article')).not.toHaveProperty('lastReviewed');
    expect(JSON.stringify([...graph.values()])).not.toMatch(/medicalSpecialty|NPI|"identifier"/);
  });

  it('prints a license number only when the page does', () => {
    const [reviewer] = sampleReview.by;
    const license = { state: 'California', checkedOn: '2026-05-04', number: 'A-0001' };
    const by = [{ ...reviewer!, license }] as typeof sampleReview.by;
    expect(guideJsonLd(sampleGuideView({ review: { ...sampleReview, by } }))).toContain('"identifier":"A-0001"');
  });

  it('keeps the dates of the text, to the byte, apart from the date of the review', () => {
    const page = graphOf(sampleGuideView()).get('MedicalWebPage');
    expect(page).toMatchObject({ datePublished: '2025-05-02T15:00:00.000Z', dateModified: '2026-05-21T14:00:00.000Z' });
  });

  it('claims no review on a carried-over guide', () => {
    const page = graphOf(sampleCarriedOverView()).get('MedicalWebPage')!;
    expect(Object.keys(page)).not.toEqual(expect.arrayContaining([expect.stringMatching(/review|specialty/i)]));
    expect(page).toHaveProperty('dateModified');
  });

  it('leaves out the empty lists', () => {
    const view = sampleGuideView({ guide: { ...sampleGuide, references: [] } });
    const article = graphOf(view).get('Article')!;
    expect(article).not.toHaveProperty('citation');
    expect(article).not.toHaveProperty('correction');
    expect(article).not.toHaveProperty('author');
  });

  it('says of the publisher what the pages say, its logo only where there is one', () => {
    const plain = graphOf(sampleGuideView()).get('Organization')!;
    expect(plain).toMatchObject({
      publishingPrinciples: 'https://health.example/policies/editorial',
      correctionsPolicy: 'https://health.example/corrections',
      ethicsPolicy: 'https://health.example/how-we-review',
    });
    expect(plain).not.toHaveProperty('logo');
    const publisher = { ...samplePublisher, logo: { path: '/images/a', width: 120, height: 40 }, standing: 'A house.' };
    expect(graphOf(sampleGuideView({ publisher })).get('Organization')).toMatchObject({
      description: 'A house.',
      logo: { '@type': 'ImageObject', url: 'https://health.example/images/a' },
    });
  });

  it('gives the answers as the plain text that readers see', () => {
    const html =
      '<p>Rarely<sup class="cite"><a href="#ref-a">[1]</a></sup>, if &lt;2&nbsp;mm &amp; clean.</p><ul><li>See us</li></ul>';
    const view = sampleGuideView({ guide: { ...sampleGuide, faq: [{ question: 'Does it hurt?', html }] } });
    expect(graphOf(view).get('FAQPage')).toMatchObject({
      mainEntity: [{ name: 'Does it hurt?', acceptedAnswer: { text: 'Rarely, if <2 mm & clean. See us' } }],
    });
    expect(graphOf(sampleGuideView({ guide: { ...sampleGuide, faq: [] } })).has('FAQPage')).toBe(false);
  });

  it('lists featured physicians as addresses in printed order, and says nothing where there are none', () => {
    const member = (name: string) => ({ name, credentials: 'MD', path: `/physicians/${name}`, licenseStates: [] });
    const block = {
      specialty: 'dermatology',
      practitioner: 'dermatologist',
      paid: true,
      month: '2026-06',
      listPath: '/specialties/dermatology',
      members: [member('b'), member('a')],
    };
    expect(graphOf(sampleGuideView({ featured: [block] })).get('ItemList')).toMatchObject({
      name: 'Find a dermatology physician – advertisement',
      itemListElement: [
        { position: 1, url: 'https://health.example/physicians/b' },
        { position: 2, url: 'https://health.example/physicians/a' },
      ],
    });
    expect(graphOf(sampleGuideView({ featured: [{ ...block, members: [] }] })).has('ItemList')).toBe(false);
  });

  it('prints corrections as such, and tells a translation from its source', () => {
    const alternates = [
      { path: sampleGuide.path, title: 'It', language: 'en-US', source: true },
      { path: '/guides/es', title: 'Eso', language: 'es-US', source: false },
    ];
    const source = graphOf(
      sampleGuideView({ guide: { ...sampleGuide, alternates }, corrections: [{ on: '2026-06-01', text: 'A dose.' }] }),
    ).get('Article');
    expect(source).toMatchObject({
      correction: [{ '@type': 'CorrectionComment', text: 'A dose.', datePublished: '2026-06-01' }],
      workTranslation: [{ '@id': 'https://health.example/guides/es#article' }],
    });
    const guide = { ...sampleGuide, path: '/guides/es', alternates };
    expect(graphOf(sampleGuideView({ guide })).get('Article')).toMatchObject({
      translationOfWork: { '@id': `${url}#article` },
    });
  });
});
