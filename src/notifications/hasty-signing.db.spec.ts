import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { tellHastySigning } from './standing-problems.js';

const minute = 60_000;
const kind = 'signer.hasty';

let chronicle: Chronicle;
let owner: string;
let director: string;
let admin: string;
let reviewer: string;
let guide: string;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  owner = await chronicle.person('editor');
  director = await chronicle.person('director');
  admin = await chronicle.person('admin');
  reviewer = await chronicle.person('reviewer');
  guide = await chronicle.guide(owner);
});
afterEach(() => chronicle.close());

/** Signs now, then lets time pass. */
async function signs(signer: string, minutesAfter: number, count = 1): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const reviewId = await chronicle.review(guide, {
      status: 'decided',
      verdict: 'keep',
      decided_at: chronicle.clock.now(),
      decided_on: chronicle.clock.now(),
    });
    await chronicle.database.run(
      `insert into sign_off (id, guide_id, review_id, version_id, version_hash, verdict, kind, meaning, statement, conflict, signer_id,
         printed_name, post_nominals, credentials, specialties, signed_at, signed_on, reauthenticated_at, auth_method)
       select $1, w.guide_id, w.id, w.version_id, v.hash, 'keep', 'recheck', 'medically reviewed', 'I approve it.', 'none', $3,
              a.name, 'MD', '[]', '{dermatology}', $4::timestamptz, $4::timestamptz::date, $4::timestamptz, 'password'
         from review w join version v on v.id = w.version_id join account a on a.id = $3 where w.id = $2`,
      [uuidv7(), reviewId, signer, chronicle.clock.now()],
    );
    chronicle.clock.travelBy(minutesAfter * minute);
  }
}

const look = (): Promise<void> =>
  tellHastySigning(chronicle.database, { now: chronicle.clock.now(), today: '2027-03-01' });
const notices = () =>
  chronicle.database.rows<{ id: string; urgency: string; title: string; body: string; link: string }>(
    `select account_id as id, urgency, title, body, link from notification where channel = 'inbox' and kind = $1 order by id`,
    [kind],
  );
const told = async (): Promise<string[]> => (await notices()).map(({ id }) => id);

describe('more than six sign-offs in half an hour', () => {
  it('are told to the director at once, and once, however often it is looked and by however many', async () => {
    await signs(reviewer, 4, 7);
    await Promise.all([look(), look()]);
    await look();
    const { name } = await chronicle.database.one<{ name: string }>('select name from account where id = $1', [
      reviewer,
    ]);
    expect(await notices()).toEqual([
      {
        id: director,
        urgency: 'now',
        title: `Many signatures at once: ${name}`,
        body: expect.stringContaining(`${name} signed 7 texts within half an hour`),
        link: expect.stringMatching(/^\/desk\/reviews\//),
      },
    ]);
  });

  it('are more than six', async () => {
    await signs(reviewer, 1, 6);
    await look();
    expect(await told()).toEqual([]);
  });

  it('are of one person, in one half hour', async () => {
    const other = await chronicle.person('reviewer');
    await signs(reviewer, 1, 6);
    await signs(other, 1, 6);
    chronicle.clock.travelBy(30 * minute);
    await signs(reviewer, 6, 7);
    await look();
    expect(await told()).toEqual([]);
  });

  it('are told again for each further half hour in which it goes on, and when it happens another time', async () => {
    await signs(reviewer, 4, 7);
    await look();
    await signs(reviewer, 4, 6);
    await look();
    expect(await told()).toHaveLength(1);
    await signs(reviewer, 4, 3);
    await look();
    expect(await told()).toHaveLength(2);
    chronicle.clock.travelBy(24 * 60 * minute);
    await signs(reviewer, 1, 8);
    await look();
    expect(await told()).toEqual([director, director, director]);
  });

  it('are told however late it is looked, and not again when they have become old', async () => {
    await signs(reviewer, 4, 9);
    chronicle.clock.travelBy(5 * 24 * 60 * minute);
    await look();
    for (let hours = 0; hours < 96; hours += 1) {
      chronicle.clock.travelBy(60 * minute);
      await look();
    }
    expect(await told()).toEqual([director]);
  });

  it('fall to the admins while there is no director', async () => {
    await chronicle.disable(director);
    await signs(reviewer, 1, 7);
    await look();
    expect(await told()).toEqual([admin]);
  });

  it('are told to somebody else than who signed', async () => {
    await signs(director, 1, 7);
    await look();
    expect(await told()).toEqual([admin]);
  });
});
