import { v7 as uuid } from 'uuid';
import type { EventName, EventPayload } from '../../src/events.js';
import type { Actor } from '../../src/identity/index.js';
import type { Tx } from '../../src/platform/database.js';
import { appendEvent, type ChainHead, type Move } from '../../src/platform/event-store.js';
import { mandatory } from './physician-lifecycle-facts.js';

/** A document that nobody deleted. */
function plantedDocument(file: string, kind: string): string {
  return `insert into application_document (id, application_id, number, kind, media_type, bytes, sha256, sealed, uploaded_at)
    values (gen_random_uuid(), ${file}, 1, '${kind}', 'image/png', 1, repeat('0', 64), 'x', instant())`;
}

/**
 * Offences about physicians, as those of `invariants.spec.ts`. `file` is an application that `vera` holds, `approved` one that she
 * approved after another had prepared it, `member` who became a member by it.
 */
// prettier-ignore
export const physicianOffences: [view: string, what: string, planted: string, on?: Date][] = [
  ['decided_by_one_concerned', 'a decision by the applicant', `update account set email = (select email from application where id = :approved) where id = :vera`],
  ['decided_by_one_concerned', 'a decision by a relative', `insert into application_bar select application_id, signer_id, 'relative', signed_at from application_decision`],
  ['document_kept_too_long', 'a proof of identity that outlived the decision', plantedDocument(':approved', 'identity')],
  ['document_kept_too_long', 'a document of a file that was withdrawn', `${plantedDocument(':file', 'license')}; update application set status = 'withdrawn' where id = :file`],
  ['document_kept_too_long', 'a document of a file that is forgotten', `${plantedDocument(':file', 'other')}; update application set npi = '' where id = :file`],
  ['member_held_without_lease', 'a member whose findings somebody took long ago', `update physician set status = 'attention', holder_id = (select decided_by from application where id = :approved), lease_until = instant() - interval '1 hour' where id = :member`],
  ['held_without_lease', 'a file whose lease was over long ago', `update application set lease_until = instant() - interval '1 hour' where id = :file`],
  ['held_without_lease', 'a file that is held for ever', `update application set lease_until = null where id = :file`],
  ['held_without_lease', 'a file in review that nobody holds', `update application set holder_id = null where id = :file`],
  ['service_reminder_missing', 'a service level that ran out without a reminder', `update application set service_since = queued_at where id = :file`, new Date('2026-03-05T15:00:00Z')],
  ['member_without_evidence', 'a member of whom one check was never made', `delete from application_check where check_id = 'V09'`],
  ['member_without_evidence', 'a check that was made after the decision', `update application_check set at = at + interval '1 day' where check_id = 'V08'`],
  ['member_without_evidence', 'evidence that was older than 120 days', `update application_check set at = at - interval '1 day' where check_id = 'V03'`],
  ['member_without_evidence', 'a review that nobody resolved', `delete from check_resolution where kind = 'resolved'`],
  ['member_without_evidence', 'a silent source that nobody resolved', `update application_check set outcome = 'error' where check_id = 'V01'`],
  ['member_without_evidence', 'a fail that one person resolved alone', `update check_resolution set kind = 'resolved', proposed_by = null where kind = 'overridden'`],
  ['member_without_evidence', 'an override that nobody confirmed', `update check_resolution set kind = 'override-proposed', proposed_by = null where kind = 'overridden'`],
  ['member_without_evidence', 'a federal exclusion that nobody settled', `update application_check set outcome = 'fail' where check_id = 'V11'`],
  ['member_without_evidence', 'a biography that nobody checked', `update application set biography = 'She is the best.' where id = :approved`],
  ['member_without_evidence', 'a check of another file', `update application_check set application_id = :file where check_id = 'V10'`],
  ['physician_not_replayed', 'an application that was moved past the history', `update application set status = 'approved' where id = :file`],
  ['physician_not_replayed', 'a member who was', `update physician set status = 'attention' where id = :member`],
  ['physician_not_replayed', 'an application without any fact', `delete from event where subject_id = :file`],
  ['physician_not_replayed', 'a last fact that was taken out', `delete from event where name = 'physician.activated'`],
  ['physician_not_replayed', 'an application whose head is another hash', `update application set head_hash = repeat('0', 64) where id = :file`],
  ['member_shown_on_old_evidence', 'a member whose readings ended', `update physician set decided_on = decided_on - 60 where id = :member`],
  ['member_shown_on_old_evidence', 'a member whose 36 months are over', `update physician set decided_on = decided_on - 1200 where id = :member; insert into monitoring_reading (physician_id, source, outcome, at, expires_on) select :member, s, 'clear', instant(), '2030-01-01' from unnest('{registry,exclusions}'::text[]) s`],
  ['finding_without_effect', 'a number on the list whose holder is shown', `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at) values (:member, 'exclusion-npi', 'row', 'provisional', '{}', instant())`],
  ['finding_without_effect', 'an alert that asks nobody', `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at) values (:member, 'name-changed', 'name', 'attention', '{}', instant())`],
  ['hidden_member_with_profile', 'a profile that outlived a suspension', `update page set rendered_at = instant() - interval '1 hour' where physician_id = :member; update physician set status = 'suspended', suspension = 'provisional' where id = :member; insert into event (subject_kind, subject_id, number, name, at, actor_id, moves, payload, previous_hash, hash) values ('physician', :member, 2, 'physician.suspended', instant(), null, '[]', '{}', 'h', 'h2'); delete from page_debt`],
  ['hidden_member_with_profile', 'a list that outlived a suspension', `update page set rendered_at = instant() - interval '1 hour' where specialty = (select specialty from physician where id = :member); update physician set status = 'suspended', suspension = 'provisional' where id = :member; insert into event (subject_kind, subject_id, number, name, at, actor_id, moves, payload, previous_hash, hash) values ('physician', :member, 2, 'physician.suspended', instant(), null, '[]', '{}', 'h', 'h2'); delete from page_debt`],
  ['decided_by_one_concerned', 'a decision by a relative who said so at another file', `insert into application_bar select :file, signer_id, 'relative', signed_at from application_decision; update application set npi = (select npi from application where id = :approved) where id = :file`],
  ['adverse_by_one', 'a finding that one person confirmed alone', `insert into event (subject_kind, subject_id, number, name, at, actor_id, moves, payload, previous_hash, hash) values ('physician', :member, 2, 'physician.adverse-confirmed', instant(), :vera, '[]', '{}', 'h', 'h2')`],
  ['adverse_by_one', 'a finding that the clock confirmed', `insert into event (subject_kind, subject_id, number, name, at, actor_id, moves, payload, previous_hash, hash) values ('physician', :member, 2, 'physician.adverse-confirmed', instant(), null, '[]', '{}', 'h', 'h2')`],
  ['name_match_cleared_by_one', 'a row with the member’s name that nobody else saw', `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at, settled_at, settled_by, outcome) values (:member, 'exclusion-name', 'row', 'attention', '{}', instant(), instant(), :vera, 'cleared')`],
];

export interface BuiltFiles {
  file: string;
  approved: string;
  member: string;
}

/** A file that `vera` holds, and one that `otto` prepared and she approved, all at `at`. */
export async function buildFiles(tx: Tx, { otto, vera }: { otto: Actor; vera: Actor }, at: Date): Promise<BuiltFiles> {
  const file = await buildInReview(tx, { npi: '1234567893', familyName: 'Moor', holder: vera, at });
  const approved = await buildInReview(tx, { npi: '1245319599', familyName: 'Holloway', holder: otto, at });
  await escalate(tx, approved, { otto, vera }, at);
  return { file: file.id, approved: approved.id, member: await approve(tx, approved, vera, at) };
}

interface NewFile {
  npi: string;
  familyName: string;
  holder: Actor;
  at: Date;
}

async function buildInReview(tx: Tx, { npi, familyName, holder, at }: NewFile): Promise<ChainHead> {
  const id = uuid();
  await tx.run(
    `insert into application (id, status, npi, given_name, family_name, credential, email, phone, state, license_number, license_expires_on,
       specialty, practice_name, practice_site, certification, attested_name, network_hash, proof, submitted_at, confirmed_at,
       specialty_group, lane, queued_at, due_on, holder_id, lease_until)
     values ($1, 'in-review', $2, 'Ada', $3, 'MD', lower($3) || '@practice.example', '212-555-0101', 'NY', '555444', '2027-12-31',
       'dermatology', 'Example Dermatology', 'https://practice.example', '', 'Ada ' || $3, 'network', $2, $4, $4,
       'dermatology', 'clean', $4, '2026-03-03', $5, $4::timestamptz + interval '1 day')`,
    [id, npi, familyName, at, holder.accountId],
  );
  await tx.run(
    `insert into application_check (application_id, check_id, data_revision, outcome, source, at)
     select $1, c, 1, case c when 'V04' then 'fail' when 'V06' then 'review' else 'pass' end, 'a source',
            $3::timestamptz - case c when 'V03' then interval '120 days' else interval '0' end from unnest($2::text[]) c`,
    [id, mandatory, at],
  );
  const head: ChainHead = { kind: 'application', id, eventCount: 0, headHash: '' };
  const steps = [null, 'awaiting-email', 'checking', 'queued', 'in-review'];
  await tell(tx, head, 'application.submitted', null, at, { specialty: 'dermatology' }, steps.slice(0, 2));
  await tell(tx, head, 'application.confirmed', null, at, { disputed: false }, steps.slice(1, 3));
  const queue = { group: 'dermatology', lane: 'clean', dueOn: '2026-03-03' };
  await tell(tx, head, 'application.routed', null, at, queue, steps.slice(2, 4));
  const claim = { holderId: holder.accountId, leaseUntil: at.toISOString() };
  await tell(tx, head, 'application.claimed', holder, at, claim, steps.slice(3, 5));
  return head;
}

/** Otto resolves the review, proposes to override the fail and escalates; Vera takes it and confirms. */
async function escalate(
  tx: Tx,
  file: ChainHead,
  { otto, vera }: { otto: Actor; vera: Actor },
  at: Date,
): Promise<void> {
  await tx.run(
    `insert into check_resolution (check_result_id, kind, by_id, proposed_by, evidence, at)
     select k.id, r.kind, r.by_id, r.proposed_by, 'read at the board', $4 from application_check k
       join (values ('V06', 'resolved', $2::uuid, null::uuid), ('V04', 'override-proposed', $2, null), ('V04', 'overridden', $3, $2)) r(check_id, kind, by_id, proposed_by)
         on r.check_id = k.check_id where k.application_id = $1 order by r.proposed_by nulls first`,
    [file.id, otto.accountId, vera.accountId, at],
  );
  await tx.run('update application set escalated_by = holder_id, holder_id = $2 where id = $1', [
    file.id,
    vera.accountId,
  ]);
  await tell(tx, file, 'application.escalated', otto, at, {}, ['in-review', 'escalated']);
  const claim = { holderId: vera.accountId, leaseUntil: at.toISOString() };
  await tell(tx, file, 'application.claimed', vera, at, claim, ['escalated', 'in-review']);
}

async function approve(tx: Tx, file: ChainHead, verifier: Actor, at: Date): Promise<string> {
  const physicianId = uuid();
  const decisionId = uuid();
  await tx.run(
    `insert into application_decision (id, application_id, verdict, meaning, signer_id, printed_name, evidence, signed_at, reauthenticated_at, auth_method)
     select $1, $2, 'approve', 'verified against primary sources', $3, $4, array_agg(id), $5, $5, 'password' from application_check where application_id = $2`,
    [decisionId, file.id, verifier.accountId, verifier.name, at],
  );
  await tx.run(
    `insert into physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, status, member_since, decided_on, verified_on)
     select $1, npi, 'ada-' || lower(family_name), given_name, family_name, credential, specialty, state, 'active', $3::date, $3::date, $3::date
       from application where id = $2`,
    [physicianId, file.id, at.toISOString().slice(0, 10)],
  );
  await tx.run(
    `update application set status = 'approved', physician_id = $2, holder_id = null, lease_until = null, decided_by = $3, decided_at = $4,
            decided_on = $5, due_on = null where id = $1`,
    [file.id, physicianId, verifier.accountId, at, at.toISOString().slice(0, 10)],
  );
  const member: ChainHead = { kind: 'physician', id: physicianId, eventCount: 0, headHash: '' };
  const payload = { applicationId: file.id, specialty: 'dermatology' };
  await tell(tx, member, 'physician.activated', verifier, at, payload, [null, 'active']);
  const decision = { decisionId, physicianId, lane: 'clean' };
  await tell(tx, file, 'application.approved', verifier, at, decision, ['in-review', 'approved']);
  return physicianId;
}

async function tell<Name extends EventName>(
  tx: Tx,
  head: ChainHead,
  name: Name,
  actor: Actor | null,
  at: Date,
  payload: EventPayload<Name>,
  [from = null, to = null]: (string | null)[],
): Promise<void> {
  const move = { kind: head.kind, id: head.id, from, to } as Move;
  await appendEvent(tx, head, { name, at, actorId: actor?.accountId ?? null, requestId: null, moves: [move], payload });
}
