import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyHistory } from '../../src/audit/index.js';
import { MonitoringJobs, PhysicianJobs } from '../../src/physicians/index.js';
import { daysPass } from '../support/asking.js';
import { registryRecord } from '../support/registry-record.js';
import { must } from '../support/story.js';
import { act, startVerifying, type Verifying } from '../support/verifying.js';

const year = 365.25;
let desk: Verifying;

beforeAll(async () => {
  desk = await startVerifying();
});
afterAll(() => desk.stop());

const sweep = async (): Promise<number> => (await desk.test.service.app.get(PhysicianJobs).run()).forgotten;

/** What is held of a member besides their file, each as what is left to read. */
const held = (id: string): Promise<Record<string, unknown>> =>
  desk.test.database.one(
    `select npi || given_name || family_name || post_nominals || biography || certification as words, slug,
            (select string_agg(c.number, '') from credential c where c.physician_id = p.id) as licenses,
            (select count(*)::int from monitoring_reading r where r.physician_id = p.id) as readings,
            (select count(*)::int from monitoring_reading r where r.physician_id = p.id and (r.raw is not null or r.request is not null)) as answers,
            (select count(*)::int from physician_finding f where f.physician_id = p.id) as findings,
            (select count(*)::int from physician_finding f where f.physician_id = p.id and f.reasons <> '{}') as reasons,
            (select count(*)::int from event e join event_note n on n.event_id = e.id and n.body is not null
              where e.subject_id = p.id or e.subject_id in (select a.id from application a where a.physician_id = p.id)) as notes,
            (select string_agg(d.note, '') from application a join application_decision d on d.application_id = a.id where a.physician_id = p.id) as note
       from physician p where p.id = $1`,
    [id],
  );

describe('Of a member who left', () => {
  it('nothing that tells who they were is left after seven years; that they were read, and decided on, stays', async () => {
    const applicant = desk.physician({ givenName: 'Petra', familyName: 'Lowell' });
    await desk.confirmed(applicant);
    const { id: file } = await desk.fileOf(applicant);
    await desk.lookedUp(desk.verifier, file, '2029-12-31');
    await desk.verifier.reauthenticate();
    const approving = { name: 'approve', message: 'Petra Lowell brought the letter of the board.' };
    const approved = await must(act(desk.verifier, file, approving));
    const { physicianId: id } = approved['created'] as { physicianId: string };
    await desk.test.settle();
    const { database } = desk.test;
    await database.run(`update physician set biography = 'Born by the sea.', certification = 'A board' where id = $1`, [
      id,
    ]);
    daysPass(desk.test, 8);
    const { npi, state, licenseNumber: license } = applicant.form;
    desk.registry.put(registryRecord({ npi, first: 'Petra', last: 'Nyquist', state, license }));
    await desk.test.service.app.get(MonitoringJobs).run();
    await must(applicant.follow('status'));
    expect((await applicant.send('POST', 'member/transitions', { name: 'leave' })).status).toBe(204);
    await desk.test.settle();
    const before = await held(id);
    expect(before).toMatchObject({ words: expect.stringContaining('Lowell'), licenses: license });
    expect([before['answers'], before['reasons'], before['notes']]).not.toContain(0);
    expect(before['note']).toContain('Lowell');
    await expect(
      database.run(`update monitoring_reading set raw = null, request = null, reasons = '{}'`),
    ).rejects.toThrow('until they are forgotten');
    await expect(database.run(`update physician_finding set reasons = '{}'`)).rejects.toThrow(
      'until they are forgotten',
    );
    await expect(database.run(`update application_decision set note = ''`)).rejects.toThrow('as long as its file');
    daysPass(desk.test, 7 * year - 1);
    expect([await sweep(), await held(id)]).toEqual([0, before]);
    daysPass(desk.test, 2);
    expect(await sweep()).toBe(1);
    expect(await held(id)).toEqual({ ...before, words: '', licenses: '', answers: 0, reasons: 0, notes: 0, note: '' });
    expect((await verifyHistory(database, () => undefined)).findings).toBe(0);
    await expect(database.run(`update monitoring_reading set reasons = '{"Somebody."}'`)).rejects.toThrow();
  });
});

describe('Of a file that was withdrawn', () => {
  it('the 90 days run from its end, whoever asks for its link meanwhile', async () => {
    const applicant = desk.physician({ givenName: 'Ruth', familyName: 'Amsel' });
    await desk.confirmed(applicant);
    expect((await applicant.withdraw()).status).toBe(204);
    daysPass(desk.test, 80);
    expect((await applicant.send('POST', 'applications/links', { email: applicant.form.email })).status).toBe(202);
    await desk.test.settle();
    expect(await sweep()).toBe(0);
    daysPass(desk.test, 11);
    expect(await sweep()).toBe(1);
  });
});
