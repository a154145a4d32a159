import type { CheckFinding } from './check.js';
import { isDisposableMail, isFreeMail } from './email-checks.js';
import type { NppesRecord } from './nppes-answer.js';

/** What the signs are read from. */
export interface FraudFacts {
  /** Civil date. */
  today: string;
  /** Null when the registry holds none. */
  record: Pick<NppesRecord, 'enumeratedOn' | 'updatedOn' | 'addresses'> | null;
  email: string;
  /** From the applicant's network on the day of the application, this one included. */
  applicationsFromNetwork: number;
  /** Whether a member or another application holds the number, the address or the license already. */
  duplicate: boolean;
  /** Whether the number belongs to an active member. */
  alreadyActive: boolean;
  /** From the form's opening to its sending; null when unknown. */
  formSeconds: number | null;
}

interface Sign {
  points: number;
  says: string;
  shows(facts: FraudFacts): boolean;
}

const signs: Sign[] = [
  {
    points: 20,
    says: 'The number was given out less than 90 days ago.',
    shows: ({ today, record }) => isYounger(record?.enumeratedOn, today, 90),
  },
  {
    points: 15,
    says: 'The registry’s record was changed less than 14 days ago.',
    shows: ({ today, record }) => isYounger(record?.updatedOn, today, 14),
  },
  { points: 15, says: 'The practice’s address is a box or a mail drop.', shows: ({ record }) => hasMailDrop(record) },
  { points: 5, says: 'The mail address is at a free service.', shows: ({ email }) => isFreeMail(email) },
  { points: 60, says: 'The mail address is a throw-away one.', shows: ({ email }) => isDisposableMail(email) },
  {
    points: 25,
    says: 'More than three applications came from this network that day.',
    shows: ({ applicationsFromNetwork }) => applicationsFromNetwork > 3,
  },
  { points: 50, says: 'The number belongs to an active member.', shows: ({ alreadyActive }) => alreadyActive },
  {
    points: 50,
    says: 'Number, mail address or license are in another application.',
    shows: ({ duplicate }) => duplicate,
  },
  {
    points: 40,
    says: 'The form was filled in less than five seconds.',
    shows: ({ formSeconds }) => formSeconds !== null && formSeconds < 5,
  },
];

/** V15: adds up the signs of fraud. Below 30 points it passes, from 70 on it fails; a person confirms either way. */
export function fraudSigns(facts: FraudFacts): CheckFinding & { score: number } {
  const shown = signs.filter((sign) => sign.shows(facts));
  const score = shown.reduce((sum, { points }) => sum + points, 0);
  const reasons = shown.map(({ points, says }) => `${says} (${points} points)`);
  return { outcome: score < 30 ? 'pass' : score < 70 ? 'review' : 'fail', reasons, score };
}

/** A date in the future is the youngest of all. */
function isYounger(date: string | null | undefined, today: string, days: number): boolean {
  // Both are midnight UTC: the difference is whole days.
  return date != null && (Date.parse(today) - Date.parse(date)) / 86_400_000 < days;
}

const mailDrop =
  /\bP\W*O\W*BOX\b|\bPOST\s+OFFICE\s+BOX\b|\bPMB\b|\bUPS\s+STORE\b|\bMAIL\s*BOX(?:ES)?\b|\bPOSTAL\s+ANNEX\b/i;

/** Letters may go to a box; patients cannot be seen in one. */
function hasMailDrop(record: FraudFacts['record']): boolean {
  const practices = record?.addresses.filter(({ purpose }) => purpose !== 'MAILING') ?? [];
  return practices.some(({ lines }) => mailDrop.test(lines.join(' ')));
}
