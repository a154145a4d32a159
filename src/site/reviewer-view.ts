import type { CategoryName, CivilDate, LicenseView, LinkView, PublisherView } from './guide-view.js';

/** The page of somebody whose review stands on a live guide, as facts. Optional facts that are missing leave no trace. */
export interface ReviewerPageView {
  publisher: PublisherView;
  /** For example `/reviewers/jane-roe`. */
  path: string;
  /** The present name. */
  name: string;
  /** As signed last, for example `MD`; empty when none is to be printed. */
  credentials: string;
  /** In which the standing reviews were signed, at least one; the latest first. */
  specialties: { name: string; schemaOrg?: string }[];
  /** As it was on file at the latest signature. */
  license?: LicenseView;
  /** The profile in the network, while it is shown. */
  profilePath?: string;
  /** Members pay: a link to the profile is an advertisement. */
  paid: boolean;
  /** Latest first, at least one. */
  reviews: SignedGuideView[];
}

/** A live guide with the review that stands on it. */
export interface SignedGuideView extends LinkView {
  category: CategoryName;
  lastReviewedOn: CivilDate;
  /** What the reviewer declared with that signature, one printed line. */
  disclosure: string;
}

/** A reviewer in the list of all. */
export interface ListedReviewer {
  path: string;
  name: string;
  credentials: string;
  /** As printed, for example `dermatology`. */
  specialties: string[];
  guideCount: number;
  lastReviewedOn: CivilDate;
}
