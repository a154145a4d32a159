import type { Facts } from '../../src/editorial/facts.js';

export const now = new Date('2026-03-02T15:00:00Z');
export const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
export const daysAgo = (days: number): Date => minutesAgo(days * 24 * 60);

/** What a case says differently from the facts in which everything passes. */
export type Changes<T> = T extends object ? { [K in keyof T]?: Changes<T[K]> | null } : T;
export type Change = Changes<Facts>;

const reviewer = {
  id: 'rosa',
  isReviewer: true,
  specialties: ['dermatology'],
  speaksLanguage: true,
  contributed: false,
  barred: false,
  away: false,
  load: 1,
  capacity: 5,
  disabled: false,
};

/** Facts in which a first revision may be submitted, judged, signed and published by `edda`, and everything about it holds. */
function common(): Facts {
  return {
    now,
    today: '2026-03-02',
    cutOverOn: null,
    carryOverMonths: 18,
    actorIsDirector: true,
    actorIsAdmin: false,
    actorLeads: true,
    actor: { id: 'edda', via: 'session', reauthenticatedAt: minutesAgo(1) },
    guide: {
      id: 'guide',
      status: 'live',
      statusBefore: null,
      slug: 'melasma',
      language: 'en-US',
      categoryId: 'skin',
      ownerId: 'edda',
      liveVersionId: 'v1',
      liveHash: 'h1',
      livePublication: 1,
      carriedOver: false,
      lastReviewedOn: '2026-01-05',
      dueOn: '2027-01-05',
      heldBy: 'otto',
      heldMedical: false,
      heldAt: null,
      firstPublishedAt: '2026-01-05T15:00:00Z',
      version: 1,
    },
    openKinds: [],
    revision: {
      id: 'revision',
      kind: 'ordinary',
      status: 'draft',
      baseVersionId: 'v1',
      baseHash: 'h1',
      reviewKind: 'full',
      submittedBy: 'edda',
      submittedVersionId: 'v2',
      submittedHash: 'h2',
      approvedVersionId: 'v2',
      approvedSignOffId: 's2',
      proposedBy: 'otto',
      scheduledFor: null,
      version: 1,
      signedVersionId: 'v1',
      hasSignOff: true,
      openedSinceGone: true,
      actorContributed: false,
      baseCurrent: true,
    },
    review: {
      id: 'review',
      kind: 'full',
      status: 'assigned',
      revisionId: 'revision',
      versionId: 'v2',
      versionHash: 'h2',
      versionSpecialties: ['dermatology', 'plastic-surgery'],
      assigneeId: 'rosa',
      version: 1,
      opened: true,
      earlierSigners: ['ravi'],
      checklist: { unanswered: [], blocking: [] },
      openBlockingComments: 0,
      blockingCommentsHere: 1,
    },
    self: reviewer,
    assignee: { ...reviewer, id: 'ravi' },
    unansweredBlocking: 0,
    lintErrors: [],
    minorObjections: [],
    publication: {
      kind: 'full',
      signerIds: ['rosa'],
      approverId: 'rosa',
      reviewedBySignOffId: 's2',
      lastReviewedOn: '2026-03-01',
      dueOn: '2027-03-01',
      hash: 'h2',
      signedAt: daysAgo(1),
      hashesHold: true,
      signerProblem: null,
    },
    proposal: null,
    firstReview: { plannedFor: '2026-09-01', latest: '2027-09-02' },
    slugProblems: [],
    successorProblem: null,
    replacementProblems: [],
    changedParts: ['lead'],
    standingNotice: { by: 'otto' },
    earlier: {
      publication: 1,
      versionId: 'v0',
      hash: 'h0',
      reviewedBySignOffId: 's0',
      lastReviewedOn: '2026-01-01',
      dueOn: '2027-01-01',
      signerProblem: null,
    },
    address: 'https://court.example/orders/7',
    input: {
      reason: 'A new trial was published.',
      kind: 'ordinary',
      reviewKind: 'full',
      versionId: 'v2',
      hash: 'h2',
      conflict: 'none',
      replacements: [{ part: 'lead', find: 'two', replace: 'three' }],
      scheduledFor: new Date('2026-03-03T15:00:00Z'),
      assigneeId: 'ravi',
      reasonClass: 'outdated',
      slug: 'chloasma',
      plannedFor: '2026-09-01',
      firstPublishedOn: '2020-05-04',
      notice: 'Two lots were recalled.',
      sections: ['lead'],
      sourceTitle: 'A recall',
      sourceUrl: 'https://agency.example/recalls/7',
      publication: 2,
    },
  };
}

const proposal = {
  id: 'p',
  name: 'withdraw',
  hash: 'h2',
  proposedBy: 'otto',
  proposerIsDirector: false,
  proposerIsAdmin: true,
  proposerLeads: false,
  body: { versionId: 'v2' },
};
const minor: Change = { revision: { kind: 'minor' } };
const recheck: Change = { review: { kind: 'recheck', versionId: 'v1' }, input: { versionId: 'v1' } };
const afterwards: Change = { review: { kind: 'after-the-fact' } };
const neverPublished: Change = { guide: { firstPublishedAt: null, liveVersionId: null } };

/** Where a transition asks for other facts than the common ones. */
const own: Record<string, Change> = {
  'revision.acceptChanges': { publication: { approverId: 'ravi' } },
  'revision.rebase': { revision: { baseCurrent: false } },
  'revision.signAgain': { publication: { signerProblem: 'A license of Rosa Delgado is revoked.' } },
  'revision.proposeMinor': minor,
  'revision.confirmMinor': minor,
  'revision.refuseMinor': minor,
  'guide.proposeCarryOver': { ...neverPublished, openKinds: ['ordinary'] },
  'guide.carryOver': { ...neverPublished, proposal },
  'guide.withdraw': { proposal },
  'guide.takeDown': { proposal },
  'guide.lift': { proposal },
  'guide.revert': { proposal: { ...proposal, body: { insteadOf: 'v1' } } },
  'guide.proposeReinstatement': { revision: { status: 'approved' } },
  'guide.reinstate': { proposal, revision: { status: 'approved' } },
  'review.keep': recheck,
  'review.keepWithChanges': recheck,
  'review.revise': recheck,
  'review.retire': recheck,
  'review.confirm': afterwards,
  'review.amend': afterwards,
  'review.revert': afterwards,
};

/** Facts in which every guard of this transition passes. */
export function passing(transition: string): Facts {
  return changed(common(), own[transition] ?? {});
}

/** The facts with a change laid over them; lists and instants are replaced whole. */
export function changed<F>(facts: F, change: Changes<NoInfer<F>>): F {
  return merge(facts, change) as F;
}

function merge(value: unknown, change: unknown): unknown {
  if (!isRecord(value) || !isRecord(change)) return change;
  const merged = { ...value };
  for (const [key, part] of Object.entries(change)) merged[key] = merge(value[key], part);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
