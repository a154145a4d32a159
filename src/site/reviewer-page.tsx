import { breadcrumbList, Crumbs } from './crumbs.js';
import { HTML, renderDocument } from './layout.js';
import type { ReviewerPageView } from './reviewer-view.js';
import { Day } from './reviewers.js';
import { structuredData } from './structured-data.js';
import { absoluteUrl, categoryPath, HOW_WE_REVIEW_PATH, localHref, REVIEWERS_PATH } from './urls.js';
import type { LinkView, RenderedPage } from './view-models.js';

/** The way to a reviewer's page. */
const all: LinkView = { path: REVIEWERS_PATH, title: 'Reviewers' };
const role = 'Medical reviewer';

/** Whoever signed a review that stands: what was on file when they signed, and what they signed. Nothing of it moves with a membership. */
export function renderReviewerPage(view: ReviewerPageView): RenderedPage {
  const { publisher, path, specialties } = view;
  const title = titleOf(view);
  const description = `${title}: medical reviewer of guides in ${specialties.map(({ name }) => name).join(', ')}.`;
  const facts = { publisher, title, description, path, indexable: true, jsonLd: jsonLd(view) };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Reviewer view={view} />) };
}

const titleOf = ({ name, credentials }: { name: string; credentials: string }): string =>
  credentials ? `${name}, ${credentials}` : name;

function Reviewer({ view }: { view: ReviewerPageView }) {
  return (
    <div class="reading">
      <Crumbs above={[all]} />
      <h1>{titleOf(view)}</h1>
      <p class="meta">
        <strong>{role}</strong>
        {` · Specialty: ${view.specialties.map(({ name }) => name).join(', ')}`}
      </p>
      <OnFile view={view} />
      {view.profilePath && <Member view={view} path={view.profilePath} />}
      <Reviews view={view} />
      <p class="small">
        A signature covers the text as it stood on its day. <a href={HOW_WE_REVIEW_PATH}>How we review</a>
      </p>
    </div>
  );
}

function OnFile({ view: { license, publisher } }: { view: ReviewerPageView }) {
  if (!license) return null;
  return (
    <p>
      {`On file with ${publisher.name} at the latest signature: licensed in ${license.state}`}
      {license.number && `, number ${license.number}`}
      {'; checked '}
      <Day on={license.checkedOn} />. A license can change after that day: the medical board of the state tells its
      present standing.
    </p>
  );
}

/** The double role, said where it is met. */
function Member({ view, path }: { view: ReviewerPageView; path: string }) {
  return (
    <p class="small">
      {view.name} is also{' '}
      <a href={localHref(path)} rel={view.paid ? 'sponsored' : undefined}>
        a member of our network of physicians
      </a>
      {view.paid && ' (advertisement: members pay a fee and are not endorsed)'}. Whoever reviewed a guide is never
      featured beside it.
    </p>
  );
}

function Reviews({ view: { name, reviews } }: { view: ReviewerPageView }) {
  return (
    <section>
      <h2>Guides reviewed by {name}</h2>
      <ul class="listing">
        {reviews.map(({ path, title, category, lastReviewedOn, disclosure }) => (
          <li>
            <a href={localHref(path)}>{title}</a>
            <p class="meta">
              <a href={categoryPath(category.slug)}>{category.name}</a>
              {' · Last reviewed '}
              <Day on={lastReviewedOn} />
            </p>
            <p class="meta">{disclosure}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function jsonLd(view: ReviewerPageView): string {
  const { publisher, path, name } = view;
  const url = absoluteUrl(publisher.url, path);
  return structuredData({
    '@type': 'ProfilePage',
    '@id': `${url}#page`,
    url,
    name,
    inLanguage: publisher.language,
    publisher: { '@type': 'Organization', name: publisher.name, url: publisher.url },
    breadcrumb: breadcrumbList(publisher, [all, { path, title: name }]),
    mainEntity: person(view, url),
  });
}

// A Person has no medicalSpecialty: knowsAbout takes it.
function person({ name, credentials, specialties, license }: ReviewerPageView, url: string) {
  const held = [
    ...(credentials ? [credential('degree', { name: credentials })] : []),
    ...(license
      ? [credential('license', { identifier: license.number, validIn: { '@type': 'State', name: license.state } })]
      : []),
  ];
  return {
    '@type': 'Person',
    '@id': `${url}#person`,
    url,
    name,
    honorificSuffix: credentials || undefined,
    jobTitle: role,
    knowsAbout: specialties.map((specialty) => specialty.name),
    hasCredential: held.length > 0 ? held : undefined,
  };
}

function credential(credentialCategory: 'degree' | 'license', more: Record<string, unknown>) {
  return { '@type': 'EducationalOccupationalCredential', credentialCategory, ...more };
}
