import type { CivilDate, PublisherView } from './guide-view.js';

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
  /** For example `dermatologist`. */
  practitioner: string;
  /** Member of schema.org/MedicalSpecialty, for example `Dermatology`. */
  schemaOrgSpecialty?: string;
  /** State as printed, and the day of the look-up. */
  licenses: { state: string; verifiedOn: CivilDate }[];
  /** The site becomes a link if it is http(s). */
  practice?: { name: string; site?: string };
  /** Full name of the board whose certification was confirmed. */
  certifyingBoard?: string;
  /** In the physician's own words, checked; blank lines part its paragraphs. */
  biography?: string;
  memberSince: CivilDate;
  /** Members pay: the page says so. */
  paid: boolean;
}
