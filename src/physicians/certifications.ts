import { v7 as uuid } from 'uuid';
import type { Tx } from '../platform/database.js';
import type { ApplicationAct } from './application-effects.js';
import { checkSettled, mandatoryChecks } from './application-guards.js';
import { isSameBoard, printableBoard } from './certifying-boards.js';
import { findingOf, type Finding } from './finding.js';
import type { LicenseAnswer, LicenseEvidence } from './license-source.js';
import type { Moment } from './load-membership.js';

/** The board where the certification was confirmed and may be printed, else nothing. */
export function confirmedBoard({ declared, facts }: ApplicationAct): string {
  return checkSettled(facts, 'V12') ? printableBoard(declared.certification, declared.state) : '';
}

/**
 * The certification as this file confirmed it, in the register that licenses stand in: by whom, on what, until when. One a board and
 * member; confirmed again, it gets a new standing. Nothing where the file did not look at it.
 */
export async function registerCertification(act: ApplicationAct, physicianId: string): Promise<void> {
  const { tx, declared, facts, actor } = act;
  const board = mandatoryChecks(facts).includes('V12') ? confirmedBoard(act) : '';
  if (board === '') return;
  const { id } = await tx.one<{ id: string }>(
    `insert into credential (id, account_id, physician_id, specialty, kind, authority, region, number, created_at)
     select $1, p.account_id, p.id, $3, 'certification', $4, null, '', $5 from physician p where p.id = $2
     on conflict (physician_id, authority) where kind = 'certification' and physician_id is not null
       do update set specialty = credential.specialty returning id`,
    [uuid(), physicianId, declared.specialty, board, facts.now],
  );
  const result = facts.checks.find(({ checkId }) => checkId === 'V12')?.id ?? null;
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, verified_by, evidence, expires_on, looked_up_at, source)
     select $1, 'verified', $2, $2, $4, $5, k.expires_on, coalesce(k.at, $2), coalesce(k.source, '')
       from (select) own left join application_check k on k.id = $3`,
    [
      id,
      facts.now,
      result,
      actor?.accountId ?? null,
      `Application ${facts.application.id}, check result ${result ?? 'none'}`,
    ],
  );
}

/** A member's certification in the register, as it stood before a source was read. */
export interface RegisteredCertification {
  credentialId: string;
  board: string;
  standing: string;
  /** Civil date of its last day; null where none is known. */
  expiresOn: string | null;
}

/** What a report says of it now; undefined where it does not speak of that board. */
export function reportedCertification(
  { board }: Pick<RegisteredCertification, 'board'>,
  answer: LicenseAnswer,
  today: string,
): { holds: boolean; expiresOn: string | null } | undefined {
  if (answer.kind !== 'found') return undefined;
  const same = answer.report.certifications.filter((each) => isSameBoard(each.board, board));
  if (same.length === 0) return undefined;
  const last = same
    .filter(({ valid, expiresOn }) => valid && (expiresOn === null || expiresOn >= today))
    .sort((one, other) => (other.expiresOn ?? '9999').localeCompare(one.expiresOn ?? '9999'))[0];
  return { holds: last !== undefined, expiresOn: last?.expiresOn ?? null };
}

/** A certification that the source shows as no longer valid is for a person to look at; it hides nobody. */
export function findingsOfCertification(
  own: Pick<RegisteredCertification, 'board'> | null,
  answer: LicenseAnswer,
  today: string,
): Finding[] {
  if (!own || reportedCertification(own, answer, today)?.holds !== false) return [];
  const reason = `The certification by the ${own.board} is reported as no longer valid.`;
  return [findingOf('certification-lost', 'attention', reason, [reason])];
}

/** Keeps in the register what the source says: lost, it is printed no more; valid again or for longer, it is. */
export async function keepReported(
  tx: Tx,
  own: RegisteredCertification | null,
  { answer, source, sha256 }: LicenseEvidence,
  { now, today }: Moment,
): Promise<void> {
  const reported = own && reportedCertification(own, answer, today);
  if (!reported) return;
  const standing = reported.holds ? 'verified' : 'administrative';
  const until = reported.holds ? reported.expiresOn : own.expiresOn;
  const known = own.expiresOn !== null && until !== null && until <= own.expiresOn;
  if (standing === own.standing && (known || until === own.expiresOn)) return;
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, looked_up_at, expires_on, evidence, source)
     values ($1, $2, $3, $3, $3, $4, $5, $6)`,
    [own.credentialId, standing, now, until, `${source}, sha256 ${sha256}`, source],
  );
}
