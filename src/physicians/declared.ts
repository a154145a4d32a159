import type { Reason } from '../platform/errors.js';
import { addressForm } from '../platform/mailer.js';
import type { Declared } from './check.js';
import { isNpi } from './npi.js';

/** What the form sends besides the declaration. */
export interface Form extends Declared {
  /** Typed by the applicant in place of a signature. */
  attestedName: string;
  /** Seconds between opening and sending the form, as far as it is known. */
  filledInSeconds: number | null;
}

const columns: Record<keyof Declared, string> = {
  npi: 'npi',
  givenName: 'given_name',
  familyName: 'family_name',
  credential: 'credential',
  email: 'email',
  phone: 'phone',
  state: 'state',
  licenseNumber: 'license_number',
  licenseExpiresOn: 'license_expires_on',
  specialty: 'specialty',
  practiceName: 'practice_name',
  practiceSite: 'practice_site',
  certification: 'certification',
  biography: 'biography',
};
const fields = Object.keys(columns) as (keyof Declared)[];

/** What application `a` declares, as one JSON object. */
export const declaredColumns = `json_build_object(${fields.map((field) => `'${field}', a.${columns[field]}`).join(', ')})`;

/** Columns that say who somebody is; emptied when a file is forgotten. */
export const personalColumns = [
  ...['npi', 'given_name', 'family_name', 'credential', 'email', 'phone', 'state', 'license_number', 'practice_name'],
  ...['practice_site', 'certification', 'biography', 'attested_name', 'network_hash'],
];

/** Postal codes of the states, the district and the territories that license physicians. */
export const licensingStates: readonly string[] = (
  'AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND MP OH OK OR PA PR RI ' +
  'SC SD TN TX UT VT VA VI WA WV WI WY'
).split(' ');

/** The fields given, by column. */
export function columnsOf(declared: Partial<Declared>): Record<string, unknown> {
  const given = fields.filter((field) => declared[field] !== undefined);
  return Object.fromEntries(
    given.map((field) => [columns[field], field === 'email' ? declared.email?.toLowerCase() : declared[field]]),
  );
}

/** Which of the fields given differ from what was declared before. */
export function changedFields(before: Declared, given: Partial<Declared>): (keyof Declared)[] {
  return fields.filter((field) => given[field] !== undefined && given[field] !== before[field]);
}

/** What is wrong with a form by itself, whatever is known of the applicant. */
export function formProblems({ npi, email, state, practiceSite }: Declared): Reason[] {
  const problems: Reason[] = [];
  if (!addressForm.test(email))
    problems.push({ code: 'email', message: 'This is no address that mail can be sent to.' });
  if (!isNpi(npi))
    problems.push({
      code: 'npi',
      message:
        'This is not a National Provider Identifier: ten digits with a check digit. You find yours, or get one free of charge, at nppes.cms.hhs.gov.',
    });
  if (!licensingStates.includes(state))
    problems.push({ code: 'state', message: 'Name the state of your license by its two letters.' });
  if (practiceSite !== '' && !/^https?:\/\//.test(practiceSite))
    problems.push({ code: 'practiceSite', message: 'The address of a practice’s site begins with https://.' });
  return problems;
}
