import type { Database } from '../../src/platform/database.js';
import type { Cast } from './cast.js';
import { nameOf } from './model/guide.js';
import { chosenByService, parts, type Content, type Guide, type World } from './model/state.js';
import type { Doing, Ids } from './doing.js';
import { partHash, wholeHash } from './words.js';

/** One guide as it stands in the database, in the model's words where they are short. */
interface Real {
  id: string;
  guide: Record<string, unknown>;
  versions: {
    id: string;
    kind: string;
    hash: string;
    base: string | null;
    revision: string | null;
    contributors: string[];
  }[];
  revisions: ({ id: string; parts: Record<string, { etag: number; hash: string }>; contributions: string[] } & Record<
    string,
    unknown
  >)[];
  reviews: ({ id: string; openings: string[]; answers: Record<string, string> | null } & Record<string, unknown>)[];
  comments: ({ id: string } & Record<string, unknown>)[];
  signOffs: ({ id: string; covers: Record<string, string> } & Record<string, unknown>)[];
  proposals: { name: string; hash: string; by: string }[];
  publications: Record<string, unknown>[];
}

const list = (select: string): string => `coalesce((select json_agg(x) from (${select}) x), '[]')`;

/** Everything that the model knows of some guides. Ids are given under the lock of the guide, and so in the order of the acts; instants before it. */
const query = `
  select g.id,
    json_build_object('status', g.status, 'before', g.status_before, 'slug', g.slug, 'owner', g.owner_id, 'category', c.slug, 'live', g.live_version_id,
      'publications', coalesce(g.live_publication, 0), 'everPublished', g.first_published_at is not null, 'lastReviewedOn', g.last_reviewed_on, 'dueOn', g.due_on,
      'carriedOver', g.carried_over, 'heldBy', g.held_by, 'heldMedical', g.held_medical, 'plannedOn', g.recheck_planned_on,
      'slugs', (select json_agg(slug order by slug) from guide_slug s where s.guide_id = g.id),
      'bars', array(select account_id from bar b where b.guide_id = g.id order by at)) as guide,
    ${list(`select id, kind, hash, base_version_id as base, revision_id as revision,
      array(select part_key || ' ' || account_id from version_contributor k where k.version_id = v.id) as contributors from version v where guide_id = g.id order by number`)} as versions,
    ${list(`select id, kind, status, base_version_id as base, review_kind as "reviewKind", submitted_version_id as submitted, submitted_by as "submittedBy",
      approved_version_id as approved, approved_sign_off_id as approval, proposed_by as "proposedBy", scheduled_for is not null as scheduled,
      (select json_object_agg(key, json_build_object('etag', etag, 'hash', hash)) from revision_part p where p.revision_id = r.id) as parts,
      array(select distinct part_key || ' ' || account_id from contribution k where k.revision_id = r.id) as contributions
      from revision r where guide_id = g.id order by id`)} as revisions,
    ${list(`select id, kind, status, revision_id as revision, version_id as version, assignee_id as assignee, verdict,
      array(select account_id || ' ' || version_id from review_opening o where o.review_id = w.id) as openings,
      (select json_object_agg(item, answer || ' ' || version_id) from review_answer a where a.review_id = w.id) as answers
      from review w where guide_id = g.id order by id`)} as reviews,
    ${list(`select id, review_id as review, blocking, answered_at is not null as answered, resolved_at is not null as resolved from comment where guide_id = g.id order by id`)} as comments,
    ${list(`select id, review_id as review, version_id as version, kind, rests_on_version_id as "restsOn", signer_id as signer, signed_on as "on",
      (select json_object_agg(key, hash) from sign_off_part p where p.sign_off_id = s.id) as covers from sign_off s where guide_id = g.id order by id`)} as "signOffs",
    ${list(`select name, hash, proposed_by as by from proposal where subject_id = g.id and settled_at is null order by name`)} as proposals,
    ${list(`select kind, version_id as version, revision_id as revision, sign_off_id as "signOff", reviewed_by_sign_off_id as "reviewedBy", last_reviewed_on as "lastReviewedOn",
      due_on as "dueOn", published_by as by, sections, ends_number as ends, reverts_to as reverts from publication where guide_id = g.id order by number`)} as publications
  from guide g join category c on c.id = g.category_id where g.slug = any ($1) or g.id = any ($2::uuid[])`;

/** Holds the model against the database, guide by guide, and learns the real ids of what is new. */
export class Comparing {
  private readonly names = new Map<string, string>();

  constructor(
    private readonly database: Database,
    cast: Cast,
    private readonly ids: Ids,
    private readonly hashes: Doing['hashes'],
  ) {
    for (const [name, actor] of Object.entries(cast.actors)) this.names.set(actor.accountId, name);
  }

  read(guideIds: string[]): Promise<Real[]> {
    return this.database.rows<Real>(query, [guideIds, guideIds.flatMap((id) => this.ids.get(id) ?? [])]);
  }

  /** What differs between the model and these guides: nothing, or one description. The ids are learned only when nothing does. */
  difference(world: World, reals: Real[], guideIds: string[]): string | undefined {
    const learned: [name: string, id: string, hash?: string][] = [];
    for (const id of guideIds) {
      const guide = world.guides.find((each) => each.id === id);
      const real =
        reals.find((each) => each.id === this.ids.get(id)) ?? reals.find((each) => each.guide['slug'] === id);
      if (!guide || !real)
        return guide === real ? undefined : `${id} is there ${guide ? 'in the model' : 'in the database'} alone`;
      const names = new Map([...this.names, ...namesOf(guide, real, learned)]);
      adoptTags(guide, real);
      const differs = describe(modelView(guide), realView(real, names));
      if (differs !== '') return differs;
    }
    for (const [name, id, hash] of learned) {
      this.ids.set(name, id);
      if (hash !== undefined) this.hashes.set(name, hash);
    }
    return undefined;
  }
}

/** The model’s names by real ids: the lists are in the order in which things came to be. */
function namesOf(guide: Guide, real: Real, learned: [string, string, string?][]): [string, string][] {
  const pairs: [string, { id: string; hash?: string }][] = [[guide.id, real]];
  for (const key of ['versions', 'revisions', 'reviews', 'comments', 'signOffs'] as const) {
    real[key].forEach((row, index) => pairs.push([guide[key][index]?.id ?? 'unknown', row]));
  }
  for (const [name, { id, hash }] of pairs) learned.push([name, id, hash]);
  for (const { name, hash } of real.proposals) {
    const proposal = guide.proposals.find((each) => each.name === name);
    if (proposal) learned.push([`${guide.id} ${nameOf(proposal)}`, guide.id, hash]);
  }
  return pairs.map(([name, { id }]) => [id, name]);
}

function adoptTags(guide: Guide, real: Real): void {
  guide.revisions.forEach(({ etags }, index) => {
    for (const part of parts)
      if (etags[part] === chosenByService) etags[part] = real.revisions[index]?.parts[part]?.etag ?? chosenByService;
  });
}

type View = Record<string, unknown>;

function modelView(guide: Guide): View {
  const {
    versions,
    revisions,
    reviews,
    comments,
    signOffs,
    proposals,
    publications,
    shown: _shown,
    revisionsBefore: _before,
    signedBefore: _signed,
    ...rest
  } = guide;
  return {
    guide: { ...rest, slugs: [...rest.slugs].sort(), publications: publications.length },
    versions: versions.map(({ content, contributors, ...version }) => ({
      ...version,
      hash: wholeHash(content),
      contributors: [...contributors].sort(),
    })),
    revisions: revisions.map(
      ({ draft, etags, contributions, scheduledFor, proposedAt: _at, openedAt: _opened, ...revision }) => ({
        ...revision,
        scheduled: scheduledFor !== null,
        contributions: [...contributions].sort(),
        parts: Object.fromEntries(
          parts.flatMap((part) =>
            etags[part] === undefined ? [] : [[part, { etag: etags[part], hash: partHash(part, draft[part]) }]],
          ),
        ),
      }),
    ),
    reviews: reviews.map(({ touchedAt: _t, openings, decidedAt: _d, ...review }) => ({
      ...review,
      openings: [...openings].sort(),
    })),
    comments: comments.map(({ revision: _r, author: _a, ...comment }) => comment),
    signOffs: signOffs.map(({ at: _at, covers, ...signOff }) => ({
      ...signOff,
      covers: hashesOf(covers),
    })),
    proposals: proposals.map(({ name, by }) => ({ name, by })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    publications,
  };
}

function hashesOf(covers: Partial<Content>): Record<string, string> {
  const known = parts.filter(
    (part) => covers[part] !== undefined && (covers[part] !== '' || !part.startsWith('section:')),
  );
  return Object.fromEntries(known.map((part) => [part, partHash(part, covers[part] ?? '')]));
}

const known = (key: string): boolean => parts.some((part) => part === key);
const knownParts = <T>(map: Record<string, T> | null): Record<string, T> =>
  Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => known(key)));

/** The same in the model’s names; parts that no walk changes are left out. */
function realView(real: Real, names: Map<string, string>): View {
  const people = (each: string[]): string[] =>
    each
      .map((entry) => entry.split(' '))
      .filter(([part = '']) => known(part))
      .map(([part, id = '']) => `${part} ${names.get(id)}`)
      .sort();
  const named = (row: View): View =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? (names.get(value) ?? value) : value]),
    );
  const allNamed = (words: string): string =>
    words
      .split(' ')
      .map((word) => names.get(word) ?? word)
      .join(' ');
  const { bars, ...guide } = real.guide;
  return {
    guide: { ...named({ ...guide, id: real.id }), bars: (bars as string[]).map((id) => names.get(id)) },
    versions: real.versions.map(({ contributors, ...version }) => ({
      ...named(version),
      contributors: people(contributors),
    })),
    revisions: real.revisions.map(({ parts: saved, contributions, ...revision }) => ({
      ...named(revision),
      contributions: people(contributions),
      parts: knownParts(saved),
    })),
    reviews: real.reviews.map(({ openings, answers, ...review }) => ({
      ...named(review),
      openings: openings.map(allNamed).sort(),
      answers: Object.fromEntries(Object.entries(answers ?? {}).map(([item, answer]) => [item, allNamed(answer)])),
    })),
    comments: real.comments.map(named),
    signOffs: real.signOffs.map(({ covers, ...signOff }) => ({ ...named(signOff), covers: knownParts(covers) })),
    proposals: real.proposals.map(({ name, by }) => ({ name, by: names.get(by) })),
    publications: real.publications.map(named),
  };
}

/** What differs, side by side; empty when nothing does. */
function describe(expected: unknown, found: unknown, path = ''): string {
  const both = typeof expected === 'object' && typeof found === 'object' && expected !== null && found !== null;
  if (!both)
    return expected === found
      ? ''
      : `${path}: the model says ${JSON.stringify(expected)}, the service ${JSON.stringify(found)}\n`;
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].map((key) => describe((expected as View)[key], (found as View)[key], `${path}/${key}`)).join('');
}
