import type {
  Article,
  BreadcrumbList,
  EducationalOccupationalCredential,
  Graph,
  ItemList,
  MedicalWebPage,
  Organization,
  Person,
  Specialty,
  Thing,
} from 'schema-dts';
import { featuredHeading } from './featured.js';
import { citations, faqPage } from './json-ld-text.js';
import { absoluteUrl, categoryPath, HOME_PATH, localHref } from './urls.js';
import type { FeaturedView, GuideView, NamedReviewerView, PublisherView, ReviewerView } from './view-models.js';

/**
 * schema.org graph of a guide, as text for a script element (`<` is escaped). It claims only what the page shows:
 * without a signed review there is neither `reviewedBy` nor `lastReviewed`, and a withheld name stays withheld.
 */
export function guideJsonLd(view: GuideView): string {
  const url = absoluteUrl(view.publisher.url, view.guide.path);
  const things: Thing[] = [
    webPage(view, url),
    article(view, url),
    breadcrumbs(view, url),
    organization(view.publisher),
    ...faqPage(view.guide.faq, url),
    ...featuredLists(view, url),
  ];
  const graph: Graph = { '@context': 'https://schema.org', '@graph': things };
  return JSON.stringify(graph).replaceAll('<', '\\u003c');
}

function webPage(view: GuideView, url: string): MedicalWebPage {
  const { guide, publisher } = view;
  return {
    '@type': 'MedicalWebPage',
    '@id': `${url}#page`,
    url,
    name: guide.title,
    description: guide.summary,
    inLanguage: guide.language,
    datePublished: view.publishedAt,
    dateModified: view.modifiedAt,
    ...reviewClaims(view),
    medicalAudience: { '@type': 'MedicalAudience', audienceType: 'Patient' },
    breadcrumb: { '@id': `${url}#breadcrumb` },
    mainEntity: { '@id': `${url}#article` },
    publisher: { '@id': organizationId(publisher.url) },
  };
}

function reviewClaims({ review, publisher }: GuideView): Partial<MedicalWebPage> {
  if (!review) return {};
  const specialties = review.by.flatMap(({ schemaOrgSpecialty }) => schemaOrgSpecialty ?? []);
  const reviewedBy = some(review.by.filter(named).map((reviewer) => person(reviewer, publisher.url)));
  // A category's specialties come from the database, which keeps to schema.org's own names.
  const specialty = some([...new Set(specialties)].map((name) => `https://schema.org/${name}` as Specialty));
  return {
    lastReviewed: review.lastReviewedOn,
    ...(reviewedBy ? { reviewedBy } : {}),
    ...(specialty ? { specialty } : {}),
  };
}

function named(reviewer: ReviewerView): reviewer is NamedReviewerView {
  return 'name' in reviewer;
}

function person({ name, credentials, specialty, profilePath, license }: NamedReviewerView, base: string): Person {
  const url = profilePath && absoluteUrl(base, profilePath);
  const hasCredential = some([
    ...(credentials ? [credential('degree', { name: credentials })] : []),
    ...(license ? [licensed(license)] : []),
  ]);
  return {
    '@type': 'Person',
    ...(url ? { '@id': `${url}#person`, url } : {}),
    name,
    ...(credentials ? { honorificSuffix: credentials } : {}),
    knowsAbout: specialty,
    ...(hasCredential ? { hasCredential } : {}),
  };
}

function licensed({ state, number }: NonNullable<NamedReviewerView['license']>): EducationalOccupationalCredential {
  return credential('license', {
    ...(number ? { identifier: number } : {}),
    validIn: { '@type': 'State', name: state },
  });
}

function credential(
  credentialCategory: 'degree' | 'license',
  more: Partial<Exclude<EducationalOccupationalCredential, string>>,
): EducationalOccupationalCredential {
  return { '@type': 'EducationalOccupationalCredential', credentialCategory, ...more };
}

function article(view: GuideView, url: string): Article {
  const { guide, publisher, authors = [], corrections } = view;
  const author = some(authors.map((name): Person => ({ '@type': 'Person', name })));
  const citation = some(citations(guide.references));
  const correction = some(
    corrections.map(({ on, text }) => ({ '@type': 'CorrectionComment' as const, text, datePublished: on })),
  );
  return {
    '@type': 'Article',
    '@id': `${url}#article`,
    headline: guide.title,
    articleSection: guide.category.name,
    inLanguage: guide.language,
    datePublished: view.publishedAt,
    dateModified: view.modifiedAt,
    ...(author ? { author } : {}),
    publisher: { '@id': organizationId(publisher.url) },
    mainEntityOfPage: { '@id': `${url}#page` },
    ...(citation ? { citation } : {}),
    ...(correction ? { correction } : {}),
    ...translations(view),
  };
}

function translations({ guide: { alternates = [], path }, publisher }: GuideView): Partial<Article> {
  const others = alternates
    .filter((other) => other.path !== path)
    .map((other) => ({ ...other, node: { '@id': `${absoluteUrl(publisher.url, other.path)}#article` } }));
  const source = others.find((other) => other.source);
  if (source) return { translationOfWork: source.node };
  return others.length > 0 ? { workTranslation: others.map(({ node }) => node) } : {};
}

function breadcrumbs({ guide, publisher }: GuideView, url: string): BreadcrumbList {
  const steps = [
    { name: 'Guides', item: absoluteUrl(publisher.url, HOME_PATH) },
    { name: guide.category.name, item: absoluteUrl(publisher.url, categoryPath(guide.category.slug)) },
    { name: guide.title, item: url },
  ];
  return {
    '@type': 'BreadcrumbList',
    '@id': `${url}#breadcrumb`,
    itemListElement: steps.map((step, index) => ({ '@type': 'ListItem', position: index + 1, ...step })),
  };
}

function organization({ name, url, logo, standing }: PublisherView): Organization {
  return {
    '@type': 'Organization',
    '@id': organizationId(url),
    name,
    url,
    ...(standing ? { description: standing } : {}),
    ...(logo
      ? {
          logo: {
            '@type': 'ImageObject',
            url: absoluteUrl(url, logo.path),
            width: { '@type': 'QuantitativeValue', value: logo.width, unitCode: 'E37' },
            height: { '@type': 'QuantitativeValue', value: logo.height, unitCode: 'E37' },
          },
        }
      : {}),
    publishingPrinciples: absoluteUrl(url, '/policies/editorial'),
    correctionsPolicy: absoluteUrl(url, '/corrections'),
    ethicsPolicy: absoluteUrl(url, '/how-we-review'),
  };
}

/** The members as plain addresses, in printed order: no ratings, no ranks. */
function featuredLists({ featured = [], publisher }: GuideView, url: string): ItemList[] {
  return featured
    .filter(({ members }) => members.length > 0)
    .map((block, index) => ({
      '@type': 'ItemList',
      '@id': `${url}#featured-${index + 1}`,
      name: featuredHeading(block),
      itemListElement: listItems(block, publisher),
    }));
}

function listItems({ members }: FeaturedView, { url }: PublisherView) {
  return members.map((member, index) => ({
    '@type': 'ListItem' as const,
    position: index + 1,
    url: absoluteUrl(url, localHref(member.path)),
  }));
}

function organizationId(base: string): string {
  return `${absoluteUrl(base, HOME_PATH)}#org`;
}

// An empty list would be a claim of its own.
function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
