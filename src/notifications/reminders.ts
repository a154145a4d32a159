import type { Database, Tx } from '../platform/database.js';
import { holdersNow, leadsOf, titleOfGuide, type Moment } from './parties.js';
import type { Party, Urgency } from './notice.js';
import { tell, urgencies } from './telling.js';
import { deskPath, longDate, quoted } from './wording.js';

/** Reminders in one transaction. */
const batchSize = 200;

/** Days from the due date → whom a reminder reaches; each threshold adds to the one before. */
const reminded: Record<number, readonly Party[]> = {
  [-60]: ['owner'],
  [-14]: ['owner', 'assignee'],
  0: ['owner', 'assignee', 'lead'],
  30: ['owner', 'assignee', 'lead'],
  90: ['owner', 'assignee', 'lead', 'director'],
};

interface DueReminder {
  id: number;
  guideId: string;
  title: string;
  dueOn: string;
  threshold: number;
  parties: Partial<Record<Party, string[]>>;
}

/** Turns every recorded reminder into notices, once, and marks it notified in the same transaction. */
export async function tellReminders(database: Database, moment: Moment): Promise<void> {
  for (let count = batchSize; count === batchSize;) {
    count = await database.transaction((tx) => tellBatch(tx, moment));
  }
}

async function tellBatch(tx: Tx, { now, today }: Moment): Promise<number> {
  const locked = await tx.rows<{ id: number }>(
    `select id from reminder where outcome = 'notified' and notified_at is null order by id limit $1 for update skip locked`,
    [batchSize],
  );
  if (locked.length === 0) return 0;
  const ids = locked.map(({ id }) => id);
  await tx.run(overtaken, [ids]);
  const due = await tx.rows<DueReminder>(dueReminders, [now, ids]);
  for (const reminder of due) await tellOne(tx, reminder, now, today);
  await tx.run(`update reminder set notified_at = $2 where id = any ($1) and outcome = 'notified'`, [ids, now]);
  return locked.length;
}

async function tellOne(
  tx: Tx,
  { id, guideId, title, dueOn, threshold, parties }: DueReminder,
  now: Date,
  today: string,
): Promise<void> {
  const guide = quoted(title);
  const passed = dueOn < today;
  const told = Object.fromEntries((reminded[threshold] ?? []).map((party): [Party, Urgency] => [party, 'digest']));
  const telling = {
    source: `reminder:${id}`,
    eventId: null,
    kind: 'reminder',
    title: `${passed ? 'Review overdue' : 'Review due'}: ${guide}`,
    body: `The review of ${guide} ${passed ? 'was' : 'is'} due on ${longDate(dueOn)}.`,
    link: deskPath.guide(guideId),
    told: urgencies(told, parties, null),
  };
  await tell(tx, telling, now);
}

// Between the recording and now the guide was held, withdrawn or reviewed: nobody is reminded of what is not due.
const overtaken = `
  update reminder r set outcome = 'suppressed', reason = 'overtaken before it was sent' from guide g
   where r.id = any ($1) and g.id = r.guide_id and (g.status <> 'live' or g.due_on is distinct from r.due_on)`;

const dueReminders = `
  with ${holdersNow}
  select r.id, r.guide_id as "guideId", ${titleOfGuide} as title, r.due_on as "dueOn", r.threshold,
         jsonb_build_object(
           'owner', jsonb_build_array(g.owner_id),
           'assignee', (select coalesce(jsonb_agg(assignee_id), '[]') from review where guide_id = g.id and status = 'assigned'),
           'lead', (select coalesce(jsonb_agg(account_id), '[]') from ${leadsOf('g.category_id')} l),
           'director', (select coalesce(jsonb_agg(account_id), '[]') from holders where role = 'director')) as parties
    from reminder r join guide g on g.id = r.guide_id
   where r.id = any ($2) and r.outcome = 'notified' order by r.id`;
