import type { PayloadValue } from '../events.js';
import type { Tx } from '../platform/database.js';
import type { MembershipFacts } from './membership-facts.js';

export interface MembershipChange {
  /** Columns to set besides the status. */
  set?: Record<string, unknown>;
  payload?: Record<string, PayloadValue>;
}

type Effect = (tx: Tx, facts: MembershipFacts) => Promise<MembershipChange> | MembershipChange;
type Severity = 'attention' | 'administrative' | 'provisional';

const noProposal = { proposed_verdict: null, proposed_by: null, proposed_at: null };
/** Whoever has taken it is through with it. */
export const noHolder = { holder_id: null, lease_until: null };
const noSuspension = { suspension: null, suspended_by: null, ...noProposal };

/** What each transition changes besides the status; the rest bring what they change with them. */
export const membershipEffects: Partial<Record<string, Effect>> = {
  flag: async (tx, { physician, input, actor, now }) => {
    // What a verifier noticed is a finding too: it stays until it is settled, whatever happens meanwhile.
    if (actor.id === null) return {};
    await tx.run(
      `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at) values ($1, 'reported', gen_random_uuid()::text, 'attention', $2, $3)`,
      [physician.id, [input.reason ?? ''], now],
    );
    return {};
  },
  giveBack: handBack,
  return: handBack,
  dismiss: async (tx, facts) => {
    await settle(tx, facts, 'cleared', ['attention']);
    return { set: noProposal };
  },
  suspend: async (tx, facts) => {
    const cause = facts.input.cause ?? 'provisional';
    await recordStanding(tx, facts, cause);
    return { set: { ...noProposal, suspension: cause, suspended_by: facts.actor.id }, payload: { cause } };
  },
  propose: (_tx, { input, actor, now }) => ({
    set: { ...noHolder, proposed_verdict: input.verdict, proposed_by: actor.id, proposed_at: now },
    payload: { verdict: input.verdict ?? null },
  }),
  lift: async (tx, facts) => {
    await settle(tx, facts, 'cleared', ['administrative', 'provisional']);
    await recordStanding(tx, facts, 'verified');
    const payload = { cause: facts.physician.suspension };
    if (!facts.physician.overdue) return { set: { ...noSuspension, ...noHolder }, payload };
    await recordStanding(tx, facts, 'administrative');
    return { set: { ...noSuspension, ...noHolder, suspension: 'administrative' }, payload };
  },
  restore: async (tx, facts) => {
    await recordStanding(tx, facts, 'verified');
    return { set: noSuspension, payload: { cause: facts.physician.suspension } };
  },
  confirmAdverse: async (tx, facts) => {
    await settle(tx, facts, 'confirmed', ['attention', 'administrative', 'provisional']);
    await recordStanding(tx, facts, 'adverse', await causeOf(tx, facts));
    return { set: { suspension: 'adverse', ...noProposal, ...noHolder } };
  },
  renewLicense: async (tx, facts) => {
    await recordStanding(tx, facts, 'verified');
    return { payload: { expiresOn: facts.input.expiresOn ?? null } };
  },
  recredential: async (tx, facts) => {
    await settle(tx, facts, 'cleared', ['administrative']);
    return {};
  },
  pause: (_tx, { now }) => ({ set: { paused_at: now } }),
  resume: () => ({ set: { paused_at: null } }),
  leave: end,
  terminate: end,
};

function handBack(_tx: Tx, { physician }: MembershipFacts): MembershipChange {
  return { set: noHolder, payload: { holderId: physician.holderId } };
}

async function end(tx: Tx, facts: MembershipFacts): Promise<MembershipChange> {
  await settle(tx, facts, 'ended', ['attention', 'administrative', 'provisional']);
  return { set: { ...noSuspension, paused_at: null } };
}

/** What was found is settled with the act: a match that was cleared stays so while its source says the same. */
async function settle(
  tx: Tx,
  { physician, actor, now }: MembershipFacts,
  outcome: 'cleared' | 'confirmed' | 'ended',
  severities: Severity[],
): Promise<void> {
  await tx.run(
    `update physician_finding set settled_at = $2, settled_by = $3, outcome = $4
      where physician_id = $1 and settled_at is null and severity = any ($5)`,
    [physician.id, now, actor.id, outcome, severities],
  );
}

/** The day from which an adverse cause stands: as said, else the earliest that a list names, else the day it was seen. */
async function causeOf(tx: Tx, { physician, input, now }: MembershipFacts): Promise<Date> {
  const { at } = await tx.one<{ at: Date }>(
    `select coalesce($2::date::timestamptz,
       (select min(e.excluded_on)::timestamptz from exclusion e join physician p on p.npi = e.npi where p.id = $1),
       (select max(e.at) from event e where e.subject_kind = 'physician' and e.subject_id = $1 and e.name = 'physician.suspended'), $3) as at`,
    [physician.id, input.causeOn ?? null, now],
  );
  return at;
}

/**
 * Every credential of the member says so: whoever is suspended signs no reviews either. What is graver stays, and an expiry and the day
 * of the last look-up stay what they were, but where a renewed license was looked up.
 */
async function recordStanding(
  tx: Tx,
  { physician, now, input, actor }: MembershipFacts,
  standing: 'verified' | 'administrative' | 'provisional' | 'adverse',
  effectiveAt: Date = now,
): Promise<void> {
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, looked_up_at, expires_on, verified_by, evidence)
     select c.id, $2, $7, $3, case when $2 = 'verified' and c.region = p.state and $6::date is not null then $3::timestamptz end,
            case when $2 = 'verified' and c.region = p.state then coalesce($6::date, s.expires_on) else s.expires_on end, $4, $5
       from physician p join credential c on c.physician_id = p.id cross join lateral (
         select n.expires_on, n.standing from credential_standing n where n.credential_id = c.id order by n.recorded_at desc, n.id desc limit 1) s
      where p.id = $1 and c.kind = 'license'
        and (s.standing not in ('adverse', 'revoked') or $2 = 'adverse')
        and not ($2 = 'administrative' and s.standing = 'provisional')`,
    [
      physician.id,
      standing,
      now,
      actor.id,
      input.evidence ?? input.reason ?? standing,
      input.expiresOn ?? null,
      effectiveAt,
    ],
  );
}
