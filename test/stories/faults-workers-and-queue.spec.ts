import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { jobs, type JobName } from '../../src/jobs.js';
import { Background } from '../../src/platform/background.js';
import { Clock } from '../../src/platform/clock.js';
import { Database } from '../../src/platform/database.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { within } from '../support/child-service.js';
import { expectEachOnce, isQuiet, jobsLeft, offencesAfter, unsent } from '../support/fault-checks.js';
import { lockOutbox, lockPage, waitsForOutbox } from '../support/fault-locks.js';
import { FaultScene, hold, publish, type Stage } from '../support/fault-scene.js';
import { MailServer } from '../support/mail-server.js';
import type { Person } from '../support/people.js';
import { transition } from '../support/story.js';

/** Promised for the work of a killed process, in milliseconds. */
const recovery = 15_000;
/** Promised for a process that is asked to stop. */
const drain = 10_000;
const minute = 60_000;
const periodic = [
  'audit.seal',
  'editorial.fire-schedules',
  'freshness.sweep',
  'notifications.sweep',
  'physicians.monitor',
  'physicians.sweep',
  'publishing.announce',
];

let scene: FaultScene;
let stage: Stage;
let mail: MailServer;

beforeAll(async () => {
  scene = await FaultScene.prepare(4);
}, 90_000);
afterAll(() => scene.drop());
beforeEach(async () => {
  stage = await scene.stage();
  mail = await MailServer.start();
});
afterEach(async () => {
  await stage.end();
  await mail.stop();
});

describe('Several processes', () => {
  it('take over within 15 seconds what a killed one had in hand', async () => {
    const [web, first] = await Promise.all([stage.serve({ ROLE: 'web' }), stage.child({ ROLE: 'worker' })]);
    const database = web.app.get(Database);
    const editor = await stage.person('editor', web);
    const [guideId = ''] = await publishAll([editor], scene);
    await within(recovery, 'the pages are rendered', () => isQuiet(database));

    const letGo = await lockPage(database, scene.guide.path);
    await transition(editor, 'guides', guideId, { name: 'rename', slug: 'pigment-for-the-scalp' });
    const queue = web.app.get(QueueSet).get('publishing');
    await within(recovery, 'the first worker has the job in hand', async () =>
      (await queue.getActive()).some((job) => job.name === 'publishing.render'),
    );
    await stage.serve({ ROLE: 'worker' });
    await first.kill();
    await letGo();

    await within(recovery, 'the other worker did it', () => isQuiet(database));
    expect((await fetch(`${web.url}/guides/pigment-for-the-scalp`)).status).toBe(200);
    expect((await fetch(web.url + scene.guide.path, { redirect: 'manual' })).status).toBe(301);
    expect(await offencesAfter(web)).toEqual({});
  }, 120_000);

  it('that all relay and work have every effect once', async () => {
    const [one, two] = await Promise.all([stage.child({ SMTP_URL: mail.url }), stage.serve({ SMTP_URL: mail.url })]);
    const guides = await publishAll([await stage.person('editor', one), await stage.person('editor', two)], scene);
    const holders = [await stage.person('otherEditor', one), await stage.person('otherEditor', two)];
    await Promise.all(guides.map((id, index) => hold(holders[index % 2]!, id)));
    await within(recovery, 'everything is done', () => isQuiet(two.app.get(Database)));
    await expectEachOnce(two.app.get(Database), mail);
    for (const { path, title } of scene.guides) await expectHeld(one.url + path, title);
    expect(await offencesAfter(two)).toEqual({});
  }, 120_000);

  it('have every effect once when jobs come many times, the last first', async () => {
    const web = await stage.serve({ ROLE: 'web' });
    const database = web.app.get(Database);
    const queues = web.app.get(QueueSet);
    const guides = await publishAll([await stage.person('editor', web)], scene);
    const other = await stage.person('otherEditor', web);
    for (const id of guides) await hold(other, id);
    for (const queue of queues.all()) await queue.drain();

    const rows = await database.rows<{ id: number; job: JobName }>(
      'select id, job from outbox where done_at is null order by id desc',
    );
    expect(rows.length).toBeGreaterThan(2 * guides.length);
    for (const attempt of [9, 4, 7])
      for (const { id, job } of rows) await queues.add(jobs[job].queue, [{ name: job, outboxId: id, attempt }]);

    await stage.serve({ ROLE: 'worker', SMTP_URL: mail.url });
    await within(recovery, 'everything is done', () => isQuiet(database));
    await within(recovery, 'every job was looked at', async () => (await jobsLeft(queues)) === 0);
    await expectEachOnce(database, mail);
    expect(await offencesAfter(web)).toEqual({});
  }, 60_000);

  it('lose nothing when one is asked to stop amid its work, and it ends within 10 seconds', async () => {
    const leaving = await stage.child({ SMTP_URL: mail.url });
    const guides = await publishAll([await stage.person('editor', leaving)], scene);
    const other = await stage.person('otherEditor', leaving);
    const asked = guides.map((id) => hold(other, id));
    await Promise.race(asked);
    leaving.signal('SIGTERM');
    const start = performance.now();
    expect(await leaving.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - start).toBeLessThan(drain);
    await Promise.all(asked);

    const next = await stage.serve({ SMTP_URL: mail.url });
    const again = await stage.person('otherEditor', next);
    for (const id of guides) expect((await hold(again, id))?.status).toBe(201);
    await within(recovery, 'everything is done', () => isQuiet(next.app.get(Database)));
    await expectEachOnce(next.app.get(Database), mail);
    expect(await offencesAfter(next)).toEqual({});
  }, 120_000);

  it('stop soon after many transitions, also where one just hands work to its queue', async () => {
    const web = await stage.serve({ ROLE: 'web' });
    // A process that stops takes its own connections along.
    const database = await stage.database();
    const editor = await stage.person('editor', web);
    const guides = await publishAll([editor], scene);
    await Promise.all(guides.map((id, index) => renameOften(editor, id, `guide-${index}`)));

    const letGo = await lockOutbox(database);
    await within(recovery, 'the relay waits for its rows', () => {
      // A wake-up is kept for the next round, and the round under way may just have ended: so again.
      web.app.get(OutboxRelay).wake();
      return waitsForOutbox(database);
    });
    const stopped = web.stop().then(() => 'stopped');
    // Time in which the queues would close under the relay, if it were not waited for.
    await pause(500);
    await letGo();
    expect(await Promise.race([stopped, pause(drain, 'still running', { ref: false })])).toBe('stopped');
  }, 60_000);
});

describe('A queue that is wiped', () => {
  it('costs no effect: what was sent and is not done goes out again', async () => {
    const web = await stage.serve({ ROLE: 'web' });
    const database = web.app.get(Database);
    const guides = await publishAll([await stage.person('editor', web)], scene);
    const other = await stage.person('otherEditor', web);
    for (const id of guides) await hold(other, id);
    await within(recovery, 'the queue has it all', async () => (await unsent(database)) === 0);
    await stage.wipeQueue();

    const worker = await stage.serve({ ROLE: 'worker', SMTP_URL: mail.url });
    worker.app.get(Clock).travelBy(3 * minute);
    await worker.app.get(Background).tick();
    await within(recovery, 'everything is done', () => isQuiet(database));
    await expectEachOnce(database, mail);
    expect(await offencesAfter(web)).toEqual({});
  }, 60_000);

  it('gets its schedulers back from the next round of a worker', async () => {
    const worker = await stage.serve({ ROLE: 'worker' });
    const queues = worker.app.get(QueueSet);
    const before = await schedulers(queues);
    expect(before.map(({ name }) => name)).toEqual(periodic);

    await stage.wipeQueue();
    expect(await schedulers(queues)).toEqual([]);
    await worker.app.get(Background).tick();
    expect(await schedulers(queues)).toEqual(before);
  }, 60_000);

  it('gets a scheduler back to its period that has another, as after a deploy', async () => {
    const worker = await stage.serve({ ROLE: 'worker' });
    const queues = worker.app.get(QueueSet);
    const before = await schedulers(queues);
    await queues
      .get('freshness')
      .upsertJobScheduler('freshness.sweep', { every: 86_400_000 }, { name: 'freshness.sweep' });
    expect(await schedulers(queues)).not.toEqual(before);
    await worker.app.get(Background).tick();
    expect(await schedulers(queues)).toEqual(before);
  }, 60_000);
});

/** Publishes every guide of the scene at once, each by one of the editors in turn. Answers the guides' ids. */
async function publishAll(editors: Person[], { guides }: FaultScene): Promise<string[]> {
  const answers = await Promise.all(guides.map((guide, index) => publish(editors[index % editors.length]!, guide)));
  expect(answers.map((answer) => answer?.status)).toEqual(guides.map(() => 201));
  return answers.map((answer) => answer?.body.guideId ?? '');
}

async function expectHeld(url: string, title: string): Promise<void> {
  const text = await (await fetch(url)).text();
  expect(text).toContain(title);
  expect(text).not.toContain('How it is done');
}

async function renameOften(editor: Person, guideId: string, name: string): Promise<void> {
  for (let time = 1; time <= 6; time += 1)
    await transition(editor, 'guides', guideId, { name: 'rename', slug: `${name}-${time}` });
}

async function schedulers(queues: QueueSet): Promise<{ name: string; every: number | undefined }[]> {
  const found = await Promise.all(queues.all().map((queue) => queue.getJobSchedulers()));
  return found
    .flatMap((each) => each.map(({ key, every }) => ({ name: key, every })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
