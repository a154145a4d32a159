/**
 * The verification steps of an application. V14 is a person's work, V08, V09 and V12 too where no source of licenses is configured;
 * V17 informs and never counts.
 */
export const checkIds = [
  'V01',
  'V02',
  'V03',
  'V04',
  'V05',
  'V06',
  'V07',
  'V08',
  'V09',
  'V10',
  'V11',
  'V12',
  'V13',
  'V14',
  'V15',
  'V16',
  'V17',
] as const;
export type CheckId = (typeof checkIds)[number];

/** `error` is a source that did not answer: it is tried again, then becomes a review. It never passes and never declines. */
export type CheckOutcome = 'pass' | 'review' | 'fail' | 'error' | 'skipped';

/** What one step found, before it is stored with its evidence. */
export interface CheckFinding {
  outcome: CheckOutcome;
  /** Sentences for the verifier, never for the applicant. */
  reasons: string[];
  /** Points of V15. */
  score?: number;
}

/** What an applicant declared, as far as checks read it. */
export interface Declared {
  npi: string;
  givenName: string;
  familyName: string;
  /** For example "MD". */
  credential: string;
  email: string;
  /** As typed; US. */
  phone: string;
  /** Two-letter code of the state of the primary license. */
  state: string;
  licenseNumber: string;
  /** Civil date. */
  licenseExpiresOn: string;
  /** Slug of one of our specialties. */
  specialty: string;
  practiceName: string;
  /** https URL or empty. */
  practiceSite: string;
  /** The certifying board claimed, or empty. */
  certification: string;
  /** What the profile is to say of the physician, or empty; at most 1,200 characters. */
  biography: string;
}

/** Nothing in any field. */
export const nothingDeclared: Readonly<Declared> = {
  npi: '',
  givenName: '',
  familyName: '',
  credential: '',
  email: '',
  phone: '',
  state: '',
  licenseNumber: '',
  licenseExpiresOn: '',
  specialty: '',
  practiceName: '',
  practiceSite: '',
  certification: '',
  biography: '',
};
