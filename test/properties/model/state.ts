import type { Publication } from './publications.js';

/** What the model knows of the world: plain values, so that it can be copied and two orders of events tried. */

export const parts = ['head', 'lead', 'section:procedure', 'section:recovery', 'faq', 'references'] as const;
export type Part = (typeof parts)[number];
/** What is written in each part: a number and a form (`3a`); forms of one number differ by what a minor change may. Empty: nothing. */
export type Content = Record<Part, string>;
export type Role = 'editor' | 'lead' | 'reviewer' | 'director' | 'safety' | 'verifier' | 'admin';
export type Standing = 'verified' | 'administrative' | 'provisional' | 'adverse' | 'revoked';

export interface Person {
  name: string;
  roles: Role[];
  perWeek: number;
  license: { specialty: string; standing: Standing; until: string | null } | null;
}

export interface Version {
  id: string;
  revision: string | null;
  kind: 'submission' | 'minor' | 'replacement' | 'carry-over' | 'reapplied' | 'correction';
  content: Content;
  base: string | null;
  /** `part person`, each once. */
  contributors: string[];
}

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

export interface Revision {
  id: string;
  kind: 'ordinary' | 'minor' | 'urgent';
  status: RevisionStatus;
  base: string | null;
  draft: Content;
  /** Counts the changes of each part. */
  etags: Partial<Record<Part, number>>;
  contributions: string[];
  reviewKind: 'full' | 'changes' | null;
  submitted: string | null;
  submittedBy: string | null;
  approved: string | null;
  approval: string | null;
  proposedBy: string | null;
  proposedAt: number;
  scheduledFor: number | null;
  openedAt: number;
}

export interface Review {
  id: string;
  kind: 'full' | 'changes' | 'recheck' | 'after-the-fact';
  revision: string | null;
  version: string;
  status: 'open' | 'assigned' | 'decided' | 'cancelled';
  assignee: string | null;
  touchedAt: number;
  /** `person version`. */
  openings: string[];
  /** `answer version` by item: about another version an answer counts for nothing. */
  answers: Record<number, string>;
  verdict: string | null;
  decidedAt: number;
}

export interface Comment {
  id: string;
  review: string;
  revision: string | null;
  author: string;
  blocking: boolean;
  answered: boolean;
  resolved: boolean;
}

export interface SignOff {
  id: string;
  review: string;
  version: string;
  kind: Review['kind'];
  restsOn: string | null;
  signer: string;
  at: number;
  on: string;
  /** The parts it covers, as they were worded. */
  covers: Partial<Content>;
}

export interface Proposal {
  name: 'withdraw' | 'reinstate' | 'carryOver' | 'takeDown' | 'lift' | 'revert';
  by: string;
  lapsesAt: number;
  revision: string | null;
  version: string | null;
  plannedFor: string | null;
  /** Of a reversal: what was live when it was proposed. */
  insteadOf: string | null;
}

export type GuideStatus = 'unpublished' | 'live' | 'held' | 'withdrawn' | 'archived' | 'legal';

export interface Guide {
  id: string;
  status: GuideStatus;
  before: GuideStatus | null;
  slug: string;
  slugs: string[];
  owner: string;
  category: string;
  live: string | null;
  /** Oldest first. */
  publications: Publication[];
  everPublished: boolean;
  lastReviewedOn: string | null;
  dueOn: string | null;
  carriedOver: boolean;
  heldBy: string | null;
  heldMedical: boolean;
  /** Adopted from the service, which may choose within limits. */
  plannedOn: string | null;
  bars: string[];
  versions: Version[];
  revisions: Revision[];
  reviews: Review[];
  comments: Comment[];
  signOffs: SignOff[];
  proposals: Proposal[];
  /** How many signatures it had when it was last held. */
  signedBefore: number;
  /** How many revisions it had when it was last withdrawn: later ones alone bring it back. */
  revisionsBefore: number;
  /** Every text that was ever public, newest last. */
  shown: Content[];
}

export interface World {
  now: number;
  people: Record<string, Person>;
  /** Roles as they were when the requests at hand came in, where they may have changed since. */
  asked?: Record<string, Role[]>;
  guides: Guide[];
}

export type Outcome = 'done' | 'forbidden' | 'stale' | 'invalid' | `refused: ${string}`;

/** Months between reviews, by category. */
export const cadence: Record<string, number> = { 'hair-restoration': 12, 'skin-care': 6 };

/** What each wording of the head says of the guide; one that nobody has written yet names its category after a dash. */
const heads: Record<string, { category: string; specialties: string[] }> = {
  '0': { category: 'hair-restoration', specialties: ['dermatology', 'plastic-surgery'] },
  '1': { category: 'hair-restoration', specialties: ['dermatology'] },
  '2': { category: 'skin-care', specialties: ['dermatology'] },
};

/** The reviewer's items of the checklist. */
export const checklist = [2, 3, 5, 6, 7, 8, 9, 10, 12, 16];

/** A tag that the model adopts: a part that is added begins where the service says. */
export const chosenByService = 0;
/** A world, a guide, a text of its own. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
export const blank = (category: string): Content => ({
  head: `-${category}`,
  lead: '',
  'section:procedure': '',
  'section:recovery': '',
  faq: '',
  references: '',
});
export const unwritten = (head: string): boolean => head.startsWith('-');
export const headOf = ({ head }: Content): { category: string; specialties: string[] } =>
  heads[head] ?? { category: head.slice(1), specialties: [] };
export const same = (one: Content, other: Content): boolean => parts.every((part) => one[part] === other[part]);
export const written = (content: Content): Part[] => parts.filter((part) => content[part] !== '');

/** Names that a shortened path still finds: the guide, what it is, and how many of them there were before. */
export function nextId(guide: Guide, list: readonly unknown[], letter: string): string {
  return `${guide.id}.${letter}${list.length + 1}`;
}

/** A shortened path may speak of what no longer comes to be. */
export class Unknown extends Error {}

export function find<T extends { id: string }>(list: readonly T[], id: string | null): T {
  const found = list.find((each) => each.id === id);
  if (!found) throw new Unknown(`The model has no ${id}.`);
  return found;
}

export const personOf = (world: World, name: string): Person =>
  find(
    Object.values(world.people).map((p) => ({ ...p, id: p.name })),
    name,
  );
export const open = (revision: Revision): boolean => revision.status !== 'published' && revision.status !== 'discarded';
export const pending = (review: Review): boolean => review.status === 'open' || review.status === 'assigned';
/** Answered with yes, about the text that is under review now. */
export const answered = ({ answers, version }: Review, item: number): boolean => answers[item] === `yes ${version}`;
export const openRevision = (guide: Guide, kind: Revision['kind']): Revision | undefined =>
  guide.revisions.find((r) => open(r) && r.kind === kind);
export const liveVersion = (guide: Guide): Version | undefined => guide.versions.find((v) => v.id === guide.live);

/** Refused for the state alone, or for every reason that applies; else the effect happens. */
export function decide(
  may: boolean,
  stateFits: boolean,
  refusals: () => Record<string, boolean>,
  effect: () => void,
): Outcome {
  if (!may) return 'forbidden';
  if (!stateFits) return 'refused: state';
  const codes = Object.entries(refusals())
    .filter(([, refused]) => refused)
    .map(([code]) => code);
  if (codes.length > 0) return `refused: ${codes.sort().join(' ')}`;
  effect();
  return 'done';
}
