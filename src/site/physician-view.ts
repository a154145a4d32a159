import type { CivilDate, PublisherView } from './guide-view.js';
import type { ReviewedGuide } from './reviewed-guides.js';

/** The profile of a member, as facts. Optional facts that are missing leave no trace. */
export interface PhysicianView {
  publisher: PublisherView;
  /** For example `/physicians/jane-roe`. */
  path: string;
  name: string;
  /** For example `MD`; empty when none is to be printed. */
  credentials: string;
  /** As printed, for example `dermatology`. */
  specialty: string;
  /** Where the physicians of the specialty are listed. */
  listPath: string;
  /** For example `dermatologist`. */
  practitioner: string;
  /** Member of schema.org/MedicalSpecialty, for example `Dermatology`. */
  schemaOrgSpecialty?: string;
  /** Every state in which a license is verified and holds: as printed, the day of its last look-up, and where, for example `the state medical board`. */
  licenses: { state: string; verifiedOn: CivilDate; source: string }[];
  /** The last time that the national registry was read since the membership was decided. */
  registryReadOn?: CivilDate;
  /** The site becomes a link if it is http(s). */
  practice?: { name: string; site?: string };
  /** Full name of the board whose certification was confirmed. */
  certifyingBoard?: string;
  /** In the physician's own words, checked; blank lines part its paragraphs. */
  biography?: string;
  memberSince: CivilDate;
  /** What their review stands on, latest first, and their page as a reviewer; absent where there is none or the name is withheld. */
  reviewed?: { path: string; guides: ReviewedGuide[] };
  /** Members pay: the page says so. */
  paid: boolean;
}
