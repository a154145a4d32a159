import { day } from './calendar.js';
import type { Input } from './command.js';
import { publishApproved } from './publishing.js';
import { fit, has } from './people.js';
import { againstSigning, publicationOf, sign } from './signing.js';
import { baseCurrent, isMinorOf, lastSigned, lintFails, merge, signedVersion, specialtiesOf, takeVersion } from './texts.js';
import { blank, decide, find, liveVersion, nextId, open, openRevision, parts, pending, same, type Content, type Guide, type Outcome, type Review, type Revision, type World } from './state.js';

interface Act {
  world: World;
  guide: Guide;
  revision: Revision;
  /** Its open review, else its last. */
  review: Review | undefined;
  by: string;
  input: Input;
}

/** Opens a revision on the live text, or an empty one. */
export function openOn(world: World, guide: Guide, kind: Revision['kind'], content?: Content): Revision {
  const draft = structuredClone(content ?? liveVersion(guide)?.content ?? blank());
  const revision: Revision = {
    id: nextId(world, 'r'), kind, status: 'draft', base: guide.live, draft, etags: Object.fromEntries(parts.map((part) => [part, 1])), contributions: [],
    reviewKind: null, submitted: null, submittedBy: null, approved: null, approval: null, proposedBy: null, proposedAt: 0, scheduledFor: null,
    openedAt: world.now,
  };
  for (const part of parts) if (part.startsWith('section:') && draft[part] === '') delete revision.etags[part];
  guide.revisions.push(revision);
  return revision;
}

export function open_(world: World, guide: Guide, by: string, { kind = 'ordinary' }: Input): Outcome {
  const against = () => ({
    guide: guide.status === 'archived',
    one: openRevision(guide, kind) !== undefined,
    base: kind === 'minor' && guide.status !== 'live',
  });
  return decide(has(world, by, 'editor'), true, against, () => void openOn(world, guide, kind));
}

/** Opens a review; who judged the text before takes it up again where they still may. */
export function openReview(world: World, guide: Guide, input: Pick<Review, 'kind' | 'revision' | 'version'>, before: string | null = null): Review {
  const again = before !== null && fit(world, guide, find(guide.versions, input.version), before) ? before : null;
  const review: Review = {
    id: nextId(world, 'w'), ...input, status: again ? 'assigned' : 'open', assignee: again, touchedAt: world.now, openings: [], answers: {}, verdict: null,
    decidedAt: 0,
  };
  guide.reviews.push(review);
  return review;
}

export function cancel(guide: Guide, which: (review: Review) => boolean): void {
  for (const review of guide.reviews) if (pending(review) && which(review)) review.status = 'cancelled';
}

export function conclude(world: World, review: Review, verdict: string): void {
  Object.assign(review, { status: 'decided', verdict, decidedAt: world.now });
}

const isEditor = ({ world, by }: Act): boolean => has(world, by, 'editor');
const isAssignee = ({ review, by }: Act): boolean => review?.assignee === by;
const leave = (revision: Revision, status: Revision['status']): void => {
  Object.assign(revision, { status, approved: null, approval: null, scheduledFor: null });
};

/** Puts another text in place of the draft; each part that moved counts up, a new section starts at one. */
function replaceDraft(revision: Revision, content: Content): void {
  for (const part of parts) {
    if (revision.draft[part] === content[part]) continue;
    revision.etags[part] = (revision.etags[part] ?? 0) + 1;
    revision.draft[part] = content[part];
  }
}

const submit = (act: Act): Outcome => {
  const { world, guide, revision, input, by } = act;
  const from = revision.status === 'draft' || revision.status === 'changes-requested';
  const against = () => ({
    kind: revision.kind !== 'ordinary',
    guide: guide.status === 'archived',
    lint: lintFails(revision.draft),
    comments: guide.comments.some((c) => c.revision === revision.id && c.blocking && !c.resolved && !c.answered),
    review: input.reviewKind === undefined || (input.reviewKind === 'changes' && signedVersion(guide, revision) === null),
  });
  return decide(isEditor(act), from, against, () => {
    const version = takeVersion(world, guide, { revision: revision.id, kind: 'submission', content: revision.draft, base: revision.base });
    const asked = guide.reviews.filter((w) => w.revision === revision.id && w.verdict === 'request-changes').sort((a, b) => b.decidedAt - a.decidedAt)[0];
    const kind = input.reviewKind ?? 'full';
    openReview(world, guide, { kind, revision: revision.id, version: version.id }, asked?.assignee);
    Object.assign(revision, { status: 'in-review', submitted: version.id, submittedBy: by, reviewKind: kind, approved: null, approval: null });
  });
};

const recall = (act: Act): Outcome => {
  const { world, guide, revision, by } = act;
  const may = revision.submittedBy === by || (guide.owner === by && isEditor(act)) || has(world, by, 'lead');
  return decide(may, revision.status === 'in-review', () => ({}), () => {
    cancel(guide, (w) => w.revision === revision.id);
    revision.status = 'draft';
  });
};

const requestChanges = (act: Act): Outcome => {
  const { world, guide, revision, review } = act;
  const against = () => ({ comment: !guide.comments.some((c) => c.review === review?.id && c.blocking && !c.resolved) });
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    revision.status = 'changes-requested';
    if (review) conclude(world, review, 'request-changes');
  });
};

const approve = (act: Act): Outcome => {
  const { world, guide, revision, review, by, input } = act;
  const against = () => (review ? againstSigning(world, guide, review, by, input, true) : {});
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    if (!review) return;
    const signOff = sign(world, guide, review, find(guide.versions, review.version));
    conclude(world, review, 'approve');
    Object.assign(revision, { status: 'approved', approved: review.version, approval: signOff.id });
  });
};

/** The text with the reviewer's replacement in it, or nothing where it does not apply. */
export function replaced(guide: Guide, review: Review, { replace }: Input): Content | null {
  const { content } = find(guide.versions, review.version);
  if (!replace || replace === 'nowhere' || content[replace.part] === '' || content[replace.part] === replace.words) return null;
  return { ...content, [replace.part]: replace.words };
}

const approveWithChanges = (act: Act): Outcome => {
  const { world, guide, revision, review, by, input } = act;
  const against = () => (review ? { ...againstSigning(world, guide, review, by, input, true), replacements: replaced(guide, review, input) === null } : {});
  return decide(isAssignee(act), revision.status === 'in-review', against, () => {
    const content = review && replaced(guide, review, input);
    if (!review || !content) return;
    const version = takeVersion(world, guide, { revision: revision.id, kind: 'replacement', content, base: review.version });
    const signOff = sign(world, guide, review, version);
    conclude(world, review, 'approve-with-changes');
    Object.assign(revision, { status: 'changes-offered', approved: version.id, approval: signOff.id });
  });
};

/** Whoever accepts words contributes them; so nobody accepts their own. */
const acceptChanges = (act: Act): Outcome => {
  const { guide, revision, by, input } = act;
  const signer = guide.signOffs.find((s) => s.id === revision.approval)?.signer;
  const against = () => ({ hash: revision.approved === null, another: signer === by, named: input.wrong === true });
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

const declineChanges = (act: Act): Outcome =>
  decide(isEditor(act), act.revision.status === 'changes-offered', () => ({ reason: act.input.silent === true }), () => leave(act.revision, 'draft'));

const reopen = (act: Act): Outcome => {
  const from = act.revision.status === 'approved' || act.revision.status === 'scheduled';
  return decide(isEditor(act), from, () => ({ reason: act.input.silent === true }), () => leave(act.revision, 'draft'));
};

const signAgain = (act: Act): Outcome => {
  const { world, guide, revision, by } = act;
  const publication = publicationOf(world, guide, revision);
  const old = publication !== null && world.now - publication.approval.at > 90 * day;
  return decide(has(world, by, 'lead'), revision.status === 'approved', () => ({ lapsed: !publication?.licenseFails && !old }), () => {
    const kind = (publication?.signers.length ?? 0) > 1 ? 'full' : (revision.reviewKind ?? 'full');
    openReview(world, guide, { kind, revision: revision.id, version: revision.approved ?? '' });
    leave(revision, 'in-review');
    revision.reviewKind = kind;
  });
};

/** The guards of publish; the clock signs nothing and holds nothing. */
export function againstPublishing({ world, guide, revision, by }: Pick<Act, 'world' | 'guide' | 'revision'> & { by: string | null }): Record<string, boolean> {
  const publication = publicationOf(world, guide, revision);
  const reviewedBefore = guide.status !== 'unpublished' && guide.status !== 'withdrawn' && !guide.carriedOver;
  return {
    guide: guide.status === 'withdrawn' || guide.status === 'archived',
    signer: publication?.signers.length === 1 && publication.signers[0] === by,
    hold: guide.status === 'held' && guide.heldBy === by,
    hash: publication === null,
    base: !baseCurrent(guide, revision),
    full: publication !== null && publication.kind !== 'full' && !reviewedBefore,
    due: dueBefore(world, publication?.dueOn),
    license: publication?.licenseFails === true,
  };
}
