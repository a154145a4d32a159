import type { Role } from '../identity/index.js';

/** Who may act: a role, or a relation to this very guide or review. `clock` is never offered over HTTP. */
export type Party = Role | 'owner' | 'submitter' | 'assignee' | 'clock';

export type GuideStatus = 'unpublished' | 'live' | 'held' | 'withdrawn' | 'archived' | 'legal';
export type RevisionStatus =
  | 'draft'
  | 'in-review'
  | 'changes-requested'
  | 'changes-offered'
  | 'approved'
  | 'scheduled'
  | 'minor-proposed'
  | 'published'
  | 'discarded';
export type ReviewStatus = 'open' | 'assigned' | 'decided' | 'cancelled';
export type RevisionKind = 'ordinary' | 'minor' | 'urgent';
export type ReviewKind = 'full' | 'changes' | 'recheck' | 'after-the-fact';
export type PublicationKind =
  | 'full'
  | 'changes'
  | 'minor'
  | 'recheck'
  | 'correction'
  | 'notice'
  | 'carried-over'
  | 'hold'
  | 'release'
  | 'withdrawal'
  | 'revert';

/** An exact replacement: `find` stands once in that part. */
export interface Replacement {
  part: string;
  find: string;
  replace: string;
}

/** What came with the request, checked for shape at the edge. */
export interface TransitionInput {
  reason?: string | undefined;
  kind?: RevisionKind | undefined;
  reviewKind?: 'full' | 'changes' | undefined;
  versionId?: string | undefined;
  hash?: string | undefined;
  conflict?: 'none' | 'disclosed' | undefined;
  conflictStatement?: string | undefined;
  replacements?: Replacement[] | undefined;
  scheduledFor?: Date | undefined;
  resolutions?: Record<string, 'mine' | 'live'> | undefined;
  assigneeId?: string | undefined;
  bars?: boolean | undefined;
  medical?: boolean | undefined;
  slug?: string | undefined;
  successorId?: string | undefined;
  reasonClass?: string | undefined;
  revisionId?: string | undefined;
  firstPublishedOn?: string | undefined;
  claimedReview?: string | undefined;
  plannedFor?: string | undefined;
  /** Address of whoever demands a take-down. */
  authority?: string | undefined;
  /** What readers are told of a correction, a reversal or a danger. */
  notice?: string | undefined;
  /** Parts of the text that the notice of a correction names. */
  sections?: string[] | undefined;
  sourceTitle?: string | undefined;
  sourceUrl?: string | undefined;
  /** Number of the publication that put a notice up. */
  publication?: number | undefined;
}

export interface GuideFacts {
  id: string;
  status: GuideStatus;
  statusBefore: GuideStatus | null;
  slug: string;
  language: string;
  categoryId: string;
  ownerId: string;
  liveVersionId: string | null;
  liveHash: string | null;
  livePublication: number | null;
  carriedOver: boolean;
  lastReviewedOn: string | null;
  dueOn: string | null;
  heldBy: string | null;
  heldMedical: boolean;
  heldAt: Date | null;
  firstPublishedAt: string | null;
  version: number;
}

export interface RevisionFacts {
  id: string;
  kind: RevisionKind;
  status: RevisionStatus;
  baseVersionId: string | null;
  baseHash: string | null;
  reviewKind: 'full' | 'changes' | null;
  submittedBy: string | null;
  submittedVersionId: string | null;
  submittedHash: string | null;
  approvedVersionId: string | null;
  approvedSignOffId: string | null;
  proposedBy: string | null;
  scheduledFor: string | null;
  version: number;
  /** Whether the base or an earlier version of this revision carries a signature that a `changes` review may rest on. */
  signedVersionId: string | null;
  /** Whether anybody signed within this revision. */
  hasSignOff: boolean;
  /** It was opened after the guide was withdrawn, or the guide is not. */
  openedSinceGone: boolean;
  /** The acting person saved something in this revision. */
  actorContributed: boolean;
  /** Live is the base, or differs from it by minor changes alone. */
  baseCurrent: boolean;
}

export interface ReviewFacts {
  id: string;
  kind: ReviewKind;
  status: ReviewStatus;
  revisionId: string | null;
  versionId: string;
  versionHash: string;
  versionSpecialties: string[];
  assigneeId: string | null;
  version: number;
  /** The assignee opened the text of this very version within this review. */
  opened: boolean;
  /** Signers of this same version before, within this revision: another must sign now. */
  earlierSigners: string[];
  checklist: { unanswered: number[]; blocking: number[] };
  openBlockingComments: number;
  blockingCommentsHere: number;
}

/** A person as a reviewer of one version, now. */
export interface ReviewerFacts {
  id: string;
  isReviewer: boolean;
  specialties: string[];
  speaksLanguage: boolean;
  contributed: boolean;
  barred: boolean;
  away: boolean;
  load: number;
  capacity: number;
  disabled: boolean;
}

/** What publishing the approved version would be, computed from the signatures. */
export interface PublicationFacts {
  kind: 'full' | 'changes' | 'recheck';
  /** Whose signatures carry it, and who signed the approved version itself. */
  signerIds: string[];
  approverId: string | null;
  reviewedBySignOffId: string | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  /** Hash of the approved version, and when its approval was signed. */
  hash: string;
  signedAt: Date | null;
  /** The stored text hashes to what was signed. */
  hashesHold: boolean;
  /** Set when a signer's license was revoked, or a suspension or long expiry stands against them. */
  signerProblem: string | null;
}

export interface ProposalFacts {
  id: string;
  name: string;
  hash: string;
  proposedBy: string;
  proposerIsDirector: boolean;
  proposerIsAdmin: boolean;
  /** Of this guide's category. */
  proposerLeads: boolean;
  body: Record<string, unknown>;
}

/** A text that was public before, with what its page printed when it last was. */
export interface EarlierFacts {
  /** Number of the last publication that showed it. */
  publication: number;
  versionId: string;
  hash: string;
  reviewedBySignOffId: string;
  lastReviewedOn: string;
  dueOn: string;
  /** Set when a license of somebody whose signature it stands on was revoked or suspended. */
  signerProblem: string | null;
}

/** Everything the guards look at. Loaded in the transaction, under the guide's lock; time is in it. */
export interface Facts {
  now: Date;
  /** The civil date in the publisher's zone. */
  today: string;
  cutOverOn: string | null;
  /** Months within which the first review of a carried-over page is planned. */
  carryOverMonths: number;
  actorIsDirector: boolean;
  actorIsAdmin: boolean;
  /** Of this guide's category. */
  actorLeads: boolean;
  actor: { id: string | null; via: 'session' | 'token' | 'clock'; reauthenticatedAt: Date | null };
  guide: GuideFacts;
  openKinds: RevisionKind[];
  revision: RevisionFacts | null;
  review: ReviewFacts | null;
  /** The acting person as a reviewer. */
  self: ReviewerFacts | null;
  /** The person named in the input, as a reviewer. */
  assignee: ReviewerFacts | null;
  unansweredBlocking: number;
  lintErrors: string[];
  minorObjections: string[];
  publication: PublicationFacts | null;
  proposal: ProposalFacts | null;
  /** The day named for the first review of a page to be carried over, or the one the service picked, and the last that is allowed. */
  firstReview: { plannedFor: string; latest: string } | null;
  slugProblems: string[];
  /** Why the successor in the input cannot take this guide's readers. */
  successorProblem: string | null;
  replacementProblems: string[];
  /** Parts that the named replacements change. */
  changedParts: string[];
  /** The notice named in the input, where it still stands on the page, and who put it there. */
  standingNotice: { by: string | null } | null;
  /** The earlier text that is to be public again. */
  earlier: EarlierFacts | null;
  /** The address in the input, of whoever demands a take-down or of a notice's source, as a page may link it; null where it is none. */
  address: string | null;
  input: TransitionInput;
}
