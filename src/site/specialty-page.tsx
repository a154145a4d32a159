import { APPLY_PATH } from './apply-paths.js';
import { breadcrumbList, Crumbs } from './crumbs.js';
import { Apply } from './featured.js';
import { HTML, renderDocument } from './layout.js';
import { ListingCaution, listTitle } from './members.js';
import { ReviewedGuides } from './reviewed-guides.js';
import { several } from './reviewers.js';
import type { ListedMember, SpecialtyView } from './specialty-view.js';
import { absoluteUrl, localHref, SPECIALTIES_PATH, specialtyPath } from './urls.js';
import type { RenderedPage } from './view-models.js';

type State = SpecialtyView['states'][number];

/** The members of a specialty under each state in which they are licensed; nobody is in search while it is empty. */
export function renderSpecialtyPage(view: SpecialtyView): RenderedPage {
  const { publisher, specialty, states } = view;
  const heading = listTitle(view.practitioner);
  const listed = states.length > 0;
  const facts = {
    publisher,
    title: listed && view.paid ? `${heading} – advertisement` : heading,
    description: `Members of our network in ${specialty.name}, by the states in which they are licensed.`,
    path: specialtyPath(specialty.slug),
    // A page without content would count as an error page that answers 200.
    indexable: listed,
    ...(listed ? { jsonLd: jsonLd(view, heading) } : {}),
  };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Specialty view={view} title={facts.title} />) };
}

function Specialty({ view, title }: { view: SpecialtyView; title: string }) {
  const { practitioner, states, reviewed = [] } = view;
  return (
    <div class="reading">
      <Crumbs above={[{ path: SPECIALTIES_PATH, title: 'Physicians' }]} />
      <h1>{title}</h1>
      {states.length > 0 ? (
        <List view={view} />
      ) : (
        <p>There are no {several(practitioner)} in our network at present.</p>
      )}
      {reviewed.length > 0 && (
        <section>
          <h2>Guides reviewed in {view.specialty.name}</h2>
          <p class="small">The latest reviews that were signed in this specialty, by members and others.</p>
          <ReviewedGuides guides={reviewed} />
        </section>
      )}
      <Apply call={{ practitioner, path: APPLY_PATH }} />
      {states.length > 0 && <ListingCaution />}
    </div>
  );
}

function List({ view: { specialty, states, paid } }: { view: SpecialtyView }) {
  return (
    <>
      {paid && (
        <p class="notice">
          <strong>Advertisement.</strong> Members pay a fee and are not endorsed.
        </p>
      )}
      <p>
        Every member of our network in {specialty.name}, under each state in which we verified a license. States stand
        in alphabetical order, and the physicians of a state by family name.
      </p>
      {states.length > 1 && <States states={states} />}
      {states.map((state) => (
        <section>
          <h2 id={anchorOf(state)}>{state.name}</h2>
          <ul class="listing">
            {state.members.map((member) => (
              <Member member={member} paid={paid} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function States({ states }: { states: State[] }) {
  return (
    <nav class="toc" aria-labelledby="_states">
      <h2 id="_states">On this page</h2>
      <ul>
        {states.map((state) => (
          <li>
            <a href={`#${anchorOf(state)}`}>{state.name}</a> ({state.members.length})
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Member({ member, paid }: { member: ListedMember; paid: boolean }) {
  const { name, credentials, path, licenseStates, practice } = member;
  return (
    <li>
      <a href={localHref(path)} rel={paid ? 'sponsored' : undefined}>
        {credentials ? `${name}, ${credentials}` : name}
      </a>
      <p class="meta">
        {practice && `${practice} · `}Licensed in {licenseStates.join(', ')}
      </p>
    </li>
  );
}

function anchorOf({ name }: State): string {
  return `in-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** The profiles as plain addresses, each once, in printed order: no ratings, no ranks. */
function jsonLd({ publisher, specialty, states }: SpecialtyView, heading: string): string {
  const path = specialtyPath(specialty.slug);
  const paths = [...new Set(states.flatMap(({ members }) => members.map((member) => member.path)))];
  const list = {
    '@type': 'ItemList',
    '@id': `${absoluteUrl(publisher.url, path)}#list`,
    name: heading,
    itemListElement: paths.map((profile, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      url: absoluteUrl(publisher.url, profile),
    })),
  };
  const graph = [
    list,
    breadcrumbList(publisher, [
      { path: SPECIALTIES_PATH, title: 'Physicians' },
      { path, title: heading },
    ]),
  ];
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }).replaceAll('<', '\\u003c');
}
