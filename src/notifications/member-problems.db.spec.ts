import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { Chronicle } from '../../test/support/chronicle.js';
import { tellEndingLicenses, tellFindings, tellOldExclusionList, tellReviewersToCheck } from './member-problems.js';

const day = 86_400_000;
let chronicle: Chronicle;
let verifier: string;
let reviewer: string;
let physicianId: string;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  verifier = await chronicle.person('verifier');
  reviewer = await chronicle.person('reviewer');
  physicianId = uuid();
  await chronicle.database.run(
    `insert into physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, status, member_since, decided_on, verified_on)
     values ($1, '1234567893', 'ada-quill', 'Ada', 'Quill', 'MD', 'dermatology', 'NY', 'active', '2027-01-01', '2027-01-01', '2027-01-01')`,
    [physicianId],
  );
});
afterEach(() => chronicle.close());

const moment = () => ({ now: chronicle.clock.now(), today: chronicle.clock.now().toISOString().slice(0, 10) });
const told = (kind: string): Promise<{ id: string; title: string; body: string; urgency: string }[]> =>
  chronicle.database.rows(
    `select account_id as id, title, body, urgency from notification where channel = 'inbox' and kind = $1 order by id`,
    [kind],
  );

async function finding(severity: string): Promise<void> {
  await chronicle.database.run(
    `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at) values ($1, 'exclusion-npi', $2, $3, '{}', $4)`,
    [physicianId, severity, severity, chronicle.clock.now()],
  );
}

describe('A finding of the monitor', () => {
  it('is told to verifiers once, the gravest at once, and names nobody', async () => {
    await finding('provisional');
    await finding('attention');
    await tellFindings(chronicle.database, moment());
    await tellFindings(chronicle.database, moment());
    const notices = await told('physician.finding');
    expect(notices.map(({ id, urgency }) => [id, urgency]).sort()).toEqual([
      [verifier, 'digest'],
      [verifier, 'now'],
    ]);
    expect(JSON.stringify(notices)).not.toMatch(/Quill|1234567893/);
  });

  it('is not told to the verifier whom it is about, nor once it is settled', async () => {
    await chronicle.database.run('update physician set account_id = $2 where id = $1', [physicianId, verifier]);
    await finding('provisional');
    await tellFindings(chronicle.database, moment());
    expect(await told('physician.finding')).toEqual([]);
    const other = await chronicle.person('verifier');
    await chronicle.database.run(`update physician_finding set settled_at = $1, outcome = 'cleared', settled_by = $2`, [
      chronicle.clock.now(),
      other,
    ]);
    await tellFindings(chronicle.database, moment());
    expect(await told('physician.finding')).toEqual([]);
  });
});

describe('A reviewer who is no member', () => {
  it('is told when their license ends, and verifiers find it in the digest', async () => {
    await chronicle.database.run(
      `insert into expiry_reminder (subject, subject_id, ends_on, threshold, recorded_at)
       select 'credential', id, '2027-03-31', 30, $2 from credential where account_id = $1`,
      [reviewer, chronicle.clock.now()],
    );
    await tellEndingLicenses(chronicle.database, moment());
    await tellEndingLicenses(chronicle.database, moment());
    const notices = await told('reviewer.license-ends');
    expect(notices.map(({ id, urgency }) => [id, urgency]).sort()).toEqual(
      [
        [verifier, 'digest'],
        [reviewer, 'now'],
      ].sort(),
    );
    expect(notices[0]?.title).toBe('A license ends on March 31, 2027');
  });

  it('is looked up by hand a month after the last time, once a month', async () => {
    const rounds = async (days: number): Promise<number> => {
      chronicle.clock.travelBy(days * day);
      await tellReviewersToCheck(chronicle.database, moment());
      return (await told('reviewer.check-due')).length;
    };
    expect(await rounds(20)).toBe(0);
    expect(await rounds(15)).toBe(1);
    expect(await rounds(3)).toBe(1);
    expect(await rounds(30)).toBe(2);
  });

  it('is watched by machine once they are a member', async () => {
    await chronicle.database.run('update physician set account_id = $2 where id = $1', [physicianId, reviewer]);
    chronicle.clock.travelBy(60 * day);
    await tellReviewersToCheck(chronicle.database, moment());
    expect(await told('reviewer.check-due')).toEqual([]);
  });
});

describe('The exclusion list', () => {
  it('is said to be old ten days before members are hidden over it, once a week', async () => {
    await chronicle.database.run(
      `insert into exclusion_load (status, source, sha256, rows, last_modified, loaded_at) values ('accepted', 'UPDATED.csv', repeat('0', 64), 1, $1, $1)`,
      [chronicle.clock.now()],
    );
    const rounds = async (days: number): Promise<number> => {
      chronicle.clock.travelBy(days * day);
      await tellOldExclusionList(chronicle.database, moment());
      return (await told('exclusions.old')).length;
    };
    expect([await rounds(35), await rounds(2), await rounds(1), await rounds(7)]).toEqual([0, 1, 1, 2]);
  });
});
