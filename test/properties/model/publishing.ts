import { civil, day } from './calendar.js';
import type { Input } from './command.js';
import { has, holds, signingSpecialties } from './people.js';
import { record, type Said } from './publications.js';
import { publicationOf } from './signing.js';
import { cancel, isEditor, leave, openReview, replaceDraft, type Act } from './steps.js';
import { baseCurrent, isMinorOf, lastSigned, merge, takeVersion, withMinors } from './texts.js';
import {
  cadence,
  decide,
  find,
  headOf,
  liveVersion,
  open,
  parts,
  pending,
  same,
  type Guide,
  type Outcome,
  type Revision,
  type Version,
  type World,
} from './state.js';

/** What the model cannot know by itself. */
export interface Oracle {
  /** Whether a minor change with this text is read by a reviewer afterwards. */
  sampled(version: Version): boolean;
}

/** Points the guide at what is public now; a new due date is planned for anew. */
export function goLive(
  guide: Guide,
  version: Version,
  dates: Pick<Guide, 'lastReviewedOn' | 'dueOn' | 'carriedOver'>,
  said: Said,
): void {
  const { lastReviewedOn, dueOn } = dates;
  record(guide, { version: version.id, lastReviewedOn, dueOn, ...said });
  if (dates.dueOn !== guide.dueOn) guide.plannedOn = null;
  const { category } = headOf(version.content);
  Object.assign(guide, {
    status: 'live',
    live: version.id,
    category,
    everPublished: true,
    heldBy: null,
    heldMedical: false,
    ...dates,
  });
  guide.shown.push(version.content);
}

/** An open recheck judges the text that is live now. What was answered about the one before counts on after a minor change alone. */
export function repoint(guide: Guide, { minor = false } = {}): void {
  for (const review of guide.reviews) {
    if (!pending(review) || review.kind !== 'recheck') continue;
    const [before, live] = [review.version, guide.live ?? ''];
    for (const [item, answer] of Object.entries(review.answers))
      if (minor && answer.endsWith(` ${before}`)) review.answers[Number(item)] = answer.replace(before, live);
    review.version = live;
  }
}

/** Hold, withdrawal, take-down and archive leave nothing behind that would publish by itself. */
export function standDown(guide: Guide): void {
  unscheduleAll(guide);
  cancel(guide, (review) => review.kind === 'recheck');
}

/** Corrections published before that one are read with it, or stand no longer: their second reviews have lost their object. */
export function cancelReadings(guide: Guide, before = guide.publications.length): void {
  const earlier = guide.publications.slice(0, before - 1).filter(({ kind }) => kind === 'correction');
  cancel(guide, (w) => w.kind === 'after-the-fact' && earlier.some(({ version }) => version === w.version));
}

export function unscheduleAll(guide: Guide): void {
  for (const revision of guide.revisions)
    if (revision.status === 'scheduled') Object.assign(revision, { status: 'approved', scheduledFor: null });
}

/** The guards of publish; the clock signs nothing and holds nothing. */
export function againstPublishing(
  world: World,
  guide: Guide,
  revision: Revision,
  by: string | null,
): Record<string, boolean> {
  const publication = publicationOf(world, guide, revision);
  const signedSince = guide.signOffs.findIndex((s) => s.id === revision.approval) >= guide.signedBefore;
  const medic = by !== null && holds(world, by, 'reviewer') && signingSpecialties(world, by).length > 0;
  const reviewedBefore = guide.status !== 'unpublished' && guide.status !== 'withdrawn' && !guide.carriedOver;
  return {
    guide: guide.status === 'withdrawn' || guide.status === 'archived' || guide.status === 'legal',
    signer: publication?.signers.length === 1 && publication.signers[0] === by,
    hold: guide.status === 'held' && guide.heldBy === by,
    medical: guide.status === 'held' && guide.heldMedical && !signedSince && !medic,
    hash: publication === null,
    base: !baseCurrent(guide, revision),
    full: publication !== null && publication.kind !== 'full' && !reviewedBefore,
    due: (publication?.dueOn ?? '9999') < civil(world.now),
    license: publication?.licenseFails === true,
  };
}

/** Publishes the approved text with the minor changes made to live meanwhile, where its parts were left as they were. */
export function publishApproved(world: World, guide: Guide, revision: Revision, by: string | null): void {
  const publication = publicationOf(world, guide, revision);
  const approved = find(guide.versions, revision.approved);
  if (!publication) return;
  const { content } = withMinors(guide, revision, approved.content);
  const version = same(content, approved.content) ? approved : reapplied(world, guide, revision, approved, content);
  const { kind, approval, reviewedBy, lastReviewedOn, dueOn } = publication;
  const said = { kind, by, revision: revision.id, signOff: approval.id, reviewedBy };
  goLive(guide, version, { lastReviewedOn, dueOn, carriedOver: false }, said);
  if (kind === 'changes') repoint(guide);
  else cancel(guide, (review) => review.kind === 'recheck');
  cancelReadings(guide);
  Object.assign(revision, { status: 'published', scheduledFor: null });
}

/** Whoever wrote the minor changes in it has words in it too. */
function reapplied(
  world: World,
  guide: Guide,
  revision: Revision,
  approved: Version,
  content: Version['content'],
): Version {
  const version = takeVersion(world, guide, { revision: revision.id, kind: 'reapplied', content, base: approved.id });
  const live = liveVersion(guide);
  const merged = parts.filter((part) => live?.content[part] === content[part]);
  const theirs = live?.contributors.filter((each) => merged.some((part) => each.startsWith(`${part} `))) ?? [];
  version.contributors = [...new Set([...version.contributors, ...theirs])];
  return version;
}

const mayPublish = ({ world, by }: Act): boolean => has(world, by, 'editor', 'lead');

export const publish = ({ world, guide, revision, by, ...rest }: Act): Outcome =>
  decide(
    mayPublish({ world, guide, revision, by, ...rest }),
    revision.status === 'approved',
    () => againstPublishing(world, guide, revision, by),
    () => publishApproved(world, guide, revision, by),
  );

export const schedule = (act: Act): Outcome => {
  const { world, guide, revision, by, input } = act;
  const days = input.inDays ?? 0;
  const against = () => ({ ...againstPublishing(world, guide, revision, by), time: days <= 0 || days >= 366 });
  return decide(
    mayPublish(act),
    revision.status === 'approved',
    against,
    () => void Object.assign(revision, { status: 'scheduled', scheduledFor: world.now + days * day }),
  );
};

export const unschedule = (act: Act): Outcome =>
  decide(
    mayPublish(act),
    act.revision.status === 'scheduled',
    () => ({}),
    () => void Object.assign(act.revision, { status: 'approved', scheduledFor: null }),
  );

export const rebase = (act: Act): Outcome => {
  const { guide, revision, input } = act;
  const base = guide.versions.find((v) => v.id === revision.base)?.content;
  const merged = () => merge(base, revision.draft, find(guide.versions, guide.live).content, input.choice ?? 'mine');
  const against = (): Record<string, boolean> =>
    baseCurrent(guide, revision) ? { base: true } : { resolutions: merged().clashes > 0 && input.choice === undefined };
  return decide(isEditor(act), open(revision), against, () => {
    const { content } = merged();
    const live = find(guide.versions, guide.live).content;
    // Words that stay as the old base had them stay their authors'.
    for (const each of guide.versions.find((v) => v.id === revision.base)?.contributors ?? []) {
      const part = parts.find((known) => each.startsWith(`${known} `));
      if (part && content[part] !== '' && content[part] !== live[part] && !revision.contributions.includes(each))
        revision.contributions.push(each);
    }
    replaceDraft(revision, content);
    cancel(guide, (review) => review.revision === revision.id);
    leave(revision, 'draft');
    Object.assign(revision, { base: guide.live, proposedBy: null });
  });
};

export const proposeMinor = (act: Act): Outcome => {
  const { world, guide, revision, by } = act;
  const against = () => ({
    kind: revision.kind !== 'minor',
    guide: guide.status !== 'live',
    base: !baseCurrent(guide, revision),
    allowed: revision.kind === 'minor' && guide.live !== null && !minorAllowed(guide, revision),
  });
  return decide(isEditor(act), revision.status === 'draft', against, () => {
    const version = takeVersion(world, guide, {
      revision: revision.id,
      kind: 'minor',
      content: revision.draft,
      base: guide.live,
    });
    Object.assign(revision, { status: 'minor-proposed', submitted: version.id, proposedBy: by, proposedAt: world.now });
  });
};

function minorAllowed(guide: Guide, revision: Revision): boolean {
  return (
    isMinorOf(lastSigned(guide).content, revision.draft) &&
    !same(find(guide.versions, guide.live).content, revision.draft)
  );
}

const wroteInIt = ({ revision, by }: Act): boolean =>
  revision.proposedBy === by || revision.contributions.some((each) => each.endsWith(` ${by}`));

export const confirmMinor = (act: Act, oracle: Oracle): Outcome => {
  const { world, guide, revision, by, input } = act;
  const against = () => ({
    kind: revision.kind !== 'minor',
    guide: guide.status !== 'live',
    another: wroteInIt(act),
    base: !baseCurrent(guide, revision),
    named: input.names !== revision.submitted,
  });
  return decide(isEditor(act), revision.status === 'minor-proposed', against, () => {
    const version = find(guide.versions, revision.submitted);
    const { lastReviewedOn, dueOn, carriedOver } = guide;
    goLive(guide, version, { lastReviewedOn, dueOn, carriedOver }, { kind: 'minor', by, revision: revision.id });
    repoint(guide, { minor: true });
    if (oracle.sampled(version) && !carriedOver)
      openReview(world, guide, { kind: 'after-the-fact', revision: revision.id, version: version.id });
    revision.status = 'published';
  });
};

export const refuseMinor = (act: Act): Outcome =>
  decide(
    isEditor(act),
    act.revision.status === 'minor-proposed',
    () => ({ another: wroteInIt(act), reason: act.input.silent === true }),
    () => minorBack(act.revision),
  );

export function minorBack(revision: Revision): void {
  Object.assign(revision, { status: 'draft', proposedBy: null, proposedAt: 0 });
}

export const discard = (act: Act): Outcome => {
  const { guide, revision, input } = act;
  const signed =
    revision.approval !== null || guide.signOffs.some((s) => find(guide.versions, s.version).revision === revision.id);
  return decide(
    isEditor(act),
    open(revision),
    () => ({ reason: signed && input.silent === true }),
    () => {
      cancel(guide, (review) => review.revision === revision.id);
      Object.assign(revision, { status: 'discarded', scheduledFor: null });
    },
  );
};
