import type { INestApplicationContext } from '@nestjs/common';
import { jobs, type JobName } from '../jobs.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { QueueSet } from '../platform/queue-set.js';
import { ill, well, type Check, type Verdict } from './verdict.js';

/** Seconds after which owed work says that no worker is up, or that it fails: promises 4 and 5. */
const effectPatience = 300;
const pagePatience = 180;

/** What the workers owe. */
export function workChecks(app: INestApplicationContext): Check[] {
  return [
    { name: 'schedulers', look: () => schedulers(app.get(QueueSet)) },
    { name: 'effects given up', look: () => deadEffects(app.get(Database)) },
    { name: 'effects owed', look: () => owedEffects(app) },
    { name: 'pages owed', look: () => owedPages(app) },
    { name: 'purges owed', look: () => owedPurges(app) },
    { name: 'submissions', look: () => submissions(app.get(Database)) },
    { name: 'exclusion list', look: () => exclusionList(app) },
  ];
}

async function schedulers(queues: QueueSet): Promise<Verdict> {
  const periodic = (Object.keys(jobs) as JobName[]).filter((name) => 'everySeconds' in jobs[name]);
  const missing: string[] = [];
  for (const name of periodic) {
    if (!(await queues.get(jobs[name].queue).getJobScheduler(name))) missing.push(name);
  }
  if (missing.length === 0) return well(`all ${periodic.length} are there`);
  return ill(`none for ${missing.join(', ')}: a worker makes them when it starts, and each minute`);
}

async function deadEffects(database: Database): Promise<Verdict> {
  const dead = await database.rows<{ job: string; count: number; failure: string | null }>(
    'select job, count(*)::int as count, max(failure) as failure from outbox where dead_at is not null group by job order by job',
  );
  if (dead.length === 0) return well('none');
  return ill(dead.map(({ job, count, failure }) => `${count} × ${job} (${failure ?? 'no reason kept'})`).join(', '));
}

interface Owed {
  count: number;
  /** Seconds since the oldest. */
  age: number;
}

async function owedEffects(app: INestApplicationContext): Promise<Verdict> {
  const owed = await app.get(Database).one<Owed>(
    `select count(*)::int as count, coalesce(extract(epoch from $1::timestamptz - min(created_at)), 0)::float as age
       from outbox where done_at is null and dead_at is null`,
    [app.get(Clock).now()],
  );
  return judged(owed, effectPatience);
}

async function owedPages(app: INestApplicationContext): Promise<Verdict> {
  const owed = await app.get(Database).one<Owed>(
    `select count(distinct page_id)::int as count, coalesce(extract(epoch from $1::timestamptz - min(at)), 0)::float as age
       from page_debt`,
    [app.get(Clock).now()],
  );
  return judged(owed, pagePatience);
}

async function owedPurges(app: INestApplicationContext): Promise<Verdict> {
  const owed = await app.get(Database).one<Owed>(
    `select count(distinct page_id)::int as count, coalesce(extract(epoch from $1::timestamptz - min(at)), 0)::float as age
       from page_purge`,
    [app.get(Clock).now()],
  );
  return judged(owed, pagePatience);
}

/** What a search engine refuses is not submitted again: somebody has to look at key and addresses. */
async function submissions(database: Database): Promise<Verdict> {
  const last = await database.first<{ outcome: string; status: number | null; addresses: number }>(
    'select outcome, status, addresses from submission_outcome order by id desc limit 1',
  );
  if (!last) return well('none so far');
  const words = `the last, of ${last.addresses} addresses, was ${last.outcome} (${last.status ?? 'no answer'})`;
  return last.outcome === 'refused' ? ill(`${words}: look at INDEXNOW_KEY and PUBLIC_URL`) : well(words);
}

function judged({ count, age }: Owed, patience: number): Verdict {
  if (count === 0) return well('none');
  const words = `${count}, the oldest for ${lasting(age)}`;
  return age > patience ? ill(`${words}: no worker is up, or it fails`) : well(words);
}

/** Past 45 days it is relied on no longer, and members are hidden: ten days before is time to say so. */
async function exclusionList(app: INestApplicationContext): Promise<Verdict> {
  const { members, days } = await app.get(Database).one<{ members: number; days: number | null }>(
    `select (select count(*)::int from physician where status <> 'terminated') as members,
            (select extract(day from $1::timestamptz - coalesce(last_modified, loaded_at))::int from exclusion_load
              where status = 'accepted' order by id desc limit 1) as days`,
    [app.get(Clock).now()],
  );
  if (members === 0) return well(days === null ? 'none, and no members yet' : `${days} days old`);
  const words = days === null ? 'none was loaded' : `${days} days old`;
  return days === null || days > 35
    ? ill(`${words}: imprimatur leie load, or members are hidden after 45`)
    : well(words);
}

/** A time span as people say it. */
export function lasting(seconds: number): string {
  const units: [seconds: number, name: string][] = [
    [86_400, 'days'],
    [3600, 'hours'],
    [60, 'minutes'],
  ];
  const [length, name] = units.find(([unit]) => seconds >= 2 * unit) ?? [1, 'seconds'];
  return `${Math.floor(seconds / length)} ${name}`;
}
