import { v7 as uuidv7 } from 'uuid';
import { lockGuide, openRechecks } from '../../src/editorial/index.js';
import { fillDraft, readVersion, takeVersion } from '../../src/guides/index.js';
import type { Actor } from '../../src/identity/index.js';
import type { Tx } from '../../src/platform/database.js';
import { checklist } from '../../src/reviews/index.js';
import type { BuiltGuide } from './build-guide.js';
import { History } from './history.js';

/** The decided review of a first revision: read, answered and approved. Answers its id. */
export async function buildDecidedReview(tx: Tx, guide: BuiltGuide, reviewer: Actor, at: Date): Promise<string> {
  const reviewId = uuidv7();
  await tx.run(
    `insert into review (id, guide_id, revision_id, version_id, kind, status, assignee_id, assigned_at, touched_at, opened_at, decided_at, decided_on, verdict)
     values ($1, $2, $3, $4, 'full', 'decided', $5, $6, $6, $6, $6, $6::timestamptz::date, 'approve')`,
    [reviewId, guide.id, guide.revisionId, guide.versionId, reviewer.accountId, at],
  );
  await readAndAnswer(tx, { reviewId, versionId: guide.versionId }, reviewer, at);
  return reviewId;
}

/** The assignee opened the text and answered the whole checklist with yes. */
export async function readAndAnswer(
  tx: Tx,
  review: { reviewId: string; versionId: string },
  reviewer: Actor,
  at: Date,
): Promise<void> {
  await tx.run(
    'insert into review_opening (review_id, account_id, version_id, at) values ($1, $2, $3, $4) on conflict do nothing',
    [review.reviewId, reviewer.accountId, review.versionId, at],
  );
  await tx.run(
    `insert into review_answer (review_id, version_id, item, answer, account_id, at)
     select w.id, w.version_id, i, 'yes', $2, $3 from review w, unnest($4::integer[]) i where w.id = $1 on conflict do nothing`,
    [review.reviewId, reviewer.accountId, at, checklist.map(({ item }) => item)],
  );
}

/** Specialties of a version in which the reviewer is licensed. */
export async function sharedSpecialties(tx: Tx, versionId: string, reviewer: Actor): Promise<string[]> {
  const rows = await tx.rows<{ specialty: string }>(
    `select distinct s.specialty from version_specialty s join credential c on c.specialty = s.specialty
      where s.version_id = $1 and c.account_id = $2 order by 1`,
    [versionId, reviewer.accountId],
  );
  return rows.map(({ specialty }) => specialty);
}

/** An open recheck of a live guide; with an assignee, claimed by them at the same time. Answers the review's id. */
export async function buildRecheck(
  tx: Tx,
  guide: BuiltGuide,
  { at, assignee }: { at: Date; assignee?: Actor },
): Promise<string> {
  const { head } = await lockGuide(tx, guide.id);
  const { dueOn } = await tx.one<{ dueOn: Date }>('select due_on::timestamptz as "dueOn" from guide where id = $1', [
    guide.id,
  ]);
  await openRechecks(tx, [{ head, versionId: guide.versionId, decideBy: dueOn }], at);
  const { id } = await tx.one<{ id: string }>(
    `select id from review where guide_id = $1 and kind = 'recheck' and status = 'open'`,
    [guide.id],
  );
  if (!assignee) return id;
  await tx.run(
    `update review set status = 'assigned', assignee_id = $2, assigned_at = $3, touched_at = $3 where id = $1`,
    [id, assignee.accountId, at],
  );
  const history = await History.of(tx, guide.id, at);
  await history.tell('review.claimed', assignee, [{ kind: 'review', id, from: 'open', to: 'assigned' }], {
    reviewId: id,
    assigneeId: assignee.accountId,
  });
  return id;
}

/** A new ordinary revision of a live guide, with the live text, submitted for a full review that waits in the queue. */
export async function buildRevisionInReview(
  tx: Tx,
  guide: BuiltGuide,
  { at, owner }: { at: Date; owner: Actor },
): Promise<{ revisionId: string; reviewId: string }> {
  const [revisionId, reviewId] = [uuidv7(), uuidv7()];
  const { content } = await readVersion(tx, guide.versionId);
  const history = await History.of(tx, guide.id, at);
  await tx.run(
    `insert into revision (id, guide_id, base_version_id, base_hash, opened_by, opened_at) values ($1, $2, $3, $4, $5, $6)`,
    [revisionId, guide.id, guide.versionId, guide.hash, owner.accountId, at],
  );
  await fillDraft(tx, revisionId, content, at);
  await history.tell('revision.opened', owner, [{ kind: 'revision', id: revisionId, from: null, to: 'draft' }], {
    revisionId,
    kind: 'ordinary',
    baseVersionId: guide.versionId,
  });
  const version = await takeVersion(tx, {
    guideId: guide.id,
    revisionId,
    kind: 'submission',
    content,
    baseVersionId: guide.versionId,
    createdBy: owner.accountId,
    at,
  });
  await tx.run(
    `update revision set status = 'in-review', review_kind = 'full', submitted_by = $2, submitted_version_id = $3 where id = $1`,
    [revisionId, owner.accountId, version.id],
  );
  await tx.run(
    `insert into review (id, guide_id, revision_id, version_id, kind, touched_at, opened_at) values ($1, $2, $3, $4, 'full', $5, $5)`,
    [reviewId, guide.id, revisionId, version.id, at],
  );
  await history.tell(
    'revision.submitted',
    owner,
    [
      { kind: 'revision', id: revisionId, from: 'draft', to: 'in-review' },
      { kind: 'review', id: reviewId, from: null, to: 'open' },
    ],
    { revisionId, reviewId, versionId: version.id, hash: version.hash, reviewKind: 'full', eligible: 1 },
  );
  return { revisionId, reviewId };
}

/** A minor revision of a live guide that an editor proposed and nobody has confirmed. Answers its id. */
export async function buildMinorProposal(
  tx: Tx,
  guide: BuiltGuide,
  { at, editor }: { at: Date; editor: Actor },
): Promise<string> {
  const revisionId = uuidv7();
  const { content } = await readVersion(tx, guide.versionId);
  const typed = { ...content, lead: { markdown: content.lead.markdown.replace('.[', '[') } };
  const history = await History.of(tx, guide.id, at);
  await tx.run(
    `insert into revision (id, guide_id, kind, base_version_id, base_hash, opened_by, opened_at) values ($1, $2, 'minor', $3, $4, $5, $6)`,
    [revisionId, guide.id, guide.versionId, guide.hash, editor.accountId, at],
  );
  await fillDraft(tx, revisionId, typed, at);
  await history.tell('revision.opened', editor, [{ kind: 'revision', id: revisionId, from: null, to: 'draft' }], {
    revisionId,
    kind: 'minor',
    baseVersionId: guide.versionId,
  });
  const version = await takeVersion(tx, {
    guideId: guide.id,
    revisionId,
    kind: 'minor',
    content: typed,
    baseVersionId: guide.versionId,
    createdBy: editor.accountId,
    at,
  });
  await tx.run(
    `update revision set status = 'minor-proposed', submitted_version_id = $2, proposed_by = $3, proposed_at = $4 where id = $1`,
    [revisionId, version.id, editor.accountId, at],
  );
  await history.tell(
    'revision.minor-proposed',
    editor,
    [{ kind: 'revision', id: revisionId, from: 'draft', to: 'minor-proposed' }],
    { revisionId, versionId: version.id, hash: version.hash },
  );
  return revisionId;
}
