import type { DemoSummary } from './summary.js';

/** What a start prints when all is ready; `url` is where the service listens, without a slash at the end. */
export function banner(url: string, demo: DemoSummary | undefined): string {
  return [
    '',
    `Imprimatur is ready at ${url}`,
    '',
    ...(demo ? demoLines(url, demo) : [...links(url, undefined), '']),
    '',
  ].join('\n');
}

function demoLines(url: string, demo: DemoSummary): string[] {
  const live = demo.guides.find(({ slug }) => slug === 'scalp-micropigmentation') ?? demo.guides[0];
  return [
    ...links(url, live?.slug),
    '',
    `  Demonstration logins, all with the password ${demo.password}`,
    ...columns(demo.logins.map(({ email, name, about }) => [email, name, about])),
    '',
    '  Guides and where they stand',
    ...columns(demo.guides.map((guide) => [stateOf(guide), guide.slug, url + pathOf(guide)])),
    '',
    '  Sign in from a terminal',
    `    curl -c jar -H 'content-type: application/json' -d '{"email":"maren@demo.example","password":"${demo.password}"}' ${url}/api/v1/session`,
    `    curl -b jar ${url}/api/v1/inbox`,
    '',
    '  This is invented data on the embedded database; only this machine can reach it. With DATABASE_URL there is no demonstration.',
  ];
}

function links(url: string, slug: string | undefined): string[] {
  return columns([
    ['Site', `${url}/`],
    ...(slug ? [['An example page', `${url}/guides/${slug}`]] : []),
    ['API, to browse and try', `${url}/api/docs`],
    ['Queues, for admins', `${url}/admin/queues`],
    ['Inbox, signed in', `${url}/api/v1/inbox`],
  ]);
}

function stateOf({ label, freshness, underReview, status }: DemoSummary['guides'][number]): string {
  if (status === 'live' && freshness === 'stale' && underReview) return 'stale, under review';
  if (status === 'live' && freshness === 'unreviewed') return 'carried over';
  return label;
}

/** Readers have a page of what was ever public; the rest is seen through the API. */
function pathOf({ status, slug }: DemoSummary['guides'][number]): string {
  return status === 'unpublished' ? '/api/v1/guides' : `/guides/${slug}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
