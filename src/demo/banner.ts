import type { DemoSummary } from './summary.js';

type ShownGuide = DemoSummary['guides'][number];

/** In the order of a guide's way. */
const states = [
  'draft',
  'changes-requested',
  'medical review',
  'approved',
  'scheduled',
  'carried over',
  'published',
  'due soon',
  'stale',
  'stale, under review',
  'withdrawn',
];

/** What a start prints when all is ready; `url` is where the service listens, without a slash at the end. */
export function banner(url: string, demo: DemoSummary | undefined): string {
  const lines = demo ? demoLines(url, demo) : links(url, undefined);
  return ['', `Imprimatur is ready at ${url}`, '', ...lines, ''].join('\n');
}

function demoLines(url: string, demo: DemoSummary): string[] {
  const { password, logins } = demo;
  const guides = demo.guides.toSorted((one, other) => states.indexOf(stateOf(one)) - states.indexOf(stateOf(other)));
  const live = guides.find((guide) => stateOf(guide) === 'published') ?? guides[0];
  const secrets = JSON.stringify({ email: logins[2]?.email, password });
  return [
    ...links(url, live && pathOf(live)),
    '',
    `  Demonstration logins, all with the password ${password}`,
    ...columns(logins.map(({ email, name, about }) => [email, name, about])),
    '',
    '  Guides and where they stand',
    ...columns(guides.map((guide) => [stateOf(guide), guide.slug, url + pathOf(guide)])),
    '',
    ...physicianLines(url, demo),
    '  Sign in from a terminal',
    `    curl -c jar -H 'content-type: application/json' -d '${secrets}' ${url}/api/v1/session`,
    `    curl -b jar ${url}/api/v1/inbox`,
    '',
    '  People and their work are invented. The logins exist on the embedded database alone, which only this machine reaches.',
  ];
}

function physicianLines(url: string, { files, members, statusPath, ownRegistry }: DemoSummary): string[] {
  if (members.length === 0) return [];
  return [
    '  Members, and files of applicants that verifiers have in hand',
    ...columns([
      ...members.map((member) => [standingOf(member), member.name, url + pathOfMember(member)]),
      ...files.map(({ id, lane, status, name }) => [
        `${status}${lane ? `, ${lane}` : ''}`,
        name,
        `${url}/api/v1/applications/${id}`,
      ]),
      ...(statusPath ? [['an applicant’s page', 'Mira Oldfield', url + statusPath]] : []),
    ]),
    '',
    ...(ownRegistry
      ? ['  A registry of these invented physicians answers for the national one; NPPES_URL replaces it.', '']
      : []),
  ];
}

function standingOf({ status, suspension }: DemoSummary['members'][number]): string {
  return suspension ? `${status}, ${suspension}` : status;
}

/** Who is suspended has no page. */
function pathOfMember({ id, slug, status }: DemoSummary['members'][number]): string {
  return status === 'suspended' ? `/api/v1/physicians/${id}` : `/physicians/${slug}`;
}

function links(url: string, example: string | undefined): string[] {
  return columns([
    ['Site', `${url}/`],
    ...(example ? [['An example page', url + example]] : []),
    ['API, once signed in', `${url}/api/docs`],
    ['Queues, for admins', `${url}/admin/queues`],
    ['Inbox, once signed in', `${url}/api/v1/inbox`],
  ]);
}

function stateOf({ label, freshness, underReview, status }: ShownGuide): string {
  if (status === 'live' && freshness === 'stale' && underReview) return 'stale, under review';
  if (status === 'live' && freshness === 'unreviewed') return 'carried over';
  return label;
}

/** Readers have a page of what was ever public; the rest is seen through the API. */
function pathOf({ id, slug, status }: ShownGuide): string {
  return status === 'unpublished' ? `/api/v1/guides/${id}` : `/guides/${slug}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
