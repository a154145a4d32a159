import type { CategoryName, CivilDate, LinkView, PolicyKey, PublisherView, SanitizedHtml } from './guide-view.js';

/** A text that tells readers how the site is made, with the facts it is built from. */
export interface PolicyView {
  publisher: PublisherView;
  policy: Exclude<PolicyKey, 'corrections'>;
  /** The publisher's own text, in place of ours. */
  ownHtml?: SanitizedHtml;
  /** Months between two reviews of a guide, by category, in printed order. */
  cadences: (CategoryName & { months: number })[];
  /** What a reviewer answers before signing. */
  questions: string[];
  figures: ReviewFiguresView;
}

/** Live guides by the state of their review, on a day. */
export interface ReviewFiguresView {
  on: CivilDate;
  live: number;
  current: number;
  dueSoon: number;
  overdue: number;
  /** Carried over from before, their first review still ahead. */
  unreviewed: number;
  /** Median days since the review that stands; absent where none does. */
  medianAgeInDays?: number;
}

/** What was put right, taken back or withdrawn, with the publisher's policy. */
export interface CorrectionsView {
  publisher: PublisherView;
  ownHtml?: SanitizedHtml;
  /** Absent on the page of the latest. */
  year?: number;
  /** Newest first. */
  corrections: ListedCorrection[];
  /** Years that have a page of their own, newest first; empty while the latest are all. */
  years: number[];
}

/** One of them; the path leads to the guide, or to the notice in its place. */
export interface ListedCorrection extends LinkView {
  on: CivilDate;
  kind: 'correction' | 'notice' | 'revert' | 'withdrawal';
  /** As printed on the guide. */
  text: string;
  awaitingSecondReview?: boolean;
}
