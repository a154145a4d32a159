import type { Database } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import type { Finding } from './finding.js';
import { raiseFindings } from './findings.js';
import type { Moment } from './load-membership.js';
import { moveMembership } from './move-membership.js';

interface RunOut {
  id: string;
  kind: Finding['kind'];
  /** Civil date of its last day. */
  until: string;
}

const words: Partial<Record<Finding['kind'], (until: string) => string>> = {
  'license-expired': (until) => `The license ran out on ${until}.`,
  'registry-silent': (until) => `The registry could not be read; its last word held until ${until}.`,
  'exclusions-silent': (until) => `The exclusion list is out of date; the last one held until ${until}.`,
  'term-over': (until) => `The 36 months ended on ${until} without a renewal.`,
};

/** Hides each of them once, until what ran out is renewed. Answers how many. */
export async function raiseRunOut(database: Database, query: string, moment: Moment): Promise<number> {
  const found = await database.rows<RunOut>(query, [moment.today]);
  let raised = 0;
  for (const { id, kind, until } of found) {
    const reasons = [words[kind]?.(until) ?? until];
    const finding: Finding = { kind, key: until, severity: 'administrative', reasons };
    const done = await database.transaction((tx) => raiseFindings(tx, id, [finding], moment));
    if (done) raised += 1;
  }
  return raised;
}

const hideable = `m.status <> 'suspended' or m.suspension = 'administrative'`;
const unseen = (kind: string, until: string): string =>
  `not exists (select 1 from physician_finding f where f.physician_id = m.id and f.kind = '${kind}' and f.key = ${until}::text and f.lapsed_at is null)`;
const runOut = (kind: Finding['kind'], until: string): string =>
  `select m.id, '${kind}' as kind, ${until} as until from monitored_member m
    where ${until} < $1::date and (${hideable}) and ${unseen(kind, until)} order by m.id`;

/** Suspends members none of whose licenses holds any more: the last day of a license still counts. */
export const raiseExpired = (database: Database, moment: Moment): Promise<number> =>
  raiseRunOut(database, runOut('license-expired', 'm.licensed_until'), moment);

/** Promise 8: a failed reading keeps the last good one until that one's own last day, then it blocks. */
export async function raiseSilent(database: Database, moment: Moment): Promise<number> {
  const registry = await raiseRunOut(database, runOut('registry-silent', 'm.registry_until'), moment);
  return registry + (await raiseRunOut(database, runOut('exclusions-silent', 'm.exclusions_until'), moment));
}

export const termsOver = runOut('term-over', 'm.recredential_by');

/** Shows again whom only the silence of a source had hidden, now that it was read. Answers how many. */
export async function restoreAfterSilence(database: Database, moment: Moment): Promise<number> {
  const silenced = await database.rows<{ id: string }>(
    `select p.id from physician p join monitored_member m on m.id = p.id
      where p.status = 'suspended' and p.suspension = 'administrative' and p.suspended_by is null
        and coalesce(m.licensed_until >= $1::date, true) and m.recredential_by >= $1::date
        and not exists (select 1 from physician_finding f where f.physician_id = p.id and f.settled_at is null and f.lapsed_at is null
          and f.severity <> 'attention')
        and exists (select 1 from physician_finding f where f.physician_id = p.id and f.kind in ('registry-silent', 'exclusions-silent')
          and f.lapsed_at is not null)`,
    [moment.today],
  );
  let restored = 0;
  for (const { id } of silenced) {
    const command = { id, name: 'restore', input: {}, actor: null, by: 'clock' as const, requestId: null };
    restored += await database.transaction((tx) => moveMembership(tx, command, moment)).then(() => 1, ignoreRefusal);
  }
  return restored;
}

/** Somebody was quicker. */
export function ignoreRefusal(error: unknown): 0 {
  if (error instanceof Refused) return 0;
  throw error;
}

// Days before the end; of several passed at once only the latest tells.
const reminders = `
  with ending as (
    select 'credential' as subject, c.id, s.expires_on as ends_on, t.days, null as suppressed
      from credential c
      cross join lateral (select n.standing, n.expires_on from credential_standing n where n.credential_id = c.id
                           order by n.recorded_at desc, n.id desc limit 1) s
      cross join (values (90), (60), (30), (7), (0)) t (days)
      left join physician p on p.id = c.physician_id
      left join account a on a.id = c.account_id
     where s.standing in ('verified', 'administrative') and s.expires_on - t.days <= $1::date and s.expires_on >= $1::date - 30
       and coalesce(p.status <> 'terminated', a.disabled_at is null)
       and (c.kind = 'license' or c.physician_id is null or c.authority = p.certification)
    union all
    select 'membership', m.id, m.recredential_by, t.days,
           case when t.days = 120 then 'The renewal itself tells.'
                when m.status = 'recredentialing' then 'The renewal was sent.' end
      from monitored_member m cross join (values (120), (90), (30), (0)) t (days)
     where m.recredential_by - t.days <= $1::date and m.recredential_by >= $1::date - 30
  ), ranked as (
    select *, row_number() over (partition by subject, id, ends_on order by days) as place from ending
  )
  insert into expiry_reminder (subject, subject_id, ends_on, threshold, recorded_at, suppressed)
  select subject, id, ends_on, days, $2, coalesce(suppressed, case when place > 1 then 'A later one tells.' end) from ranked
  on conflict (subject, subject_id, ends_on, threshold) do nothing`;

/** Records each passed threshold once: licenses and certifications 90, 60, 30, 7 and 0 days before their end, memberships 120, 90, 30 and 0. */
export function recordExpiryReminders(database: Database, { now, today }: Moment): Promise<number> {
  return database.run(reminders, [today, now]);
}
