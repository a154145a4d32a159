import type { Guide, Part } from './state.js';

/** One act on what is public, and what the page printed from then on. The number of the first is one. */
export interface Publication {
  kind:
    | 'full'
    | 'changes'
    | 'recheck'
    | 'minor'
    | 'carried-over'
    | 'hold'
    | 'release'
    | 'withdrawal'
    | 'correction'
    | 'notice'
    | 'revert';
  version: string | null;
  revision: string | null;
  signOff: string | null;
  /** The signature whose date “last reviewed” is. */
  reviewedBy: string | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  /** Nobody, where the clock published. */
  by: string | null;
  /** Of a correction: the parts that it changed. */
  sections: Part[] | null;
  /** Of a notice: number of the one that it takes away. */
  ends: number | null;
  /** Of a reversal: number of the publication that stands again. */
  reverts: number | null;
}

/** What is said of a new publication; the rest is as the page printed it before. */
export type Said = Pick<Publication, 'kind' | 'by'> & Partial<Publication>;

export function record(guide: Guide, said: Said): void {
  const { reviewedBy = null, lastReviewedOn = null, dueOn = null } = guide.publications.at(-1) ?? {};
  guide.publications.push({
    version: guide.live,
    revision: null,
    signOff: null,
    reviewedBy,
    lastReviewedOn,
    dueOn,
    sections: null,
    ends: null,
    reverts: null,
    ...said,
  });
}

/** The last publication that showed a version with a review behind it since the guide was withdrawn, and its number. */
export function lastThatShowed(guide: Guide, version: string | null): [Publication, number] | undefined {
  const withdrawn = guide.publications.findLastIndex(({ kind }) => kind === 'withdrawal');
  const at = guide.publications.findLastIndex(
    (each) => each.version === version && each.kind !== 'hold' && each.reviewedBy !== null,
  );
  const found = guide.publications[at];
  return found && at > withdrawn ? [found, at + 1] : undefined;
}

export const firstThatShowed = (guide: Guide, version: string): number =>
  guide.publications.findIndex((each) => each.version === version) + 1;

/** Notices that nobody took away, by number. */
export function standingNotices(guide: Guide): Map<number, Publication> {
  const put = guide.publications.map((each, at) => [at + 1, each] as const);
  const ended = guide.publications.map(({ ends }) => ends);
  return new Map(
    put.filter(([number, each]) => each.kind === 'notice' && each.ends === null && !ended.includes(number)),
  );
}
