import type { Input } from './command.js';
import { fit, has, hasRoom } from './people.js';
import { bringsInLint } from './texts.js';
import {
  blank,
  copy,
  find,
  liveVersion,
  nextId,
  parts,
  pending,
  type Content,
  type Guide,
  type Review,
  type Revision,
  type World,
} from './state.js';

/** Somebody acts on a revision. */
export interface Act {
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
  const draft = copy(content ?? liveVersion(guide)?.content ?? blank(guide.category));
  const revision: Revision = {
    id: nextId(guide, guide.revisions, 'r'),
    kind,
    status: 'draft',
    base: guide.live,
    draft,
    etags: Object.fromEntries(parts.map((part) => [part, 1])),
    contributions: [],
    reviewKind: null,
    submitted: null,
    submittedBy: null,
    approved: null,
    approval: null,
    proposedBy: null,
    proposedAt: 0,
    scheduledFor: null,
    openedAt: world.now,
  };
  for (const part of parts) if (part.startsWith('section:') && draft[part] === '') delete revision.etags[part];
  guide.revisions.push(revision);
  return revision;
}

/** Opens a review; who judged the text before takes it up again where they still may. */
export function openReview(
  world: World,
  guide: Guide,
  input: Pick<Review, 'kind' | 'revision' | 'version'>,
  before: string | null = null,
): Review {
  const again =
    before !== null && fit(world, guide, find(guide.versions, input.version), before) && hasRoom(world, before)
      ? before
      : null;
  const review: Review = {
    id: nextId(guide, guide.reviews, 'w'),
    ...input,
    status: again ? 'assigned' : 'open',
    assignee: again,
    touchedAt: world.now,
    openings: [],
    answers: {},
    verdict: null,
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

export const isEditor = ({ world, by }: Act): boolean => has(world, by, 'editor');
export const isAssignee = ({ world, review, by }: Act): boolean =>
  review?.assignee === by && has(world, by, 'reviewer');
export const leave = (revision: Revision, status: Revision['status']): void => {
  Object.assign(revision, { status, approved: null, approval: null, scheduledFor: null });
};

/** Puts another text in place of the draft; each part that moved counts up, a new section starts at one, one that is gone counts no more. */
export function replaceDraft(revision: Revision, content: Content): void {
  for (const part of parts) {
    if (revision.draft[part] === content[part]) continue;
    revision.draft[part] = content[part];
    if (content[part] === '' && part.startsWith('section:')) delete revision.etags[part];
    else revision.etags[part] = (revision.etags[part] ?? 0) + 1;
  }
}

/** A text with an exact replacement in it, or nothing where it does not apply. */
export function replaced(content: Content, { replace }: Input): Content | null {
  if (
    !replace ||
    replace === 'nowhere' ||
    content[replace.part] !== replace.was ||
    ['', replace.words].includes(replace.was)
  )
    return null;
  return { ...content, [replace.part]: replace.words };
}

/** A replacement that applies nowhere, or makes what could not be submitted. */
export const unusable = (before: Content, after: Content | null): boolean =>
  after === null || bringsInLint(before, after);
