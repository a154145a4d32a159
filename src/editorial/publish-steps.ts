import { contentHash, readVersion, takeVersion, toParts, fromParts, type GuideContent } from '../guides/index.js';
import type { Move } from '../platform/event-store.js';
import { moveGuide, revisionOf, type Act } from './act.js';
import type { GuideStatus, PublicationFacts, PublicationKind } from './facts.js';
import { cancelReviews, repointRecheck } from './review-steps.js';

interface NewPublication {
  kind: PublicationKind;
  versionId: string | null;
  revisionId?: string | null;
  signOffId?: string | null;
  reviewedBySignOffId: string | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  notice?: string | null;
  sourceTitle?: string;
  sourceUrl?: string;
  sections?: string[];
  endsNumber?: number;
  revertsTo?: number;
}

/** Writes one numbered act on what is public. Answers its number. */
export async function recordPublication({ tx, facts, actor }: Act, p: NewPublication): Promise<number> {
  const { number } = await tx.one<{ number: number }>(
    `insert into publication (guide_id, number, kind, version_id, revision_id, sign_off_id, reviewed_by_sign_off_id, last_reviewed_on, due_on, notice, at, published_by,
       source_title, source_url, sections, ends_number, reverts_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning number`,
    [
      facts.guide.id,
      (facts.guide.livePublication ?? 0) + 1,
      p.kind,
      p.versionId,
      p.revisionId ?? null,
      p.signOffId ?? null,
      p.reviewedBySignOffId,
      p.lastReviewedOn,
      p.dueOn,
      p.notice ?? null,
      facts.now,
      actor?.accountId ?? null,
      p.sourceTitle ?? null,
      p.sourceUrl ?? null,
      p.sections ?? null,
      p.endsNumber ?? null,
      p.revertsTo ?? null,
    ],
  );
  return number;
}

/** What the last publication printed: holds, releases, minors and changes carry it on. */
export async function lastPrinted({
  tx,
  facts,
}: Act): Promise<Pick<NewPublication, 'reviewedBySignOffId' | 'lastReviewedOn' | 'dueOn'>> {
  const row = await tx.first<Pick<NewPublication, 'reviewedBySignOffId' | 'lastReviewedOn' | 'dueOn'>>(
    `select reviewed_by_sign_off_id as "reviewedBySignOffId", last_reviewed_on as "lastReviewedOn", due_on as "dueOn"
       from publication where guide_id = $1 and number = $2`,
    [facts.guide.id, facts.guide.livePublication],
  );
  return row ?? { reviewedBySignOffId: null, lastReviewedOn: null, dueOn: null };
}

interface GoingLive {
  kind: PublicationKind;
  version: { id: string; hash: string; categorySlug: string };
  publication: number;
  lastReviewedOn: string | null;
  dueOn: string | null;
  carriedOver?: boolean;
  firstPublishedAt?: Date;
}

/**
 * Points the guide at what is public now. Only a moved text moves the modified date, and carrying over changes no text: its date is
 * that of first publication. A new due date is planned for anew.
 */
export async function goLive(act: Act, live: GoingLive): Promise<Move> {
  const { tx, facts } = act;
  const category = await act.guides.category(tx, live.version.categorySlug);
  if (!category) throw new Error(`The signed text names a category that is gone: ${live.version.categorySlug}`);
  const moved = live.version.hash !== facts.guide.liveHash;
  return moveGuide(act, 'live', {
    live_version_id: live.version.id,
    live_publication: live.publication,
    category_id: category.id,
    first_published_at: facts.guide.firstPublishedAt ?? live.firstPublishedAt ?? facts.now,
    ...(moved ? { modified_at: live.firstPublishedAt ?? facts.now } : {}),
    last_reviewed_on: live.lastReviewedOn,
    due_on: live.dueOn,
    carried_over: live.carriedOver ?? false,
    ...(live.dueOn === facts.guide.dueOn ? {} : { recheck_planned_on: null }),
    held_by: null,
    held_at: null,
    held_medical: false,
    notice: null,
    successor_id: null,
    gone_at: null,
  });
}

/**
 * Publishes the approved version of the revision: re-applies minor changes made to live meanwhile, records the publication, moves
 * guide and rechecks. The caller moves the revision. Facts have passed every guard of publish.
 */
export async function publishApproved(
  act: Act,
  publication: PublicationFacts,
): Promise<{ moves: Move[]; number: number; versionId: string; hash: string; leftOut: string[] }> {
  const revision = revisionOf(act);
  const approved = await readVersion(act.tx, revision.approvedVersionId ?? '');
  const { content, leftOut } = await withMinors(act, approved.content);
  const reapplied = contentHash(content) !== approved.hash;
  const version = reapplied
    ? await takeVersion(act.tx, {
        guideId: act.facts.guide.id,
        revisionId: revision.id,
        kind: 'reapplied',
        content,
        baseVersionId: approved.id,
        mergedFromId: act.facts.guide.liveVersionId,
        createdBy: null,
        at: act.facts.now,
      })
    : approved;
  const printed = {
    reviewedBySignOffId: publication.reviewedBySignOffId,
    lastReviewedOn: publication.lastReviewedOn,
    dueOn: publication.dueOn,
  };
  const number = await recordPublication(act, {
    kind: publication.kind,
    versionId: version.id,
    revisionId: revision.id,
    signOffId: revision.approvedSignOffId,
    ...printed,
  });
  const guide = await goLive(act, {
    kind: publication.kind,
    version: { id: version.id, hash: version.hash, categorySlug: content.head.category },
    publication: number,
    lastReviewedOn: printed.lastReviewedOn,
    dueOn: printed.dueOn,
  });
  const rechecks = publication.kind === 'changes' ? [] : await cancelReviews(act, { rechecks: true }, 'superseded');
  if (publication.kind === 'changes') await repointRecheck(act, version.id);
  // The signature that it is published on takes their words in.
  const readings = await cancelReviews(act, { correctionsBefore: number }, 'superseded');
  return { moves: [guide, ...rechecks, ...readings], number, versionId: version.id, hash: version.hash, leftOut };
}

/** Minor changes published since the base, put on the approved text where its section is untouched; the others are named. */
async function withMinors(act: Act, approved: GuideContent): Promise<{ content: GuideContent; leftOut: string[] }> {
  const { baseVersionId } = revisionOf(act);
  const { liveVersionId } = act.facts.guide;
  if (!baseVersionId || !liveVersionId || baseVersionId === liveVersionId) return { content: approved, leftOut: [] };
  const base = await readVersion(act.tx, baseVersionId);
  const live = await readVersion(act.tx, liveVersionId);
  return mergeMinors(base.content, live.content, approved);
}

/** Pure: of what live changed against base, takes over the parts that the approved text left as they were. */
export function mergeMinors(
  base: GuideContent,
  live: GuideContent,
  approved: GuideContent,
): { content: GuideContent; leftOut: string[] } {
  const [from, to, ours] = [toParts(base), toParts(live), toParts(approved)];
  const leftOut: string[] = [];
  for (const key of Object.keys(to)) {
    const was = JSON.stringify(from[key]);
    if (JSON.stringify(to[key]) === was || JSON.stringify(to[key]) === JSON.stringify(ours[key])) continue;
    if (key in ours && JSON.stringify(ours[key]) === was) ours[key] = to[key];
    else leftOut.push(key);
  }
  return { content: fromParts(ours), leftOut };
}

/** Hold, withdrawal, take-down and archive leave nothing behind that would publish by itself. */
export async function standDown(act: Act, cause: string): Promise<Move[]> {
  return [...(await unscheduleAll(act)), ...(await cancelReviews(act, { rechecks: true }, cause))];
}

/** Clears the schedules of this guide; what was approved stays approved. */
export async function unscheduleAll({ tx, facts }: Act): Promise<Move[]> {
  const rows = await tx.rows<{ id: string }>(
    `update revision set status = 'approved', scheduled_for = null, scheduled_by = null, version = version + 1
      where guide_id = $1 and status = 'scheduled' returning id`,
    [facts.guide.id],
  );
  return rows.map(({ id }): Move => ({ kind: 'revision', id, from: 'scheduled', to: 'approved' }));
}

/** The status that stays, for transitions that do not move it. */
export function stays(act: Act): Move {
  const status: GuideStatus = act.facts.guide.status;
  return { kind: 'guide', id: act.facts.guide.id, from: status, to: status };
}
