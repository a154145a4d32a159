import type { Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { appendEvent } from '../platform/event-store.js';
import type { ApplicationAct } from './application-effects.js';
import { raiseFindings } from './findings.js';
import type { LoadedApplication } from './load-application.js';
import type { Moment } from './load-membership.js';
import { mandatoryChecks } from './application-guards.js';
import { confirmedBoard, registerCertification } from './certifications.js';
import { registerLicense, takeOver } from './membership.js';
import type { MembershipChange } from './membership-effects.js';
import { moveMembership } from './move-membership.js';
import { refuseWhileOpen } from './open-member-file.js';

/** What an approved file of a member does to the membership. Answers the physician's id. */
export async function carryIntoMembership(act: ApplicationAct): Promise<string> {
  const { memberId } = act.facts.application;
  if (!memberId) throw new Error('This file is no member’s.');
  const renewal = act.facts.application.kind === 'recredentialing';
  const { columns, formerSpecialty, renamed } = await changesOf(act, memberId);
  if (renewal || act.facts.application.touched?.includes('V08')) await registerLicense(act, memberId);
  await registerCertification(act, memberId);
  const dates = renewal ? { decided_on: act.today, verified_on: act.today, suspension: null, suspended_by: null } : {};
  const change: MembershipChange = {
    set: { ...columns, ...dates },
    payload: { applicationId: act.facts.application.id, formerSpecialty },
  };
  await byClock(act, memberId, renewal ? 'recredential' : 'change', change);
  if (renamed) await renameAccount(act, memberId);
  return memberId;
}

/** A member who sent what the renewal asks for is being renewed; one who is asked about or suspended stays so meanwhile. */
export async function beginRenewal(
  tx: Tx,
  { facts }: LoadedApplication,
  moment: Moment,
  requestId: string | null,
): Promise<void> {
  const { kind, memberId, membership } = facts.application;
  if (kind !== 'recredentialing' || !memberId || membership !== 'recredential-due') return;
  await moveMembership(tx, { id: memberId, name: 'renew', input: {}, actor: null, by: 'clock', requestId }, moment);
}

/** A renewal that was declined ends the showing; what was decided may be appealed. */
export async function endRenewal({ tx, facts, today }: ApplicationAct): Promise<void> {
  const { kind, memberId, id } = facts.application;
  if (kind !== 'recredentialing' || !memberId) return;
  const reasons = [`The renewal was declined: application ${id}.`];
  const declined = { kind: 'renewal-declined', key: id, severity: 'administrative', reasons } as const;
  await raiseFindings(tx, memberId, [declined], { now: facts.now, today });
}

/** Hands a member's profile to whoever proved to be that physician: the approved file is theirs from now on. */
export async function claimProfile(act: ApplicationAct): Promise<string> {
  const { tx, declared, facts } = act;
  const member = await tx.first<{ id: string }>(
    `select id from physician where npi = $1 and status <> 'terminated' for no key update`,
    [declared.npi],
  );
  if (!member)
    throw new Refused([{ code: 'member', message: 'No member has this NPI: approve it like every other file.' }]);
  await refuseWhileOpen(tx, member.id, 'Decide first what the member has asked for.');
  const { columns, formerSpecialty } = await changesOf(act, member.id);
  const set = { ...columns, decided_on: act.today, verified_on: act.today };
  const payload = { applicationId: facts.application.id, formerSpecialty };
  await byClock(act, member.id, 'claim', { set, payload });
  await takeOver(act, member.id);
  await registerLicense(act, member.id);
  await registerCertification(act, member.id);
  return member.id;
}

async function byClock(act: ApplicationAct, id: string, name: string, change: MembershipChange): Promise<void> {
  const { actor, facts, today } = act;
  const command = { id, name, input: {}, actor, by: 'clock' as const, requestId: actor?.requestId ?? null, change };
  await moveMembership(act.tx, command, { now: facts.now, today });
}

interface Changes {
  columns: Record<string, unknown>;
  formerSpecialty: string | null;
  renamed: boolean;
}

async function changesOf(act: ApplicationAct, id: string): Promise<Changes> {
  const { tx, declared, facts } = act;
  const before = await tx.one<{ specialty: string; givenName: string; familyName: string }>(
    'select specialty, given_name as "givenName", family_name as "familyName" from physician where id = $1',
    [id],
  );
  const { givenName, familyName, credential, state, practiceName, practiceSite } = declared;
  const columns = {
    given_name: givenName,
    family_name: familyName,
    post_nominals: credential,
    specialty: declared.specialty,
    state,
    practice_name: practiceName,
    practice_site: practiceSite,
    biography: declared.biography,
    ...(mandatoryChecks(facts).includes('V12') || declared.certification === ''
      ? { certification: confirmedBoard(act) }
      : {}),
  };
  return {
    columns,
    formerSpecialty: before.specialty === declared.specialty ? null : before.specialty,
    renamed: before.givenName !== givenName || before.familyName !== familyName,
  };
}

/** Pages print the present name of whoever signed; the sign-off keeps the one signed with. */
async function renameAccount({ tx, facts, actor, declared }: ApplicationAct, physicianId: string): Promise<void> {
  const name = `${declared.givenName} ${declared.familyName}`;
  const account = await tx.first<{ id: string; eventCount: number; headHash: string }>(
    `select s.id, s.event_count as "eventCount", s.head_hash as "headHash" from physician p join account s on s.id = p.account_id
      where p.id = $1 and s.name <> $2 for no key update of s`,
    [physicianId, name],
  );
  if (!account) return;
  await tx.run('update account set name = $2, version = version + 1 where id = $1', [account.id, name]);
  await appendEvent(
    tx,
    { kind: 'account', ...account },
    {
      name: 'account.changed',
      at: facts.now,
      actorId: actor?.accountId ?? null,
      requestId: actor?.requestId ?? null,
      moves: [],
      payload: { fields: ['name'] },
    },
  );
}
