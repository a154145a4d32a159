import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildStanding } from '../../test/support/build.js';
import { MailServer } from '../../test/support/mail-server.js';
import { Chronicle } from '../../test/support/chronicle.js';
import { Database } from '../platform/database.js';
import { Digests } from './digests.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { OutgoingMail } from './outgoing-mail.js';

const hour = 3_600_000;
// The publisher's zone is five hours behind: 6 in the morning of March 1.
const sixInTheMorning = '2027-03-01T11:00:00Z';

let server: MailServer;
let chronicle: Chronicle;
let owner: string;
let lead: string;
let director: string;
let admin: string;
let reviewer: string;

beforeEach(async () => {
  server = await MailServer.start();
  chronicle = await Chronicle.open({ SMTP_URL: server.url }, sixInTheMorning);
  owner = await chronicle.person('editor');
  lead = await chronicle.person('lead');
  director = await chronicle.person('director');
  admin = await chronicle.person('admin');
  reviewer = await chronicle.person('reviewer');
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
const sweep = (): Promise<void> => worker().run();
const mailsTo = async (accountId: string) => server.to(await chronicle.mailbox(accountId));
const nameOf = (id: string): string =>
  Object.entries({ owner, lead, director, admin, reviewer }).find(([, known]) => known === id)?.[0] ?? id;
const told = async (kind: string): Promise<string[]> => {
  const rows = await chronicle.database.rows<{ id: string }>(
    `select account_id as id from notification where channel = 'inbox' and kind = $1`,
    [kind],
  );
  return rows.map(({ id }) => nameOf(id)).toSorted();
};

async function reminder(guideId: string, threshold: number, dueOn = '2027-03-01'): Promise<number> {
  const { id } = await chronicle.database.one<{ id: number }>(
    `insert into reminder (guide_id, due_on, threshold, outcome, recorded_at) values ($1, $2, $3, 'notified', $4) returning id`,
    [guideId, dueOn, threshold, chronicle.clock.now()],
  );
  return id;
}
const dueGuide = (title = 'Hair transplants') => chronicle.guide(owner, title, { due_on: '2027-03-01' });

describe('a reminder', () => {
  it.each([
    [-60, ['owner']],
    [-14, ['owner', 'reviewer']],
    [0, ['lead', 'owner', 'reviewer']],
    [30, ['lead', 'owner', 'reviewer']],
    [90, ['director', 'lead', 'owner', 'reviewer']],
  ])('of %i days from the due date reaches %s', async (threshold, people) => {
    const guide = await dueGuide();
    await chronicle.review(guide, { status: 'assigned', assignee_id: reviewer });
    await reminder(guide, threshold);
    await sweep();
    expect(await told('reminder')).toEqual(people);
  });

  it('is turned into notices once, however often and by however many workers', async () => {
    for (let count = 0; count < 12; count += 1) await reminder(await dueGuide(`Guide ${count}`), 0);
    const second = await new Database(chronicle.config).connect();
    await Promise.all([sweep(), worker(second).run(), sweep()]);
    await sweep();
    await second.source.destroy();
    expect(await told('reminder')).toHaveLength(24);
    expect(await chronicle.database.rows('select 1 from reminder where notified_at is null')).toEqual([]);
  });

  it('makes one message a person and day, however many guides there are', async () => {
    for (const title of ['One', 'Two', 'Three']) await reminder(await dueGuide(title), 0);
    await sweep();
    chronicle.clock.travelBy(2 * hour);
    await sweep();
    await sweep();
    expect(await mailsTo(owner)).toHaveLength(1);
    expect((await mailsTo(owner))[0]?.text).toMatch(/Review due: “One”[^]*“Two”[^]*“Three”/);
    expect(await mailsTo(lead)).toHaveLength(1);
  });

  it('is not sent when the guide moved on meanwhile, and the row says so', async () => {
    const [reviewed, heldGuide] = [await dueGuide(), await dueGuide()];
    const rows = [await reminder(reviewed, 0), await reminder(heldGuide, 0)];
    await chronicle.database.run(`update guide set due_on = '2028-03-01' where id = $1`, [reviewed]);
    await chronicle.database.run(`update guide set status = 'held', held_at = $2 where id = $1`, [
      heldGuide,
      chronicle.clock.now(),
    ]);
    await sweep();
    expect(await told('reminder')).toEqual([]);
    const outcomes = await chronicle.database.rows('select outcome, reason from reminder where id = any ($1)', [rows]);
    expect(outcomes).toEqual([1, 2].map(() => ({ outcome: 'suppressed', reason: 'overtaken before it was sent' })));
  });
});

describe('the digest', () => {
  const wait = async (): Promise<void> => chronicle.clock.travelBy(2 * hour);
  const stale = async (title: string): Promise<void> => {
    const event = await chronicle.fact(await chronicle.guide(owner, title), 'guide.stale');
    await worker().deliver(await chronicle.delivery(event));
  };

  it('waits for eight in the morning of the publisher, and comes once a day, also when late', async () => {
    await stale('One');
    await sweep();
    expect(server.taken).toEqual([]);
    chronicle.clock.travelBy(9 * hour);
    await sweep();
    await stale('Two');
    await sweep();
    expect((await mailsTo(owner)).map(({ subject }) => subject)).toEqual(['1 notice for March 1, 2027']);
    chronicle.clock.travelBy(24 * hour);
    await sweep();
    const mails = await mailsTo(owner);
    expect(mails.map(({ subject }) => subject)).toEqual(['1 notice for March 1, 2027', '1 notice for March 2, 2027']);
    expect(mails[1]?.text).toContain('“Two”');
    expect(mails[1]?.text).not.toContain('“One”');
  });

  it('is not sent to who has nothing to read', async () => {
    await wait();
    await sweep();
    expect(server.taken).toEqual([]);
    expect(await chronicle.database.rows('select 1 from digest')).toEqual([]);
  });

  it('is made once by two workers at the same time', async () => {
    await stale('One');
    await stale('Two');
    await wait();
    const second = await new Database(chronicle.config).connect();
    await Promise.all([sweep(), worker(second).run(), sweep()]);
    await second.source.destroy();
    expect(server.taken).toHaveLength(2);
  });

  it('says the same under the same id when it has to be sent again, whatever happened since', async () => {
    await stale('One');
    await wait();
    server.dropsAfterData = 1;
    await sweep();
    await stale('Two');
    chronicle.clock.travelBy(hour);
    await sweep();
    const digests = [...(await mailsTo(owner)), ...(await mailsTo(lead))];
    expect(digests).toHaveLength(3);
    expect(new Set(digests.map(({ messageId, text }) => messageId + text)).size).toBe(2);
  });

  it('that fails for one mailbox reaches the others, and that one later', async () => {
    server.refused.add(await chronicle.mailbox(lead));
    await stale('One');
    await wait();
    await sweep();
    expect([(await mailsTo(owner)).length, (await mailsTo(lead)).length]).toEqual([1, 0]);
    server.refused.clear();
    chronicle.clock.travelBy(hour);
    await sweep();
    await sweep();
    expect([(await mailsTo(owner)).length, (await mailsTo(lead)).length]).toEqual([1, 1]);
    expect(
      await chronicle.database.rows(`select 1 from notification where channel = 'email' and sent_at is null`),
    ).toEqual([]);
  });

  it('goes to no account that was disabled', async () => {
    await stale('One');
    await chronicle.disable(lead);
    await wait();
    await sweep();
    expect(await mailsTo(lead)).toEqual([]);
  });
});

describe('what stands unsolved', () => {
  it('an open review that nobody is eligible for is told to lead and admins daily, with what is missing', async () => {
    await chronicle.database.transaction((tx) => buildStanding(tx, reviewer, 'revoked', chronicle.clock.now()));
    const guide = await chronicle.guide(owner);
    await chronicle.review(guide);
    chronicle.clock.travelBy(2 * hour);
    await sweep();
    await sweep();
    expect(await told('review.untaken')).toEqual(['admin', 'lead']);
    expect((await mailsTo(lead))[0]?.text).toMatch(/a reviewer verified in dermatology who reads en-US/i);
    chronicle.clock.travelBy(24 * hour);
    await sweep();
    expect(await told('review.untaken')).toEqual(['admin', 'admin', 'lead', 'lead']);
  });

  it('an open review that somebody may take is not, though they be away today', async () => {
    await chronicle.database.run(`update account set away_from = '2027-02-28' where id = $1`, [reviewer]);
    await chronicle.review(await chronicle.guide(owner));
    chronicle.clock.travelBy(2 * hour);
    await sweep();
    expect(await told('review.untaken')).toEqual([]);
  });

  it('an open review of which the only reviewer wrote a part, or is barred, is', async () => {
    const [written, barred] = [await chronicle.guide(owner), await chronicle.guide(owner)];
    await chronicle.review(written);
    await chronicle.review(barred);
    await chronicle.database.run(
      `insert into version_contributor select live_version_id, 'lead', $2 from guide where id = $1`,
      [written, reviewer],
    );
    await chronicle.database.run(
      `insert into bar (guide_id, account_id, reason, at) values ($1, $2, 'a relative', $3)`,
      [barred, reviewer, chronicle.clock.now()],
    );
    chronicle.clock.travelBy(2 * hour);
    await sweep();
    expect(await told('review.untaken')).toEqual(['admin', 'admin', 'lead', 'lead']);
  });

  it('a hold undecided for a day is told to the director at once, and again each further day', async () => {
    await chronicle.guide(owner, 'Hair transplants', {
      status: 'held',
      held_at: chronicle.clock.now(),
      held_by: owner,
    });
    chronicle.clock.travelBy(23 * hour);
    await sweep();
    expect(await told('guide.hold-undecided')).toEqual([]);
    chronicle.clock.travelBy(hour);
    await Promise.all([sweep(), sweep()]);
    expect((await mailsTo(director)).map(({ subject }) => subject)).toEqual(['Hold undecided: “Hair transplants”']);
    chronicle.clock.travelBy(12 * hour);
    await sweep();
    expect(await told('guide.hold-undecided')).toEqual(['director']);
    chronicle.clock.travelBy(12 * hour);
    await sweep();
    expect(await told('guide.hold-undecided')).toEqual(['director', 'director']);
    expect((await mailsTo(director))[1]?.text).toContain('held for 48 hours');
  });
});
