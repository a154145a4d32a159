import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { MailServer } from '../../test/support/mail-server.js';
import { npiWithCheckDigit } from '../../test/support/npi.js';
import { MemberLetters } from './member-letters.js';

const day = '2027-03-01';
let server: MailServer;
let chronicle: Chronicle;
let letters: MemberLetters;
let serial = 0;

beforeEach(async () => {
  server = await MailServer.start();
  chronicle = await Chronicle.open({ SMTP_URL: server.url });
  const { database, config, mailer } = chronicle;
  letters = new MemberLetters(database, config, mailer);
});
afterEach(async () => {
  await chronicle.close();
  await server.stop();
});

/** A member whose membership is to be renewed, with a reminder recorded. Answers their address. */
async function reminded(name: string): Promise<string> {
  const [email, id] = [`${name}@practice.example`, uuid()];
  serial += 1;
  const npi = npiWithCheckDigit(`1${String(30_000_000 + serial * 41)}`);
  await chronicle.database.run(
    `insert into physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, status, member_since, decided_on, verified_on)
     values ($1, $2, $3, 'Ada', 'Moor', 'MD', 'dermatology', 'NY', 'active', $4, $4, $4)`,
    [id, npi, name, day],
  );
  await chronicle.database.run(
    `insert into application (id, status, npi, given_name, family_name, credential, email, phone, state, license_number,
       license_expires_on, specialty, practice_name, practice_site, certification, attested_name, network_hash, proof, submitted_at, physician_id)
     values ($1::uuid, 'approved', $2, 'Ada', 'Moor', 'MD', $3, '212-555-0101', 'NY', '555444', '2027-12-31',
       'dermatology', '', '', '', 'Ada Moor', 'network', $1::text, $4, $5)`,
    [uuid(), npi, email, day, id],
  );
  await chronicle.database.run(
    `insert into expiry_reminder (subject, subject_id, ends_on, threshold, recorded_at) values ('membership', $1, '2027-05-30', 90, $2)`,
    [id, chronicle.clock.now()],
  );
  return email;
}
const round = (): Promise<number> => letters.tellDue({ now: chronicle.clock.now(), today: day });

describe('A letter about what ends', () => {
  it('that a mailbox refuses holds up no other, and is sent once when it is taken', async () => {
    const [ada, edith] = [await reminded('ada'), await reminded('edith')];
    server.refused.add(ada);
    expect(await round()).toBe(1);
    expect([server.to(ada).length, server.to(edith).length]).toEqual([0, 1]);
    server.refused.clear();
    expect([await round(), await round()]).toEqual([1, 0]);
    expect([server.to(ada).length, server.to(edith).length]).toEqual([1, 1]);
    expect(server.to(ada)[0]?.subject).toBe('Your membership is to be renewed by 2027-05-30');
  });

  it('reaches everybody in the end, however many mailboxes refuse theirs', async () => {
    for (const name of ['one', 'two', 'three', 'four']) server.refused.add(await reminded(name));
    const ada = await reminded('ada');
    expect([await round(), server.to(ada).length]).toEqual([0, 0]);
    expect([await round(), server.to(ada).length]).toEqual([1, 1]);
  });

  it('that fails for a fault of ours says so, and holds up no other', async () => {
    await reminded('ada');
    const edith = await reminded('edith');
    // The link cannot be kept: no fault of any mailbox.
    const owner = new pg.Client({ connectionString: chronicle.url });
    await owner.connect();
    await owner.query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if (select email from application where id = new.application_id) = 'ada@practice.example' then raise exception 'No links today.'; end if;
         return new;
       end $$;
       create trigger refuse before insert on application_secret for each row execute function refuse()`,
    );
    await owner.end();
    await expect(round()).rejects.toThrow('1 letter(s) failed before they were mailed.');
    expect(server.to(edith)).toHaveLength(1);
  });
});
