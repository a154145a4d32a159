import { Crumbs } from './crumbs.js';
import { HTML, renderDocument } from './layout.js';
import { listOf, ListingCaution } from './members.js';
import { physicianJsonLd } from './physician-json-ld.js';
import type { PhysicianView } from './physician-view.js';
import { ReviewedGuides } from './reviewed-guides.js';
import { Day, several, withArticle } from './reviewers.js';
import { localHref, webHref } from './urls.js';
import type { RenderedPage } from './view-models.js';

/** The profile of a member of the network. */
export function renderPhysicianPage(view: PhysicianView): RenderedPage {
  const { publisher, path } = view;
  const title = view.credentials ? `${view.name}, ${view.credentials}` : view.name;
  const description = `${title}: ${view.practitioner}${licensedIn(view)}.`;
  const facts = { publisher, title, description, path, indexable: true, jsonLd: physicianJsonLd(view) };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Physician view={view} title={title} />) };
}

function licensedIn({ licenses }: PhysicianView): string {
  return licenses.length > 0 ? `, licensed in ${licenses.map(({ state }) => state).join(', ')}` : '';
}

function Physician({ view, title }: { view: PhysicianView; title: string }) {
  return (
    <div class="reading">
      <Crumbs above={[listOf(view)]} />
      <h1>{title}</h1>
      <p class="meta">
        <strong>Specialty: {view.specialty}</strong>
        {' · Member since '}
        <Day on={view.memberSince} />
      </p>
      {view.paid && (
        <p class="notice">
          <strong>Advertisement.</strong> Members pay a fee and are not endorsed.
        </p>
      )}
      <p>
        {view.name} is {withArticle(view.practitioner)}
        {licensedIn(view)}.
      </p>
      {view.biography && <Biography text={view.biography} />}
      <Licenses view={view} />
      {view.certifyingBoard && <Certification board={view.certifyingBoard} />}
      {view.practice && <Practice practice={view.practice} paid={view.paid} />}
      {view.reviewed && <Reviewed name={view.name} reviewed={view.reviewed} />}
      <p class="small">
        <a class="own" href={localHref(view.listPath)}>
          All {several(view.practitioner)} by state
        </a>
      </p>
      <ListingCaution />
    </div>
  );
}

function Reviewed({ name, reviewed }: { name: string; reviewed: NonNullable<PhysicianView['reviewed']> }) {
  return (
    <section>
      <h2>Guides reviewed by {name}</h2>
      <ReviewedGuides guides={reviewed.guides} />
      <p class="small">
        <a class="own" href={localHref(reviewed.path)}>
          As a reviewer, with what was disclosed
        </a>
      </p>
    </section>
  );
}

function Biography({ text }: { text: string }) {
  return (
    <section>
      <h2>In their own words</h2>
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p class="lines">{paragraph.trim()}</p>
      ))}
    </section>
  );
}

function Certification({ board }: { board: string }) {
  return (
    <section>
      <h2>Certification</h2>
      <p>Certified by: {board}</p>
    </section>
  );
}

function Licenses({ view: { licenses, registryReadOn } }: { view: PhysicianView }) {
  if (licenses.length === 0) return null;
  return (
    <section>
      <h2>Licenses</h2>
      <ul class="plain">
        {licenses.map(({ state, verifiedOn, source }) => (
          <li>
            {state}: verified on <Day on={verifiedOn} /> against {source}
          </li>
        ))}
      </ul>
      {registryReadOn && (
        <p class="meta">
          The national provider registry (NPPES) was read again on <Day on={registryReadOn} />.
        </p>
      )}
    </section>
  );
}

function Practice({ practice, paid }: { practice: NonNullable<PhysicianView['practice']>; paid: boolean }) {
  const href = webHref(practice.site);
  return (
    <section>
      <h2>Practice</h2>
      <p>
        {href ? (
          <a class="own" href={href} rel={paid ? 'nofollow sponsored' : 'nofollow'}>
            {practice.name}
          </a>
        ) : (
          practice.name
        )}
      </p>
    </section>
  );
}
