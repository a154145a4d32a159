import { reauthenticationMissing, type Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import type { ChainHead } from '../platform/event-store.js';
import type { ApplicationFacts, ApplicationInput, CurrentCheck } from './application-facts.js';
import type { Declared } from './check.js';
import { declaredColumns } from './declared.js';
import { isOpenFile } from './open-file.js';

/** Who acts: a person of ours, or null for an applicant or the clock. */
export type Who = Pick<Actor, 'accountId' | 'via' | 'reauthenticatedAt'> | null;

export interface LoadedApplication {
  facts: ApplicationFacts;
  declared: Declared;
  dataRevision: number;
  head: ChainHead;
}

type Row = ApplicationFacts['application'] & {
  declared: Declared;
  dataRevision: number;
  eventCount: number;
  headHash: string;
};

const otherOpenFile = `application o where o.npi = a.npi and o.id <> a.id and o.confirmed_at is not null
      and ${isOpenFile('o')}`;

const columns = `a.id, a.kind, a.member_id as "memberId", a.status, a.lane, a.holder_id as "holderId", a.lease_until as "leaseUntil", a.escalated_by as "escalatedBy",
  a.decided_by as "decidedBy", a.disputed, a.appealed_at is not null as appealed, a.certification <> '' as "claimsCertification",
  a.biography <> '' as "hasBiography",
  $2::date - a.decided_on as "daysSinceDecision", a.version, a.data_revision as "dataRevision",
  a.event_count as "eventCount", a.head_hash as "headHash",
  ${declaredColumns} as declared,
  exists (select 1 from physician p where p.npi = a.npi and p.status <> 'terminated' and p.id is distinct from a.member_id)
    or exists (select 1 from ${otherOpenFile} and not o.disputed) as "npiTaken",
  exists (select 1 from ${otherOpenFile} and o.disputed) as contested,
  exists (select 1 from physician p where p.npi = a.npi and p.status <> 'terminated' and p.id is distinct from a.member_id) as member,
  (select p.status from physician p where p.id = a.member_id or (a.member_id is null and a.npi <> '' and p.npi = a.npi)) as membership,
  case when a.kind = 'change' then array(select distinct r.check_id from check_reads r where a.changed ? r.field) end as touched,
  exists (select 1 from exclusion e where e.npi = a.npi) as excluded`;

const checksQuery = `
  select id, check_id as "checkId", outcome, resolution, found_by as "foundBy", (extract(epoch from $2::timestamptz - at) / 86400)::float8 as "ageInDays",
         coalesce(expires_on < $3::date, false) as expired
    from current_check where application_id = $1 order by check_id`;

const selfQuery = `
  select is_concerned($1, $2) as concerned, is_skilled($1, $2) as skilled,
         claims_of($2) as claims`;

/** The facts of one application; `lock` holds it for the rest of the transaction. Throws {@link Missing}. */
export async function loadApplication(
  tx: Tx,
  id: string,
  who: Who,
  moment: { now: Date; today: string },
  input: ApplicationInput = {},
  lock: '' | 'for no key update of a' = '',
): Promise<LoadedApplication> {
  const row = await tx.first<Row>(`select ${columns} from application a where a.id = $1 ${lock}`, [id, moment.today]);
  if (!row) throw new Missing('application');
  const { declared, dataRevision, eventCount, headHash, ...application } = row;
  const checks = await tx.rows<CurrentCheck>(checksQuery, [id, moment.now, moment.today]);
  const self = who
    ? await tx.one<{ concerned: boolean; skilled: boolean; claims: number }>(selfQuery, [id, who.accountId])
    : { concerned: false, skilled: true, claims: 0 };
  const unproven = (who && reauthenticationMissing(who, moment.now)?.message) ?? null;
  return {
    facts: { now: moment.now, application, actor: { id: who?.accountId ?? null, unproven, ...self }, checks, input },
    declared,
    dataRevision,
    head: { kind: 'application', id, eventCount, headHash },
  };
}
