import { day } from './calendar.js';
import { has } from './people.js';
import { againstSigning, publicationOf, sign } from './signing.js';
import {
  cancel,
  conclude,
  isAssignee,
  isEditor,
  leave,
  openOn,
  openReview,
  replaceDraft,
  replaced,
  unusable,
  type Act,
} from './steps.js';
import { lintFails, signedVersion, takeVersion } from './texts.js';
import {
  decide,
  find,
  openRevision,
  parts,
  same,
  type Content,
  type Guide,
  type Outcome,
  type Review,
  type World,
} from './state.js';
import type { Input } from './command.js';

export function openAnother(world: World, guide: Guide, by: string, { kind = 'ordinary' }: Input): Outcome {
  const against = () => ({
    guide: guide.status === 'archived' || guide.status === 'legal',
    one: openRevision(guide, kind) !== undefined,
    base: kind === 'minor' && guide.status !== 'live',
  });
  return decide(has(world, by, 'editor'), true, against, () => void openOn(world, guide, kind));
}

export const submit = (act: Act): Outcome => {
  const { world, guide, revision, input, by } = act;
  const from = revision.status === 'draft' || revision.status === 'changes-requested';
  const against = () => ({
    kind: revision.kind !== 'ordinary',
    guide: guide.status === 'archived' || guide.status === 'legal',
    lint: lintFails(revision.draft),
    comments: guide.comments.some((c) => c.revision === revision.id && c.blocking && !c.resolved && !c.answered),
    review:
      input.reviewKind === undefined || (input.reviewKind === 'changes' && signedVersion(guide, revision) === null),
  });
  return decide(isEditor(act), from, against, () => {
    const version = takeVersion(world, guide, {
      revision: revision.id,
      kind: 'submission',
      content: revision.draft,
      base: revision.base,
    });
    const asked = guide.reviews
      .filter((w) => w.revision === revision.id && w.verdict === 'request-changes')
      .sort((a, b) => b.decidedAt - a.decidedAt)[0];
    const kind = input.reviewKind ?? 'full';
    openReview(world, guide, { kind, revision: revision.id, version: version.id }, asked?.assignee);
    Object.assign(revision, {
      status: 'in-review',
      submitted: version.id,
      submittedBy: by,
      reviewKind: kind,
      approved: null,
      approval: null,
    });
  });
};

export const recall = (act: Act): Outcome => {
  const { world, guide, revision, by } = act;
  const may = ((revision.submittedBy === by || guide.owner === by) && isEditor(act)) || has(world, by, 'lead');
  return decide(
    may,
    revision.status === 'in-review',
    () => ({}),
    () => {
      cancel(guide, (w) => w.revision === revision.id);
      revision.status = 'draft';
    },
  );
};

export const requestChanges = (act: Act): Outcome => {
  const { world, guide, revision, review } = act;
  const against = () => ({
    comment: !guide.comments.some((c) => c.review === review?.id && c.blocking && !c.resolved),
  });
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    revision.status = 'changes-requested';
    if (review) conclude(world, review, 'request-changes');
  });
};

export const approve = (act: Act): Outcome => {
  const { world, guide, revision, review, by, input } = act;
  const against = () => (review ? againstSigning(world, guide, review, by, input, true) : {});
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    if (!review) return;
    const signOff = sign(world, guide, review, find(guide.versions, review.version));
    conclude(world, review, 'approve');
    Object.assign(revision, { status: 'approved', approved: review.version, approval: signOff.id });
  });
};

export const approveWithChanges = (act: Act): Outcome => {
  const { world, guide, revision, review, by, input } = act;
  const judged = review && find(guide.versions, review.version).content;
  const content = judged ? replaced(judged, input) : null;
  const against = () =>
    review && judged
      ? { ...againstSigning(world, guide, review, by, input, true), replacements: unusable(judged, content) }
      : {};
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    if (!review || !content) return;
    const version = takeVersion(world, guide, {
      revision: revision.id,
      kind: 'replacement',
      content,
      base: review.version,
    });
    const signOff = sign(world, guide, review, version);
    conclude(world, review, 'approve-with-changes');
    Object.assign(revision, { status: 'changes-offered', approved: version.id, approval: signOff.id });
  });
};

/** The hash is of the text: another version of the same words has it too. */
function namesText(guide: Guide, { names }: Input, version: string | null): boolean {
  const named = guide.versions.find((v) => v.id === names)?.content;
  return named !== undefined && same(named, find(guide.versions, version).content);
}

/** Whoever accepts words contributes them; so nobody accepts their own. */
export const acceptChanges = (act: Act): Outcome => {
  const { guide, revision, by, input } = act;
  const signer = guide.signOffs.find((s) => s.id === revision.approval)?.signer;
  const against = () => ({
    hash: revision.approved === null,
    another: signer === by,
    named: !namesText(guide, input, revision.approved),
  });
  return decide(isEditor(act), revision.status === 'changes-offered', against, () => {
    const version = find(guide.versions, revision.approved);
    const before = find(guide.versions, version.base).content;
    const taken = parts.filter((part) => before[part] !== version.content[part]).map((part) => `${part} ${by}`);
    replaceDraft(revision, version.content);
    for (const each of taken) {
      if (!revision.contributions.includes(each)) revision.contributions.push(each);
      if (!version.contributors.includes(each)) version.contributors.push(each);
    }
    revision.status = 'approved';
  });
};

export const declineChanges = (act: Act): Outcome =>
  decide(
    isEditor(act),
    act.revision.status === 'changes-offered',
    () => ({ reason: act.input.silent === true }),
    () => leave(act.revision, 'draft'),
  );

export const reopen = (act: Act): Outcome => {
  const from = act.revision.status === 'approved' || act.revision.status === 'scheduled';
  return decide(
    isEditor(act),
    from,
    () => ({ reason: act.input.silent === true }),
    () => leave(act.revision, 'draft'),
  );
};

export const signAgain = (act: Act): Outcome => {
  const { world, guide, revision, by } = act;
  const publication = publicationOf(world, guide, revision);
  const old = publication !== null && world.now - publication.approval.at > 90 * day;
  return decide(
    has(world, by, 'lead'),
    revision.status === 'approved',
    () => ({ lapsed: !publication?.licenseFails && !old }),
    () => {
      const kind = (publication?.signers.length ?? 0) > 1 ? 'full' : (revision.reviewKind ?? 'full');
      openReview(world, guide, { kind, revision: revision.id, version: revision.approved ?? '' });
      leave(revision, 'in-review');
      revision.reviewKind = kind;
    },
  );
};
