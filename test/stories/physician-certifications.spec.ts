import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FreshnessJobs } from '../../src/freshness/index.js';
import { MonitoringJobs } from '../../src/physicians/index.js';
import type { Applicant } from '../support/applicant.js';
import { daysPass } from '../support/asking.js';
import { abmsCertification, fsmbClient, FsmbServer } from '../support/fsmb-server.js';
import { must } from '../support/story.js';
import { act, startVerifying, type Verifying } from '../support/verifying.js';

const board = 'American Board of Dermatology';
let desk: Verifying;
let fsmb: FsmbServer;

beforeAll(async () => {
  fsmb = await FsmbServer.start();
  desk = await startVerifying({
    FSMB_URL: fsmb.url,
    FSMB_CLIENT_ID: fsmbClient.id,
    FSMB_CLIENT_SECRET: fsmbClient.secret,
  });
});
afterAll(async () => {
  await desk.stop();
  await fsmb.stop();
});

/** What the boards report of this physician from now on. */
function reported({ form }: Applicant, certification: object): void {
  const { npi, givenName: first, familyName: last, state, licenseNumber: license } = form;
  const abms = [abmsCertification(board, certification)];
  const asOf = desk.test.clock.now().toISOString();
  fsmb.put({ npi, first, last, state, license, asOf, expiresOn: '2029-12-31', abms });
}

const until = (date: string): object => ({ expirationDate: { date } });

/** A member whose certification ends on this day, as the source says. */
async function member(familyName: string, endsOn: string): Promise<[id: string, applicant: Applicant]> {
  const applicant = desk.physician({ familyName, attestedName: `Ada ${familyName}`, certification: board });
  reported(applicant, until(endsOn));
  await desk.confirmed(applicant);
  const { id } = await desk.fileOf(applicant);
  await desk.lookedUp(desk.verifier, id);
  await desk.verifier.reauthenticate();
  const body = await must(act(desk.verifier, id, { name: 'approve' }));
  return [(body['created'] as { physicianId: string }).physicianId, applicant];
}

/** A day’s work of the clock: sources are read, pages that a date changes are rendered. */
async function dayIsDone(): Promise<void> {
  await desk.test.service.app.get(MonitoringJobs).run();
  await desk.test.service.app.get(FreshnessJobs).run();
  await desk.test.announce();
}

async function monthPasses(): Promise<void> {
  daysPass(desk.test, 31);
  await desk.loadExclusions([]);
}

/** Whether the profile and its JSON-LD name the board. */
async function printed({ form }: Applicant): Promise<boolean[]> {
  const { status, text } = await desk.test.page(`/physicians/ada-${form.familyName.toLowerCase()}`);
  expect(status).toBe(200);
  const [data = ''] = /<script type="application\/ld\+json">.*?<\/script>/s.exec(text) ?? [];
  return [text.includes(`Certified by: ${board}`), data.includes(board)];
}

const registered = (id: string): Promise<Record<string, unknown>> =>
  desk.test.database.one(
    'select authority as board, standing, expires_on as "expiresOn" from member_certification where physician_id = $1',
    [id],
  );

describe('A certification that was confirmed', () => {
  it('stands in the register until its last day, is reminded of, and is printed no longer', async () => {
    const [id, applicant] = await member('Thornquist', '2026-03-20');
    await dayIsDone();
    expect(await registered(id)).toEqual({ board, standing: 'verified', expiresOn: '2026-03-20' });
    expect(await printed(applicant)).toEqual([true, true]);
    const letters = applicant.mails().filter((mail) => mail.includes('Your certification on file ends on 2026-03-20'));
    expect(letters).toHaveLength(1);
    expect(applicant.mails().join()).not.toContain('Your license on file');
    daysPass(desk.test, 18);
    await dayIsDone();
    expect(await printed(applicant)).toEqual([true, true]);
    daysPass(desk.test, 1);
    await dayIsDone();
    expect(await printed(applicant)).toEqual([false, false]);
    expect((await desk.verifier.get(`physicians/${id}`)).body).toMatchObject({ status: 'active' });
  });

  it('is printed no more once the member has it taken off, and is reminded of no more', async () => {
    const [id, applicant] = await member('Changeling', '2027-12-31');
    await dayIsDone();
    expect(await printed(applicant)).toEqual([true, true]);
    await must(applicant.follow('status'));
    const change = { message: 'It is not the board that I go by.', fields: { certification: '' } };
    expect((await applicant.send('POST', 'member/changes', change)).status).toBe(201);
    await desk.test.settle();
    const { id: file } = await desk.test.database.one<{ id: string }>(
      'select id from application where member_id = $1',
      [id],
    );
    await must(act(desk.verifier, file, { name: 'claim' }));
    await desk.verifier.reauthenticate();
    await must(act(desk.verifier, file, { name: 'approve' }));
    await dayIsDone();
    expect(await printed(applicant)).toEqual([false, false]);
    const standing = await desk.test.database.rows('select 1 from member_certification where physician_id = $1', [id]);
    expect(standing).toEqual([]);
  });

  it('is read again each month: renewed it lasts longer; lost it asks for a person, and is printed only once it is back', async () => {
    const [renewed, one] = await member('Renwick', '2027-12-31');
    const [lost, other] = await member('Lostwith', '2027-12-31');
    await monthPasses();
    reported(one, until('2031-12-31'));
    reported(other, { ...until('2027-12-31'), isCertified: false });
    await dayIsDone();
    expect(await registered(renewed)).toMatchObject({ standing: 'verified', expiresOn: '2031-12-31' });
    expect(await printed(one)).toEqual([true, true]);
    expect(await registered(lost)).toMatchObject({ standing: 'administrative', expiresOn: '2027-12-31' });
    expect((await desk.verifier.get(`physicians/${lost}`)).body).toMatchObject({
      status: 'attention',
      findings: [{ kind: 'certification-lost', severity: 'attention' }],
    });
    expect(await printed(other)).toEqual([false, false]);
    await monthPasses();
    reported(one, until('2031-12-31'));
    reported(other, until('2032-12-31'));
    await dayIsDone();
    expect(await registered(lost)).toMatchObject({ standing: 'verified', expiresOn: '2032-12-31' });
    expect(await printed(other)).toEqual([true, true]);
  });
});
