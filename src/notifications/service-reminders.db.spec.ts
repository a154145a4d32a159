import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { tellServiceReminders } from './service-reminders.js';

let chronicle: Chronicle;
let vera: string;
let otto: string;
let admin: string;

beforeAll(async () => {
  chronicle = await Chronicle.open();
  vera = await chronicle.person('verifier');
  otto = await chronicle.person('verifier');
  admin = await chronicle.person('admin');
});
afterAll(() => chronicle.close());

const tellAll = () => tellServiceReminders(chronicle.database, { now: chronicle.clock.now(), today: '2027-03-01' });

/** A file that waits, and a reminder of it that was recorded. */
async function reminded(threshold: number, state = 'NY'): Promise<{ id: string; told: () => Promise<string[]> }> {
  const id = uuid();
  await chronicle.database.run(
    `insert into application (id, status, npi, given_name, family_name, credential, email, phone, state, license_number,
       license_expires_on, specialty, practice_name, practice_site, certification, attested_name, network_hash, proof, submitted_at, lane,
       service_since, due_on)
     values ($1::uuid, 'queued', '1234567893', 'Ada', 'Moor', 'MD', 'ada@practice.example', '212-555-0101', $2, '555444', '2027-12-31',
       'dermatology', '', '', '', 'Ada Moor', 'network', $1::text, $3, 'clean', $3, '2027-03-02')`,
    [id, state, chronicle.clock.now()],
  );
  await chronicle.database.run(
    `insert into service_reminder (application_id, due_on, threshold, outcome, recorded_at) values ($1, '2027-03-02', $2, 'notified', $3)`,
    [id, threshold, chronicle.clock.now()],
  );
  const names = new Map([
    [vera, 'vera'],
    [otto, 'otto'],
    [admin, 'admin'],
  ]);
  const told = async (): Promise<string[]> => {
    const rows = await chronicle.database.rows<{ account: string; urgency: string }>(
      `select account_id as account, urgency from notification where channel = 'inbox' and link = '/desk/applications/' || $1::text`,
      [id],
    );
    return rows.map(({ account, urgency }) => `${names.get(account) ?? account} ${urgency}`).sort();
  };
  return { id, told };
}
const set = (id: string, what: string, ...values: unknown[]): Promise<number> =>
  chronicle.database.run(`update application set ${what} where id = $1`, [id, ...values]);

describe('A reminder of a service level', () => {
  it.each([
    [75, ['otto digest', 'vera digest']],
    [100, ['otto digest', 'vera digest']],
    [150, ['admin digest', 'otto digest', 'vera digest']],
  ])('at %i %% reaches %s where nobody holds the file', async (threshold, people) => {
    const { told } = await reminded(threshold);
    await tellAll();
    expect(await told()).toEqual(people);
  });

  it('at 75 % reaches the holder at once, and nobody else', async () => {
    const { id, told } = await reminded(75);
    await set(id, `status = 'in-review', holder_id = $2, lease_until = '2027-03-09'`, vera);
    await tellAll();
    expect(await told()).toEqual(['vera now']);
  });

  it('at 75 % leaves out who may not take it, and reaches the admins where nobody may', async () => {
    await chronicle.database.run(`update account set states = '{CA}' where id = $1`, [vera]);
    const barred = await reminded(75);
    const unskilled = await reminded(75);
    const prepared = await reminded(75, 'CA');
    // Another applicant: a bar holds for every file of the same person.
    await set(barred.id, `npi = $2`, '1245319599');
    await chronicle.database.run(`insert into application_bar values ($1, $2, 'relative', $3)`, [
      barred.id,
      otto,
      chronicle.clock.now(),
    ]);
    await set(prepared.id, `status = 'escalated', escalated_by = $2`, otto);
    await tellAll();
    expect([await barred.told(), await unskilled.told(), await prepared.told()]).toEqual([
      ['admin digest'],
      ['otto digest'],
      ['vera digest'],
    ]);
    await chronicle.database.run(`update account set states = '{}' where id = $1`, [vera]);
  });

  it('is told once, by however many workers, and names nobody', async () => {
    const { told } = await reminded(100);
    await Promise.all([tellAll(), tellAll(), tellAll()]);
    await tellAll();
    expect(await told()).toEqual(['otto digest', 'vera digest']);
    const { words } = await chronicle.database.one<{ words: string }>(
      `select string_agg(distinct title || ' ' || body, ' ') as words from notification`,
    );
    expect(words).not.toMatch(/Ada|Moor|1234567893|practice\.example|555/);
  });

  it('is suppressed, with the reason, where the file ended, waits for its applicant or has another date', async () => {
    const files = [await reminded(100), await reminded(100), await reminded(100)];
    const [ended, asked, moved] = files.map(({ id }) => id);
    await set(ended ?? '', `status = 'withdrawn', due_on = null, service_since = null`);
    await set(asked ?? '', `status = 'needs-info', due_on = null, service_since = null`);
    await set(moved ?? '', `due_on = '2027-03-04'`);
    await tellAll();
    expect((await Promise.all(files.map(({ told }) => told()))).flat()).toEqual([]);
    const reasons = await chronicle.database.rows(
      `select outcome, reason, notified_at from service_reminder where application_id = any ($1)`,
      [files.map(({ id }) => id)],
    );
    expect(reasons).toEqual(
      files.map(() => ({ outcome: 'suppressed', reason: 'overtaken before it was sent', notified_at: null })),
    );
  });
});
