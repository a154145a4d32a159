import { reauthenticationMissing, type Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import type { ChainHead } from '../platform/event-store.js';
import type { MembershipFacts, MembershipInput } from './membership-facts.js';
import { isOpenFile } from './open-file.js';

/** When somebody acts, and its civil date in the publisher's zone. */
export interface Moment {
  now: Date;
  today: string;
}

export interface LoadedMembership {
  facts: MembershipFacts;
  head: ChainHead;
}

type Row = MembershipFacts['physician'] & { eventCount: number; headHash: string };

// Days before the end of a term at which a renewal opens: 120 (NCQA alerts, `domain.md` C6). A proposal lapses after seven days.
const query = `
  select p.id, p.status, p.holder_id as "holderId", p.lease_until as "leaseUntil", p.suspension, p.suspended_by as "suspendedBy", p.version, p.paused_at is not null as paused,
         p.event_count as "eventCount", p.head_hash as "headHash",
         case when p.proposed_at > $2::timestamptz - interval '7 days' and (p.suspension is not null or not exists (
           select 1 from physician_finding f where f.physician_id = p.id and f.severity = 'attention' and f.raised_at > p.proposed_at))
           then json_build_object('verdict', p.proposed_verdict, 'by', p.proposed_by) end as proposed,
         (select count(*)::integer from physician_finding f where f.physician_id = p.id and f.settled_at is null and f.lapsed_at is null
           and f.severity = 'attention') as alerts,
         (select count(*)::integer from physician_finding f where f.physician_id = p.id and f.settled_at is null and f.lapsed_at is null
           and f.kind = 'exclusion-name') as "nameMatches",
         (select count(*)::integer from physician_finding f where f.physician_id = p.id and f.settled_at is null and f.lapsed_at is null
           and f.severity <> 'attention') as grounds,
         $3::date >= recredential_by(p.decided_on) - 120 as due, $3::date > recredential_by(p.decided_on) as overdue,
         exists (select 1 from application a where a.member_id = p.id and a.kind = 'recredentialing'
           and ${isOpenFile('a')} and a.status <> 'needs-info') as renewing,
         coalesce((select m.licensed_until < $3::date from monitored_member m where m.id = p.id), false) as unlicensed
    from physician p where p.id = $1`;

/** The facts of one membership; `lock` holds it for the rest of the transaction. Throws {@link Missing}. */
export async function loadMembership(
  tx: Tx,
  { id, actor, input }: { id: string; actor: Actor | null; input: MembershipInput },
  { now, today }: Moment,
  lock: '' | 'lock' = '',
): Promise<LoadedMembership> {
  if (lock) await tx.run('select 1 from physician where id = $1 for no key update', [id]);
  const row = await tx.first<Row>(query, [id, now, today]);
  if (!row) throw new Missing('physician');
  const { eventCount, headHash, ...physician } = row;
  const self = actor ? await tx.one<Self>(selfQuery, [id, actor.accountId]) : nobody;
  const unproven = (actor && reauthenticationMissing(actor, now)?.message) ?? null;
  return {
    facts: { now, today, physician, actor: { id: actor?.accountId ?? null, unproven, ...self }, input },
    head: { kind: 'physician', id, eventCount, headHash },
  };
}

type Self = Pick<MembershipFacts['actor'], 'concerned' | 'skilled' | 'claims'>;
const nobody: Self = { concerned: false, skilled: true, claims: 0 };
const selfQuery = `
  select is_concerned_with_member(p.id, s.id) as concerned, s.states = '{}' or p.state = any (s.states) as skilled, claims_of(s.id) as claims
    from physician p, account s where p.id = $1 and s.id = $2`;
