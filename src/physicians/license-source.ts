import type { CheckId } from './check.js';
import type { SourceEvidence } from './outside-source.js';
import type { PersonName } from './person-name.js';

/** Whose license is looked up. */
export interface LicenseHolder {
  npi: string;
  givenName: string;
  familyName: string;
  /** As declared, for example “MD, FAAD”. */
  credential: string;
  /** Two letters. */
  state: string;
  /** Empty where it is not known. */
  licenseNumber: string;
}

/** What a source says of a license; `unknown` is a word that we cannot read. */
export type LicenseStanding = 'active' | 'restricted' | 'inactive' | 'expired' | 'suspended' | 'revoked' | 'unknown';

export interface ReportedLicense {
  /** Two letters. */
  state: string;
  number: string;
  type: string;
  /** `limited` is a license for teaching, training or administration alone. */
  scope: 'full' | 'limited' | 'unknown';
  /** As the source words it. */
  status: string;
  standing: LicenseStanding;
  /** Civil date. */
  expiresOn: string | null;
}

export interface ReportedOrder {
  /** Civil date: when it took effect, else when it was issued. */
  on: string | null;
  /** Who ordered, and what. */
  words: string;
  /** One of its actions counts against the physician and is not stayed. */
  prejudicial: boolean;
}

export interface ReportedCertification {
  by: 'ABMS' | 'AOA';
  board: string;
  certificate: string;
  valid: boolean;
  /** Civil date. */
  expiresOn: string | null;
}

/** What a source of licenses holds about one physician. */
export interface LicenseReport {
  names: PersonName[];
  npis: string[];
  boardActions: 'cleared' | 'alerted' | 'unknown';
  licenses: ReportedLicense[];
  orders: ReportedOrder[];
  certifications: ReportedCertification[];
}

export type LicenseAnswer =
  | { kind: 'found'; report: LicenseReport }
  | { kind: 'not-found' }
  /** So many physicians fit what was asked. */
  | { kind: 'ambiguous'; count: number };

/** An answer and what proves it. */
export interface LicenseEvidence extends SourceEvidence {
  answer: LicenseAnswer;
}

/** Where licenses, board orders and certifications are looked up by machine. */
export abstract class LicenseSource {
  /** The checks that it answers; the others are a person's work. */
  abstract readonly answers: readonly CheckId[];

  /**
   * What the source holds about a physician; undefined where nobody is asked by machine. Throws `SourceTrouble` when no try brought
   * an answer.
   */
  abstract lookUp(holder: LicenseHolder): Promise<LicenseEvidence | undefined>;
}

/** Nobody is asked by machine: a person looks, and records address, result and document. */
export class ManualLicenseSource extends LicenseSource {
  readonly answers: readonly CheckId[] = [];

  lookUp(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** The licenses that a board took away, for good or for a time, in whichever state. */
export function lostLicenses(answer: LicenseAnswer): ReportedLicense[] {
  if (answer.kind !== 'found') return [];
  return answer.report.licenses.filter(({ standing }) => standing === 'suspended' || standing === 'revoked');
}
