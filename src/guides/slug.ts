const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

// Paths of the service and of the page store, words that programs misread, and names that Windows keeps for devices.
const reserved = new Set(
  `about account accounts admin advertising api app apply archive assets atom audit auth author authors browse
  categories category contact corrections css dashboard data debug desk docs draft drafts edit editor error events
  favicon feed feeds featured files fonts guide guides health healthz help home how-we-review images img import index indexnow
  js jobs legal live livez login logout media metrics network new news null openapi page pages physician physicians
  policies policy preview previews privacy profile profiles publish queue queues ready readyz review reviewer reviewers reviews
  revisions robots rss search security session sessions settings sign-in sign-off sign-out sign-up sitemap sitemaps
  specialties specialty static status swagger terms test token tokens undefined upload uploads users version versions
  webhook webhooks well-known
  constructor prototype tostring valueof
  aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`.split(
    /\s+/,
  ),
);

/** Why this may not be the slug of a guide, as sentences; empty when it may. */
export function slugProblems(slug: string): string[] {
  const problems: string[] = [];
  if (slug.length < 3 || slug.length > 80)
    problems.push(`The slug must have 3 to 80 characters (it has ${slug.length}).`);
  if (!kebab.test(slug)) {
    problems.push('The slug may hold lower-case letters a to z, digits, and single hyphens between them.');
  }
  if (reserved.has(slug)) problems.push(`The slug “${slug}” is reserved for the site itself.`);
  if (/^[0-9-]+$/.test(slug)) problems.push('The slug must hold a letter.');
  if (uuid.test(slug)) problems.push('The slug must not look like an id.');
  return problems;
}

/**
 * Equal for slugs that a reader could take for one another: compatibility forms and case folded; `0` and `o`; `1`, `l`
 * and `i`; `rn` and `m`; `vv` and `w` made one; doubled hyphens single, outer ones gone. Two different slugs with one
 * skeleton are look-alikes; the skeleton itself is never shown.
 */
export function slugSkeleton(slug: string): string {
  return slug
    .normalize('NFKC')
    .toLowerCase()
    .replace(/0/g, 'o')
    .replace(/[1i|]/g, 'l')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[-_]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
