import { v7 as uuidv7 } from 'uuid';
import { fillDraft, Guides, partHashes, recordContributions, takeVersion } from '../../src/guides/index.js';
import type { Actor } from '../../src/identity/index.js';
import { civilDate } from '../../src/platform/civil-date.js';
import type { Tx } from '../../src/platform/database.js';
import { sign } from '../../src/reviews/index.js';
import { testTimeZone, type NewGuide } from './build.js';
import { buildDecidedReview, sharedSpecialties } from './build-review.js';
import { History } from './history.js';
import { sampleContent } from './sample-content.js';

export interface BuiltGuide {
  id: string;
  slug: string;
  revisionId: string;
  versionId: string;
  hash: string;
}

export interface BuiltLiveGuide extends BuiltGuide {
  signOffId: string;
  lastReviewedOn: string;
  dueOn: string;
}

let built = 0;

/** A guide with a draft of its first revision, and a version taken of it. */
async function buildDrafted(
  tx: Tx,
  input: NewGuide,
  kind: 'submission' | 'carry-over',
): Promise<BuiltGuide & { history: History }> {
  const { category, owner, at, content = sampleContent() } = input;
  const [id, revisionId] = [uuidv7(), uuidv7()];
  built += 1;
  const slug = input.slug ?? `sample-${built}-guide`;
  await tx.run(
    `insert into guide (id, slug, category_id, owner_id, cadence_override, cadence_reason, created_at)
     values ($1, $2, $3, $4, $5, case when $5::integer is not null then 'as the test needs it' end, $6)`,
    [id, slug, category.id, owner.accountId, input.cadenceOverride ?? null, at],
  );
  await new Guides().giveSlug(tx, id, slug, at);
  const history = await History.of(tx, id, at);
  await history.tell('guide.created', owner, [{ kind: 'guide', id, from: null, to: 'unpublished' }], {
    slug,
    sourceGuideId: null,
  });
  await tx.run('insert into revision (id, guide_id, opened_by, opened_at) values ($1, $2, $3, $4)', [
    revisionId,
    id,
    owner.accountId,
    at,
  ]);
  await fillDraft(tx, revisionId, content, at);
  const parts = Object.entries(partHashes(content)).map(([key, hash]) => ({ key, hash }));
  await recordContributions(tx, { guideId: id, revisionId, accountId: owner.accountId, at }, parts);
  await history.tell('revision.opened', owner, [{ kind: 'revision', id: revisionId, from: null, to: 'draft' }], {
    revisionId,
    kind: 'ordinary',
    baseVersionId: null,
  });
  const version = await takeVersion(tx, {
    guideId: id,
    revisionId,
    kind,
    content,
    baseVersionId: null,
    createdBy: owner.accountId,
    at,
  });
  return { id, slug, revisionId, versionId: version.id, hash: version.hash, history };
}

/** A guide whose first revision was reviewed in full, signed by `reviewer` and published, all at `at`. */
export async function buildLiveGuide(tx: Tx, input: NewGuide & { reviewer: Actor }): Promise<BuiltLiveGuide> {
  const { history, ...guide } = await buildDrafted(tx, input, 'submission');
  const { owner, reviewer, at } = input;
  const { revisionId, versionId, hash } = guide;
  const reviewId = await buildDecidedReview(tx, guide, reviewer, at);
  await history.tell(
    'revision.submitted',
    owner,
    [
      { kind: 'revision', id: revisionId, from: 'draft', to: 'in-review' },
      { kind: 'review', id: reviewId, from: null, to: 'open' },
    ],
    { revisionId, reviewId, versionId, hash, reviewKind: 'full', eligible: 1 },
  );
  await history.tell('review.claimed', reviewer, [{ kind: 'review', id: reviewId, from: 'open', to: 'assigned' }], {
    reviewId,
    assigneeId: reviewer.accountId,
  });
  const lastReviewedOn = civilDate(at, input.timeZone ?? testTimeZone);
  const signOffId = await sign(tx, {
    guideId: guide.id,
    reviewId,
    versionId,
    versionHash: hash,
    restsOnVersionId: null,
    verdict: 'approve',
    kind: 'full',
    conflict: 'none',
    conflictStatement: '',
    signer: { ...reviewer, reauthenticatedAt: at },
    specialties: await sharedSpecialties(tx, versionId, reviewer),
    at,
    on: lastReviewedOn,
  });
  await history.tell(
    'revision.approved',
    reviewer,
    [
      { kind: 'revision', id: revisionId, from: 'in-review', to: 'approved' },
      { kind: 'review', id: reviewId, from: 'assigned', to: 'decided' },
    ],
    { revisionId, reviewId, versionId, hash, signOffId },
  );
  const dueOn = await goLive(tx, guide, { signOffId, lastReviewedOn, at, publishedBy: owner });
  await tx.run(
    `update revision set status = 'published', review_kind = 'full', submitted_by = $2, submitted_version_id = $3, approved_version_id = $3,
            approved_sign_off_id = $4, closed_at = $5 where id = $1`,
    [revisionId, owner.accountId, versionId, signOffId, at],
  );
  await history.tell(
    'guide.published',
    owner,
    [
      { kind: 'revision', id: revisionId, from: 'approved', to: 'published' },
      { kind: 'guide', id: guide.id, from: 'unpublished', to: 'live' },
    ],
    { publication: 1, kind: 'full', versionId, hash, dueOn, leftOut: [] },
  );
  return { ...guide, signOffId, lastReviewedOn, dueOn };
}

async function goLive(
  tx: Tx,
  guide: BuiltGuide,
  {
    signOffId,
    lastReviewedOn,
    at,
    publishedBy,
  }: { signOffId: string; lastReviewedOn: string; at: Date; publishedBy: Actor },
): Promise<string> {
  const { dueOn } = await tx.one<{ dueOn: string }>('select due_on($2::date, cadence_months($1)) as "dueOn"', [
    guide.id,
    lastReviewedOn,
  ]);
  await tx.run(
    `insert into publication (guide_id, number, kind, version_id, revision_id, sign_off_id, reviewed_by_sign_off_id, last_reviewed_on, due_on, at, published_by)
     values ($1, 1, 'full', $2, $3, $4, $4, $5, $6, $7, $8)`,
    [guide.id, guide.versionId, guide.revisionId, signOffId, lastReviewedOn, dueOn, at, publishedBy.accountId],
  );
  await tx.run(
    `update guide set status = 'live', live_version_id = $2, live_publication = 1, first_published_at = $3, modified_at = $3,
            last_reviewed_on = $4, due_on = $5 where id = $1`,
    [guide.id, guide.versionId, at, lastReviewedOn, dueOn],
  );
  return dueOn;
}

/** A page that was public before, live without a signature; its first review is planned for `plannedFor`. */
export async function buildCarriedOverGuide(tx: Tx, input: NewGuide & { plannedFor: string }): Promise<BuiltGuide> {
  const { history, ...guide } = await buildDrafted(tx, input, 'carry-over');
  const { owner, at, plannedFor } = input;
  await tx.run(
    `insert into publication (guide_id, number, kind, version_id, due_on, at, published_by) values ($1, 1, 'carried-over', $2, $3, $4, $5)`,
    [guide.id, guide.versionId, plannedFor, at, owner.accountId],
  );
  await tx.run(
    `update guide set status = 'live', live_version_id = $2, live_publication = 1, first_published_at = $3, modified_at = $3,
            due_on = $4, carried_over = true where id = $1`,
    [guide.id, guide.versionId, at, plannedFor],
  );
  await tx.run(`update revision set status = 'discarded', closed_at = $2 where id = $1`, [guide.revisionId, at]);
  await history.tell(
    'guide.carried-over',
    owner,
    [
      { kind: 'guide', id: guide.id, from: 'unpublished', to: 'live' },
      { kind: 'revision', id: guide.revisionId, from: 'draft', to: 'discarded' },
    ],
    { publication: 1, versionId: guide.versionId, hash: guide.hash, plannedFor },
  );
  return guide;
}
