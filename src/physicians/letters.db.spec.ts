import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { MailServer } from '../../test/support/mail-server.js';
import { LetterJobs } from './letters.jobs.js';
import { MemberLetters } from './member-letters.js';
import { recordQuestionReminders } from './service-reminders.js';

const day = 86_400_000;
let server: MailServer;
let chronicle: Chronicle;
let letters: LetterJobs;

beforeEach(async () => {
  server = await MailServer.start();
  chronicle = await Chronicle.open({ SMTP_URL: server.url });
  const { database, clock, config, mailer } = chronicle;
  letters = new LetterJobs(database, clock, config, mailer, new MemberLetters(database, config, mailer));
});
afterEach(async () => {
  await chronicle.close();
  await server.stop();
});

/** Somebody who was asked, so many days ago. Answers their address. */
async function asked(name: string, daysAgo: number): Promise<string> {
  return (await filed(name, daysAgo)).email;
}
async function filed(name: string, daysAgo: number): Promise<{ id: string; email: string }> {
  const [id, email] = [uuid(), `${name}@practice.example`];
  const now = chronicle.clock.now().getTime();
  await chronicle.database.run(
    `insert into application (id, status, npi, given_name, family_name, credential, email, phone, state, license_number,
       license_expires_on, specialty, practice_name, practice_site, certification, attested_name, network_hash, proof, submitted_at, asked, asked_at)
     values ($1::uuid, 'needs-info', '1234567893', 'Ada', 'Moor', 'MD', $2, '212-555-0101', 'NY', '555444', '2027-12-31',
       'dermatology', '', '', '', 'Ada Moor', 'network', $1::text, $3, 'Which practice is it?', $3)`,
    [id, email, new Date(now - daysAgo * day)],
  );
  return { id, email };
}
async function sweep(): Promise<void> {
  await recordQuestionReminders(chronicle.database, chronicle.clock.now());
  await letters.remindAll();
}

describe('A letter', () => {
  it('goes out once where two deliveries of it run at the same moment', async () => {
    const { id, email } = await filed('ada', 0);
    const eventId = await chronicle.factOf('application', id, 'application.info-requested');
    const twice = await Promise.all([1, 2].map(() => chronicle.delivery(eventId, 'physicians.tell')));
    await Promise.all(twice.map((delivery) => letters.tell(delivery)));
    expect(server.to(email)).toHaveLength(1);
  });
});

describe('A reminder of a question', () => {
  it('that a mailbox refuses holds up no other, and is sent when it is taken', async () => {
    const [ada, edith] = [await asked('ada', 4), await asked('edith', 4)];
    server.refused.add(ada);
    await sweep();
    expect([server.to(ada).length, server.to(edith).length]).toEqual([0, 1]);
    server.refused.clear();
    await sweep();
    await sweep();
    expect([server.to(ada).length, server.to(edith).length]).toEqual([1, 1]);
    expect(server.to(ada)[0]?.text).toContain('Which practice is it?');
    expect(server.to(ada)[0]?.text).toMatch(/\/apply\/status#[\w-]{20,}/);
  });

  it('goes out again under the same id where the server took it and the answer was lost', async () => {
    const ada = await asked('ada', 4);
    server.dropsAfterData = 1;
    await sweep();
    await sweep();
    const ids = server.to(ada).map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('reaches everybody in the end, however many mailboxes refuse theirs', async () => {
    for (const name of ['one', 'two', 'three', 'four']) server.refused.add(await asked(name, 4));
    const ada = await asked('ada', 4);
    await sweep();
    expect(server.to(ada)).toEqual([]);
    await sweep();
    expect(server.to(ada)).toHaveLength(1);
  });

  it('that was not sent yields to the next one', async () => {
    const ada = await asked('ada', 4);
    server.refused.add(ada);
    await sweep();
    server.refused.clear();
    chronicle.clock.travelBy(4 * day);
    await sweep();
    expect(server.to(ada)).toHaveLength(1);
    expect(
      await chronicle.database.rows('select threshold, outcome, reason from question_reminder order by threshold'),
    ).toEqual([
      { threshold: 3, outcome: 'suppressed', reason: 'a later reminder stands for it' },
      { threshold: 7, outcome: 'notified', reason: null },
    ]);
  });

  it('is not sent once the question was answered', async () => {
    const ada = await asked('ada', 4);
    await recordQuestionReminders(chronicle.database, chronicle.clock.now());
    await chronicle.database.run(`update application set status = 'checking'`);
    await letters.remindAll();
    expect(server.to(ada)).toEqual([]);
    expect(await chronicle.database.rows('select outcome, reason from question_reminder')).toEqual([
      { outcome: 'suppressed', reason: 'overtaken before it was sent' },
    ]);
  });
});
