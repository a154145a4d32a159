import type { EventName, PayloadValue } from '../events.js';
import type { Tx } from '../platform/database.js';
import type { Party, ToldEvent } from './notice.js';
import { noticeOf, notices } from './recipients.js';

/** When somebody is told, and its civil date in the publisher's zone. */
export interface Moment {
  now: Date;
  today: string;
}

/** One event of a guide, and who everybody is to it. */
export interface ToldFacts {
  name: ToldEvent;
  guideId: string;
  /** Of the live text, else of the newest version; the slug while there is none. */
  title: string;
  actorId: string | null;
  actorName: string | null;
  assigneeName: string | null;
  dueOn: string | null;
  payload: Record<string, PayloadValue>;
  /** Of the review that the event names or opens. */
  reviewId: string | null;
  /** Null when there is nobody. */
  parties: Partial<Record<Party, string[]>> | null;
}

/** Expects `holders`: the roles as they are now. */
export const holdersNow = 'holders as materialized (select * from role_holders($1))';

/** Ids of a category's leads; the admins' while it has none. */
export function leadsOf(categoryId: string): string {
  const own = `select account_id from holders where role = 'lead' and (category_id is null or category_id = ${categoryId})`;
  return `(${own} union select account_id from holders where role = 'admin' and not exists (${own}))`;
}

/** The title that a guide `g` goes by. */
export const titleOfGuide = `
  coalesce((select nullif(v.title, '') from version v
             where v.guide_id = g.id order by (v.id = g.live_version_id) desc nulls last, v.number desc limit 1), g.slug)`;

/** Reads an event and its parties as they are now; nothing for a fact that nobody is told of. */
export async function readToldFacts(tx: Tx, eventId: number, { now, today }: Moment): Promise<ToldFacts | undefined> {
  const event = await tx.first<{ name: string; kind: string | null }>(
    `select name, payload ->> 'kind' as kind from event where id = $1`,
    [eventId],
  );
  if (!event || !isTold(event.name)) return undefined;
  const notice = noticeOf(event.name, event.kind);
  const begunBy: readonly EventName[] = notice.begunBy ?? [];
  return tx.first<ToldFacts>(factsQuery, [now, today, eventId, Object.keys(notice.told), begunBy]);
}

function isTold(name: string): name is ToldEvent {
  return name in notices;
}

// The signature that a recheck offers its changes with belongs to no revision; the fact that opened the revision names both.
// $1 now, $2 today, $3 event, $4 parties asked for, $5 events that begin what this one ends.
const factsQuery = `
  with e as (select * from event where id = $3),
  ${holdersNow},
  g as (select g.* from guide g join e on e.subject_id = g.id),
  m as (select v ->> 'kind' as kind, (v ->> 'id')::uuid as id, v ->> 'from' as was, v ->> 'to' as is_now from e, jsonb_array_elements(e.moves) v),
  r as (select r.* from revision r where r.id = coalesce(
    (select (payload ->> 'revisionId')::uuid from e), (select id from m where kind = 'revision' limit 1))),
  w as (select w.* from review w where w.id = (select (payload ->> 'reviewId')::uuid from e)
    or w.id in (select id from m where kind = 'review' and was is null)),
  wrote as (select distinct c.account_id from contribution c join r on r.id = c.revision_id),
  assignee as (
    select coalesce((e.payload ->> 'assigneeId')::uuid, a.assignee_id) as account_id
      from e, m join review a on a.id = m.id where m.kind = 'review' and m.is_now = 'assigned'),
  party (name, account_id) as (
    select 'owner', owner_id from g
    union all select 'lead', account_id from ${leadsOf('(select category_id from g)')} l
    union all select role, account_id from holders where role in ('director', 'admin')
    union all select 'safety', account_id from holders, e where role = 'safety' and e.payload ->> 'reason' = 'harm'
    union all select 'corrector', q.published_by from w join publication q on q.version_id = w.version_id and q.kind = 'correction'
    union all select 'submitter', submitted_by from r
    union all select 'contributors', account_id from wrote
    union all select 'signers', s.signer_id from sign_off s join review x on x.id = s.review_id join r on r.id = x.revision_id
    union all select 'signers', s.signer_id from e, r, event b join sign_off s on s.id = (b.payload ->> 'signOffId')::uuid
      where 'signers' = any ($4) and b.subject_kind = e.subject_kind and b.subject_id = e.subject_id
        and b.name = 'review.kept-with-changes' and b.payload ->> 'revisionId' = r.id::text
    union all select 'assignee', account_id from assignee
    union all select 'formerAssignee', (payload ->> 'fromId')::uuid from e
    union all select 'formerAssignee', (payload ->> 'assigneeId')::uuid from e, m where m.kind = 'review' and was = 'assigned' and is_now = 'open'
    union all select 'stoodDown', x.assignee_id from m join review x on x.id = m.id where m.kind = 'review' and was = 'assigned' and is_now = 'cancelled'
    union all select 'eligible', f.account_id from w, eligible_reviewers(w.version_id, $1, $2) f
      where 'eligible' = any ($4) and w.status = 'open' and not (f.facts ->> 'away')::boolean and (f.facts ->> 'load')::int < (f.facts ->> 'capacity')::int
    union all select 'secondEditors', h.account_id from holders h, r where h.role = 'editor' and r.status = 'minor-proposed'
      and h.account_id not in (select account_id from wrote)
    union all (select 'initiator', b.actor_id from event b, e
      where b.subject_kind = e.subject_kind and b.subject_id = e.subject_id and b.number < e.number and b.name = any ($5)
        and (e.payload ->> 'revisionId' is null or b.payload ->> 'revisionId' = e.payload ->> 'revisionId')
      order by b.number desc limit 1)
  )
  select e.name, e.payload, coalesce(e.payload ->> 'reviewId', (select id::text from w limit 1)) as "reviewId", e.actor_id as "actorId", (select name from account where id = e.actor_id) as "actorName",
         (select a.name from account a join assignee on assignee.account_id = a.id limit 1) as "assigneeName",
         g.id as "guideId", g.due_on as "dueOn", ${titleOfGuide} as title,
         (select jsonb_object_agg(name, ids) from (
            select name, jsonb_agg(distinct account_id) as ids from party
             where name = any ($4) and account_id is not null group by name) p) as parties
    from e, g`;
