import type { CategoryName, PublisherView } from './guide-view.js';
import type { ReviewedGuide } from './reviewed-guides.js';

/** The physicians of a specialty, as facts. */
export interface SpecialtyView {
  publisher: PublisherView;
  /** For example `dermatology`. */
  specialty: CategoryName;
  /** For example `dermatologist`. */
  practitioner: string;
  /** Members pay: the page calls itself an advertisement and its links are marked `sponsored`. */
  paid: boolean;
  /** In printed order; a member licensed in several states stands under each. */
  states: { name: string; members: ListedMember[] }[];
  /** The latest reviews that were signed in this specialty, newest first. */
  reviewed?: ReviewedGuide[];
}

export interface ListedMember {
  path: string;
  name: string;
  /** For example `MD`; empty when none is to be printed. */
  credentials: string;
  /** States as printed. */
  licenseStates: string[];
  practice?: string;
}
