import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { MailServer } from '../../test/support/mail-server.js';
import { Chronicle } from '../../test/support/chronicle.js';
import { Database } from '../platform/database.js';
import { Digests } from './digests.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { OutgoingMail } from './outgoing-mail.js';

const minute = 60_000;

let server: MailServer;
let chronicle: Chronicle;
let owner: string;
let lead: string;
let director: string;

beforeEach(async () => {
  server = await MailServer.start();
  // Before digests go out, so that only what is sent at once is seen.
  chronicle = await Chronicle.open({ SMTP_URL: server.url }, '2027-03-01T11:00:00Z');
  [owner, lead, director] = [
    await chronicle.person('editor'),
    await chronicle.person('lead'),
    await chronicle.person('director'),
  ];
});
afterEach(async () => {
  await chronicle.close();
  await server.stop();
});

function worker(database = chronicle.database): NotificationsJobs {
  const { clock, config, mailer, log } = chronicle;
  const mail = new OutgoingMail(database, clock, config, mailer, log);
  return new NotificationsJobs(database, clock, config, mail, new Digests(database, clock, config, mailer, log));
}

async function held(title = 'Hair transplants'): Promise<number> {
  return chronicle.fact(await chronicle.guide(owner, title), 'guide.held');
}
const deliver = async (eventId: number, jobs = worker()): Promise<void> =>
  jobs.deliver(await chronicle.delivery(eventId));
const unsent = () =>
  chronicle.database.rows<{ account_id: string; attempts: number; failure: string; message_id: string }>(
    `select account_id, attempts, failure, message_id from notification where channel = 'email' and sent_at is null order by id`,
  );
const mailsTo = async (accountId: string) => server.to(await chronicle.mailbox(accountId));

describe('mail that is sent at once', () => {
  it('goes to each person on its own, as plain text with a link to the desk', async () => {
    const event = await held();
    await deliver(event);
    expect(server.taken).toHaveLength(3);
    expect(await unsent()).toEqual([]);
    const [mail] = await mailsTo(owner);
    expect(mail?.subject).toBe('Held: “Hair transplants”');
    expect(mail?.text).toMatch(
      /^The service held “Hair transplants”[^]*https:\/\/guides\.example\/desk\/guides\/[0-9a-f-]{36}\n\nExample Health Guides/,
    );
    expect(mail?.messageId).toMatch(/^<notification-\d+@guides\.example>$/);
  });

  it('is not for what can wait', async () => {
    await deliver(await chronicle.fact(await chronicle.guide(owner), 'guide.stale'));
    await worker().run();
    expect(server.taken).toEqual([]);
  });

  it('is sent once, also when two workers deliver and sweep at the same time', async () => {
    const second = await new Database(chronicle.config).connect();
    const events = [await held('One'), await held('Two'), await held('Three')];
    const [here, there] = [worker(), worker(second)];
    await Promise.all([
      ...events.map((event) => deliver(event, here)),
      ...events.map((event) => deliver(event, there)),
      here.run(),
      there.run(),
    ]);
    await Promise.all([here.run(), there.run()]);
    await second.source.destroy();
    const handed = server.taken.map(({ messageId }) => messageId);
    expect(handed).toHaveLength(9);
    expect(new Set(handed).size).toBe(9);
  });

  it('cannot be steered by a title', async () => {
    await deliver(await held('Hair\r\nBcc: victim@desk.example\r\n\r\nHello'));
    expect(server.taken.map(({ to }) => to)).not.toContain('victim@desk.example');
    expect((await mailsTo(owner))[0]?.subject).toBe('Held: “Hair Bcc: victim@desk.example Hello”');
  });

  it('goes to the address of now, and no more to an account disabled since', async () => {
    server.refused.add(await chronicle.mailbox(owner));
    server.refused.add(await chronicle.mailbox(lead));
    await deliver(await held());
    await chronicle.database.run(`update account set email = 'moved@desk.example' where id = $1`, [owner]);
    await chronicle.disable(lead);
    server.refused.clear();
    chronicle.clock.travelBy(10 * minute);
    await worker().run();
    expect(server.to('moved@desk.example')).toHaveLength(1);
    expect(await mailsTo(lead)).toEqual([]);
  });
});

describe('mail that fails', () => {
  it('to one mailbox stops no other, rolls nothing back, and fails no job', async () => {
    server.refused.add(await chronicle.mailbox(owner));
    const event = await held();
    await expect(deliver(event)).resolves.toBeUndefined();
    expect([(await mailsTo(lead)).length, (await mailsTo(director)).length]).toEqual([1, 1]);
    expect(await unsent()).toEqual([
      {
        account_id: owner,
        attempts: 1,
        failure: expect.stringContaining('No such mailbox'),
        message_id: expect.any(String),
      },
    ]);
    expect(await chronicle.database.rows(`select 1 from notification where channel = 'inbox'`)).toHaveLength(3);
    const { done } = await chronicle.database.one<{ done: boolean }>(
      `select done_at is not null as done from outbox where event_id = $1 and job = 'notifications.deliver'`,
      [event],
    );
    expect(done).toBe(true);
  });

  it('to many mailboxes in a row stops no other either', async () => {
    for (let count = 0; count < 3; count += 1) {
      const bad = await chronicle.person('lead');
      server.refused.add(await chronicle.mailbox(bad));
    }
    const last = await chronicle.person('lead');
    await deliver(await held());
    expect(await mailsTo(last)).toHaveLength(1);
    expect(await unsent()).toHaveLength(3);
  });

  it('is tried again by the sweep, after pauses that grow', async () => {
    server.refused.add(await chronicle.mailbox(owner));
    await deliver(await held());
    const tries: number[] = [];
    for (let passed = 0; passed <= 62; passed += 1) {
      await worker().run();
      const [row] = await unsent();
      if (row && tries.length < row.attempts - 1) tries.push(passed);
      chronicle.clock.travelBy(minute);
    }
    expect(tries).toEqual([2, 6, 14, 30, 62]);
    server.refused.clear();
    chronicle.clock.travelBy(64 * minute);
    await worker().run();
    expect(await mailsTo(owner)).toHaveLength(1);
    expect(await unsent()).toEqual([]);
  });

  it('is given up after twelve tries, with the failure kept', async () => {
    server.refused.add(await chronicle.mailbox(owner));
    await deliver(await held());
    for (let round = 0; round < 15; round += 1) {
      chronicle.clock.travelBy(12 * 60 * minute + 1);
      await worker().run();
    }
    expect(await unsent()).toMatchObject([{ attempts: 12, failure: expect.stringContaining('No such mailbox') }]);
  });

  it('after the server took it and the answer was lost goes out again under the same id', async () => {
    server.dropsAfterData = 1;
    await deliver(await held());
    chronicle.clock.travelBy(3 * minute);
    await worker().run();
    const handed = server.taken.map(({ messageId }) => messageId);
    expect(handed).toHaveLength(4);
    expect(new Set(handed).size).toBe(3);
    expect(await unsent()).toEqual([]);
  });

  it('because the server is away is not tried for everybody in turn', async () => {
    const events = [await held('One'), await held('Two'), await held('Three')];
    await server.stop();
    for (const event of events) await deliver(event);
    const rows = await unsent();
    expect(rows).toHaveLength(9);
    chronicle.clock.travelBy(60 * minute);
    await worker().run();
    const again = (await unsent()).filter(({ attempts }) => attempts === 2);
    expect(again).toHaveLength(3);
  });

  it('halfway, by a crash after it was taken in hand, is made up for', async () => {
    await deliver(await held());
    await chronicle.database.run(
      `update notification set sent_at = null, try_after = $1::timestamptz + interval '2 minutes' where channel = 'email' and account_id = $2`,
      [chronicle.clock.now(), owner],
    );
    await worker().run();
    expect(await mailsTo(owner)).toHaveLength(1);
    chronicle.clock.travelBy(2 * minute);
    await worker().run();
    const [first, second] = await mailsTo(owner);
    expect(second?.messageId).toBe(first?.messageId);
  });
});

describe('without a mail server', () => {
  it('each message is one .eml file below the data folder', async () => {
    const quiet = await Chronicle.open({}, '2027-03-01T11:00:00Z');
    const { database, clock, config, mailer, log } = quiet;
    const [editor, keeper] = [await quiet.person('editor'), await quiet.person('admin')];
    const event = await quiet.fact(await quiet.guide(editor), 'guide.held', { by: editor });
    const jobs = new NotificationsJobs(
      database,
      clock,
      config,
      new OutgoingMail(database, clock, config, mailer, log),
      new Digests(database, clock, config, mailer, log),
    );
    await jobs.deliver(await quiet.delivery(event));
    const folder = join(config.dataDir, 'mail');
    const files = await readdir(folder);
    expect(files).toEqual([expect.stringMatching(/^notification-\d+_guides\.example\.eml$/)]);
    const mail = await PostalMime.parse(await readFile(join(folder, files[0]!)));
    expect(mail.to?.[0]?.address).toBe(await quiet.mailbox(keeper));
    await quiet.close();
  });
});
