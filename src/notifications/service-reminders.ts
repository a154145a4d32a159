import type { Database, Tx } from '../platform/database.js';
import type { Urgency } from './notice.js';
import { holdersNow, type Moment } from './parties.js';
import { tell } from './telling.js';
import { deskPath, fileWords, longDate, type FileWords } from './wording.js';

/** Reminders in one transaction. */
const batchSize = 200;

interface DueReminder extends FileWords {
  id: number;
  applicationId: string;
  threshold: number;
  dueOn: string;
  holderId: string | null;
  /** Verifiers who may take the file. */
  able: string[];
  verifiers: string[];
  admins: string[];
}

/** Turns every recorded reminder of a service level into notices, once, and marks it notified in the same transaction. */
export async function tellServiceReminders(database: Database, moment: Moment): Promise<void> {
  for (let count = batchSize; count === batchSize;) {
    count = await database.transaction((tx) => tellBatch(tx, moment));
  }
}

async function tellBatch(tx: Tx, { now }: Moment): Promise<number> {
  const locked = await tx.rows<{ id: number }>(
    `select id from service_reminder where outcome = 'notified' and notified_at is null order by id limit $1 for update skip locked`,
    [batchSize],
  );
  if (locked.length === 0) return 0;
  const ids = locked.map(({ id }) => id);
  await tx.run(overtaken, [ids]);
  for (const reminder of await tx.rows<DueReminder>(dueReminders, [now, ids])) await tellOne(tx, reminder, now);
  await tx.run(`update service_reminder set notified_at = $2 where id = any ($1) and outcome = 'notified'`, [ids, now]);
  return locked.length;
}

async function tellOne(tx: Tx, reminder: DueReminder, now: Date): Promise<void> {
  const { id, applicationId, threshold, dueOn } = reminder;
  const file = fileWords(reminder);
  const over = threshold > 100;
  const title = over ? 'Long overdue' : threshold === 100 ? 'Overdue' : 'Due soon';
  const telling = {
    source: `service:${id}`,
    eventId: null,
    kind: 'application.service-level',
    title: `${title}: ${file}`,
    body: `${threshold} % of the time for ${file} is used. It ${threshold < 100 ? 'is' : 'was'} due on ${longDate(dueOn)}.`,
    link: deskPath.application(applicationId),
    told: told(reminder),
  };
  await tell(tx, telling, now);
}

/** The one who has it in hand is told at once; where nobody may take it, the admins are: they say who may. */
function told({ threshold, holderId, able, verifiers, admins }: DueReminder): Map<string, Urgency> {
  if (threshold < 100) {
    if (holderId) return new Map([[holderId, 'now']]);
    return digestFor(able.length > 0 ? able : admins);
  }
  return digestFor(threshold === 100 ? verifiers : [...verifiers, ...admins]);
}

function digestFor(people: readonly string[]): Map<string, Urgency> {
  return new Map(people.map((id) => [id, 'digest']));
}

// Between the recording and now it was decided, its applicant was asked, or it has another due date.
const overtaken = `
  update service_reminder r set outcome = 'suppressed', reason = 'overtaken before it was sent' from application a
   where r.id = any ($1) and a.id = r.application_id and (a.service_since is null or a.due_on is distinct from r.due_on)`;

const dueReminders = `
  with ${holdersNow}
  select r.id, r.application_id as "applicationId", r.threshold, r.due_on as "dueOn", a.holder_id as "holderId", a.lane, a.state, p.name as specialty,
         array(select account_id from holders where role = 'verifier' and may_decide(a.id, account_id)) as able,
         array(select account_id from holders where role = 'verifier') as verifiers,
         array(select account_id from holders where role = 'admin') as admins
    from service_reminder r join application a on a.id = r.application_id join specialty p on p.slug = a.specialty
   where r.id = any ($2) and r.outcome = 'notified' order by r.id`;
