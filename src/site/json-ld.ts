import { referenceHref } from './references.js';
import { absoluteUrl, categoryPath, HOME_PATH } from './urls.js';
import type { GuideView, NamedReviewerView, ReviewerView } from './view-models.js';

type Node = Record<string, unknown>;

/**
 * schema.org graph of a guide, as text for a script element (`<` is escaped). It claims only what the page shows:
 * without a signed review there is neither `reviewedBy` nor `lastReviewed`, and a withheld name stays withheld.
 */
export function guideJsonLd(view: GuideView): string {
  const url = absoluteUrl(view.publisher.url, view.guide.path);
  const graph = [webPage(view, url), article(view, url), breadcrumbs(view, url), organization(view)];
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }).replaceAll('<', '\\u003c');
}

function webPage(view: GuideView, url: string): Node {
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

function reviewClaims({ review, publisher }: GuideView): Node {
  if (!review) return {};
  const specialties = review.by.flatMap(({ schemaOrgSpecialty }) => schemaOrgSpecialty ?? []);
  return {
    lastReviewed: review.lastReviewedOn,
    reviewedBy: some(review.by.filter(named).map((reviewer) => person(reviewer, publisher.url))),
    specialty: some([...new Set(specialties)].map((specialty) => `https://schema.org/${specialty}`)),
  };
}

function named(reviewer: ReviewerView): reviewer is NamedReviewerView {
  return 'name' in reviewer;
}

function person(reviewer: NamedReviewerView, base: string): Node {
  const { name, credentials, specialty, profilePath, license } = reviewer;
  return {
    '@type': 'Person',
    name,
    honorificSuffix: credentials || undefined,
    url: profilePath && absoluteUrl(base, profilePath),
    knowsAbout: specialty,
    hasCredential: some([
      ...(credentials ? [credential('degree', { name: credentials })] : []),
      ...(license ? [credential('license', { identifier: license.number, validIn: state(license.state) })] : []),
    ]),
  };
}

function credential(credentialCategory: 'degree' | 'license', more: Node): Node {
  return { '@type': 'EducationalOccupationalCredential', credentialCategory, ...more };
}

function state(name: string): Node {
  return { '@type': 'State', name };
}

function article(view: GuideView, url: string): Node {
  const { guide, publisher, authors = [], corrections } = view;
  return {
    '@type': 'Article',
    '@id': `${url}#article`,
    headline: guide.title,
    articleSection: guide.category.name,
    inLanguage: guide.language,
    datePublished: view.publishedAt,
    dateModified: view.modifiedAt,
    author: some(authors.map((name) => ({ '@type': 'Person', name }))),
    publisher: { '@id': organizationId(publisher.url) },
    mainEntityOfPage: { '@id': `${url}#page` },
    citation: some(
      guide.references.map((source) => ({ '@type': 'CreativeWork', name: source.title, url: referenceHref(source) })),
    ),
    correction: some(corrections.map(({ on, text }) => ({ '@type': 'CorrectionComment', text, datePublished: on }))),
  };
}

function breadcrumbs({ guide, publisher }: GuideView, url: string): Node {
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

function organization({ publisher }: GuideView): Node {
  return { '@type': 'Organization', '@id': organizationId(publisher.url), name: publisher.name, url: publisher.url };
}

function organizationId(base: string): string {
  return `${absoluteUrl(base, HOME_PATH)}#org`;
}

// An empty list would be a claim of its own; an undefined property is left out of the JSON.
function some<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
