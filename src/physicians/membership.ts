import { v7 as uuid } from 'uuid';
import type { ApplicationAct } from './application-effects.js';
import { confirmedBoard, registerCertification } from './certifications.js';
import type { Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { appendEvent, type Move } from '../platform/event-store.js';
import type { Declared } from './check.js';

/**
 * Makes a member of an approved applicant, with the license that was verified in the register that reviewers share. A member who was
 * terminated comes back under the same NPI and slug; any other is nobody's to take over ({@link Refused}).
 */
export async function activate(act: ApplicationAct): Promise<string> {
  const { tx, declared, facts, actor } = act;
  const before = await tx.first<{ id: string; status: string; eventCount: number; headHash: string }>(
    `select id, status, event_count as "eventCount", head_hash as "headHash" from physician where npi = $1 for no key update`,
    [declared.npi],
  );
  if (before && before.status !== 'terminated')
    throw new Refused([{ code: 'member', message: 'A member has this NPI: end that membership first.' }]);
  const id = before?.id ?? uuid();
  await (before ? tx.run(renewal, renewalValues(act, id)) : insertPhysician(act, id));
  await takeOver(act, id);
  await registerLicense(act, id);
  await registerCertification(act, id);
  const move: Move = { kind: 'physician', id, from: before?.status ?? null, to: 'active' };
  await appendEvent(
    tx,
    { kind: 'physician', id, eventCount: before?.eventCount ?? 0, headHash: before?.headHash ?? '' },
    {
      name: 'physician.activated',
      at: facts.now,
      actorId: actor?.accountId ?? null,
      requestId: actor?.requestId ?? null,
      moves: [move],
      payload: { applicationId: facts.application.id, specialty: declared.specialty },
    },
  );
  return id;
}

// Whoever confirmed this address owns the account that signs in with it; an account is one physician's.
const ownAccount = `
  update physician set account_id = (select s.id from account s where s.email = $2
     and not exists (select 1 from physician p where p.account_id = s.id and p.id <> $1)) where id = $1`;

// What another account signed with stays that account's, as history, and carries no signature any more.
const formerCredentials = `
  with former as (
    update credential c set physician_id = null from physician p
     where p.id = $1 and c.physician_id = p.id and c.account_id is not null and c.account_id is distinct from p.account_id returning c.id)
  insert into credential_standing (credential_id, standing, effective_at, recorded_at, verified_by, evidence)
  select id, 'revoked', $2, $2, $3, 'The profile was handed over to another person.' from former`;

const ownCredentials = `
  update credential c set account_id = p.account_id from physician p
   where p.id = $1 and c.physician_id = p.id and c.account_id is null and p.account_id is not null`;

/** Ties a membership to the account of whoever confirmed the address of this file, and to no other. */
export async function takeOver({ tx, declared, facts, actor }: ApplicationAct, physicianId: string): Promise<void> {
  await tx.run(ownAccount, [physicianId, declared.email]);
  await tx.run(formerCredentials, [physicianId, facts.now, actor?.accountId ?? null]);
  await tx.run(ownCredentials, [physicianId]);
}

// A member who left or was terminated starts anew.
const renewal = `
  update physician set status = 'active', suspension = null, suspended_by = null, given_name = $2, family_name = $3, post_nominals = $4, specialty = $5,
         state = $6, practice_name = $7, practice_site = $8, decided_on = $9, verified_on = $9, biography = $10, certification = $11, account_id = null, paused_at = null, version = version + 1 where id = $1`;

function renewalValues(act: ApplicationAct, id: string): unknown[] {
  const { declared, today } = act;
  const { givenName, familyName, credential, specialty, state, practiceName, practiceSite, biography } = declared;
  const own = [id, givenName, familyName, credential, specialty, state, practiceName, practiceSite];
  return [...own, today, biography, confirmedBoard(act)];
}

async function insertPhysician(act: ApplicationAct, id: string): Promise<void> {
  const { tx, declared } = act;
  const [, ...values] = renewalValues(act, id);
  await tx.run(
    `insert into physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, practice_name, practice_site,
       member_since, decided_on, verified_on, biography, certification, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $11, $12, $13, 'active')`,
    [id, declared.npi, await freeSlug(tx, declared), ...values],
  );
}

/** `given-family`, then with the state, then with a number: a profile's address is never given to another. */
async function freeSlug(tx: Tx, { givenName, familyName, state }: Declared): Promise<string> {
  const name = slugOf(`${givenName} ${familyName}`);
  await tx.run('select pg_advisory_xact_lock(hashtextextended($1, 1))', [name]);
  const inState = `${name}-${state.toLowerCase()}`;
  const taken = await tx.rows<{ slug: string }>(
    `select slug from physician where slug = $1 or slug = $2 or slug like $2 || '-%'`,
    [name, inState],
  );
  const known = new Set(taken.map(({ slug }) => slug));
  if (!known.has(name)) return name;
  if (!known.has(inState)) return inState;
  let number = 2;
  while (known.has(`${inState}-${number}`)) number += 1;
  return `${inState}-${number}`;
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60)
      .replace(/^-|-$/g, '') || 'physician'
  );
}

/** The license as it was verified: by whom, on what, until when. One that is in the register already gets a new standing. */
export async function registerLicense(
  { tx, declared, facts, actor }: ApplicationAct,
  physicianId: string,
): Promise<void> {
  const { state, licenseNumber, specialty } = declared;
  const known = await tx.first<{ id: string }>(
    `select id from credential where physician_id = $1 and kind = 'license' and region = $2 and number = $3 and specialty = $4`,
    [physicianId, state, licenseNumber, specialty],
  );
  const { id } =
    known ??
    (await tx.one<{ id: string }>(
      `insert into credential (id, account_id, physician_id, specialty, kind, authority, region, number, created_at)
       select $1, p.account_id, p.id, $3, 'license', 'Medical board of ' || $4, $4, $5, $6 from physician p where p.id = $2 returning id`,
      [uuid(), physicianId, specialty, state, licenseNumber, facts.now],
    ));
  const license = facts.checks.find(({ checkId }) => checkId === 'V08');
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, verified_by, evidence, expires_on, looked_up_at, source)
     select $1, case when $7 then coalesce(p.suspension, 'verified') else 'verified' end, $2, $2, $4, $5, k.expires_on, coalesce(k.at, $2), coalesce(k.source, '')
       from physician p left join application_check k on k.id = $3 where p.id = $6`,
    [
      id,
      facts.now,
      license?.id ?? null,
      actor?.accountId ?? null,
      `Application ${facts.application.id}, check result ${license?.id ?? 'none'}`,
      physicianId,
      // A change lifts no suspension: the license stays what its holder is.
      facts.application.kind === 'change',
    ],
  );
}
