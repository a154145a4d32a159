import { expect } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { PublishingJobs } from '../../src/publishing/index.js';
import type { Service } from '../../src/service.js';
import type { MailServer } from './mail-server.js';
import { offences } from './service.js';

/** What came of the facts, each with how many times it happened. */
interface Effects {
  facts: { name: string; times: number }[];
  told: { kind: string; title: string; email: string; channel: string; urgency: string; times: number }[];
  owed: { job: string; failure: string | null }[];
  done: { job: string; times: number }[];
}

/** The same for every way here that loses nothing and doubles nothing. */
export async function effectsIn(database: Database): Promise<Effects> {
  return {
    facts: await database.rows('select name, count(*)::int as times from event group by name order by name'),
    told: await database.rows(
      `select n.kind, n.title, a.email, n.channel, n.urgency, count(*)::int as times from notification n
         join account a on a.id = n.account_id group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    ),
    owed: await database.rows('select job, failure from outbox where done_at is null order by id'),
    done: await database.rows(
      'select job, count(*)::int as times from outbox where done_at is not null group by job order by job',
    ),
  };
}

/** Whether nothing is owed any more: no effect, and no letter that goes out at once. */
export async function isQuiet(database: Database): Promise<boolean> {
  const { owed } = await database.one<{ owed: boolean }>(
    `select exists (select 1 from outbox where done_at is null)
         or exists (select 1 from notification where channel = 'email' and urgency = 'now' and sent_at is null) as owed`,
  );
  return !owed;
}

/** Every broken promise, once the lists are rendered too. */
export async function offencesAfter(service: Service): Promise<Record<string, unknown[]>> {
  await service.app.get(PublishingJobs).payAll();
  return offences({ service, database: service.app.get(Database) });
}

/** Every fact, effect, notice and message happened exactly once. */
export async function expectEachOnce(database: Database, mail: MailServer): Promise<void> {
  const { facts, told, owed, done } = await effectsIn(database);
  const times = (name: string): number => facts.find((fact) => fact.name === name)?.times ?? 0;
  expect(owed).toEqual([]);
  expect(times('guide.held')).toBe(times('guide.published'));
  expect(done.find(({ job }) => job === 'publishing.render')?.times).toBe(
    times('guide.held') + times('guide.published'),
  );
  expect(told.filter((notice) => notice.times !== 1)).toEqual([]);
  // Owner, lead and director of each guide that was held.
  const letters = mail.taken.filter(({ subject }) => subject.startsWith('Held'));
  expect(letters.map(({ to, subject }) => `${to} ${subject}`).sort()).toEqual(
    told
      .filter(({ kind, channel }) => kind === 'guide.held' && channel === 'email')
      .map(({ email, title }) => `${email} ${title}`)
      .sort(),
  );
  expect(letters).toHaveLength(3 * times('guide.held'));
}

/** Effects that no relay has handed over yet. */
export async function unsent(database: Database): Promise<number> {
  const { count } = await database.one<{ count: number }>(
    'select count(*)::int as count from outbox where sent_at is null',
  );
  return count;
}

/** Jobs that wait or run, in all queues. */
export async function jobsLeft(queues: QueueSet): Promise<number> {
  const counts = await Promise.all(queues.all().map((queue) => queue.getJobCounts('waiting', 'active')));
  return counts.reduce((sum, { waiting = 0, active = 0 }) => sum + waiting + active, 0);
}
