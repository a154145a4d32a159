import { readDraft, readVersion, takeVersion } from '../guides/index.js';
import { actorOf, moveRevision, revisionOf, type Act, type Outcome } from './act.js';
import type { RevisionStatus } from './facts.js';
import { goLive, lastPrinted, recordPublication } from './publish-steps.js';
import { openReview, repointRecheck } from './review-steps.js';

/** One published minor change in twenty is read by a reviewer afterwards, chosen by its hash. */
const sampledOneIn = 20;
const sampleDays = 14;

export async function proposeMinor(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const revision = revisionOf(act);
  const { content } = await readDraft(tx, revision.id);
  const version = await takeVersion(tx, {
    guideId: facts.guide.id,
    revisionId: revision.id,
    kind: 'minor',
    content,
    baseVersionId: facts.guide.liveVersionId,
    createdBy: actorOf(act).accountId,
    at: facts.now,
  });
  const move = await moveRevision(act, to, {
    submitted_version_id: version.id,
    proposed_by: actorOf(act).accountId,
    proposed_at: facts.now,
  });
  return {
    moves: [move],
    payload: { revisionId: revision.id, versionId: version.id, hash: version.hash },
    created: { versionId: version.id, hash: version.hash },
  };
}

export async function confirmMinor(act: Act, to: RevisionStatus): Promise<Outcome> {
  const { tx, facts } = act;
  const version = await readVersion(tx, revisionOf(act).submittedVersionId ?? '');
  const printed = await lastPrinted(act);
  const number = await recordPublication(act, {
    kind: 'minor',
    versionId: version.id,
    revisionId: revisionOf(act).id,
    ...printed,
  });
  const guide = await goLive(act, {
    kind: 'minor',
    version: { id: version.id, hash: version.hash, categorySlug: version.content.head.category },
    publication: number,
    lastReviewedOn: facts.guide.lastReviewedOn,
    dueOn: facts.guide.dueOn,
    carriedOver: facts.guide.carriedOver,
  });
  await repointRecheck(act, version.id, { minor: true });
  const sample =
    Number.parseInt(version.hash.slice(0, 8), 16) % sampledOneIn === 0 && !facts.guide.carriedOver
      ? await openReview(act, {
          kind: 'after-the-fact',
          revisionId: revisionOf(act).id,
          versionId: version.id,
          decideBy: new Date(facts.now.getTime() + sampleDays * 86_400_000),
        })
      : undefined;
  const move = await moveRevision(act, to, { closed_at: facts.now });
  return {
    moves: [move, guide, ...(sample?.moves ?? [])],
    payload: {
      publication: number,
      kind: 'minor',
      versionId: version.id,
      hash: version.hash,
      dueOn: facts.guide.dueOn,
      leftOut: [],
    },
  };
}

export async function minorBack(act: Act, to: RevisionStatus): Promise<Outcome> {
  const move = await moveRevision(act, to, { proposed_by: null, proposed_at: null });
  return { moves: [move], payload: { revisionId: revisionOf(act).id } };
}
