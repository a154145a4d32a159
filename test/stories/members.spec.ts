import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringJobs, type Monitored, type OwnFile, type OwnMembership } from '../../src/physicians/index.js';
import { daysPass } from '../support/asking.js';
import type { Applicant } from '../support/applicant.js';
import type { Answer, Person } from '../support/people.js';
import { pdfDocument } from '../support/documents.js';
import { registryRecord } from '../support/registry-record.js';
import { cast, must, publishGuide, type Cast } from '../support/story.js';
import { act, codes, startVerifying, type FileView, type Verifying } from '../support/verifying.js';

/** What a member takes away. */
interface Copy {
  files: OwnFile[];
  membership: OwnMembership | null;
}

let desk: Verifying;
let people: Cast;

beforeAll(async () => {
  desk = await startVerifying();
  people = await cast(desk.test);
  await publishGuide(people, 'member-guide');
});
afterAll(() => desk.stop());

const monitor = async (): Promise<Monitored> => {
  const counts = await desk.test.service.app.get(MonitoringJobs).run();
  await desk.test.settle();
  return counts;
};
const transition = (person: Person, id: string, body: object): Promise<Answer> =>
  person.post(`physicians/${id}/transitions`, body);
const standing = async (id: string): Promise<Record<string, unknown>> =>
  (await desk.verifier.get(`physicians/${id}`)).body;
const slugOf = ({ form }: Applicant): string => `${form.givenName}-${form.familyName}`.toLowerCase();

/** Whether the profile and the featured block show the member. */
async function shown(applicant: Applicant): Promise<boolean[]> {
  await desk.test.announce();
  const pages = await Promise.all(
    [`/physicians/${slugOf(applicant)}`, '/guides/member-guide'].map((path) => desk.test.page(path)),
  );
  return pages.map(({ text }) => text.includes(applicant.form.familyName));
}

/** The site of a practice whose mail this person reads. */
const siteOf = ({ email }: Person): string => `https://${email.split('@')[1] ?? ''}`;

/** Weeks go by with a list a month and a registry that answers; a round every `each` weeks, which is often enough for a reading. */
async function weeksPass(weeks: number, each = 1): Promise<void> {
  for (let week = each; week <= weeks; week += each) {
    daysPass(desk.test, 7 * each);
    if (week % 4 === 0) await desk.loadExclusions([]);
    await monitor();
  }
}

/** Their license holds until the end of 2035. */
async function longLicensed(id: string): Promise<void> {
  await desk.test.database.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, verified_by, evidence)
     select c.id, 'verified', $2, $2, '2035-12-31', $3, 'Board of New York' from credential c where c.physician_id = $1`,
    [id, desk.test.clock.now(), desk.verifier.id],
  );
}

/** In which specialties somebody may sign now. */
async function signingAs({ id }: Person): Promise<string[]> {
  const now = desk.test.clock.now();
  const row = await desk.test.database.one<{ specialties: string[] }>(
    'select signing_specialties($1, $2, $2::timestamptz::date) as specialties',
    [id, now],
  );
  return row.specialties;
}

/** The newest file of a member that is still open. */
async function openFileOf(memberId: string): Promise<FileView> {
  const { id } = await desk.test.database.one<{ id: string }>(
    `select id from application where member_id = $1 order by submitted_at desc limit 1`,
    [memberId],
  );
  return (await desk.verifier.get<FileView>(`applications/${id}`)).body;
}

async function lastFact(memberId: string): Promise<string> {
  const { name } = await desk.test.database.one<{ name: string }>(
    'select name from event where subject_id = $1 order by id desc limit 1',
    [memberId],
  );
  return name;
}

/** A member of a name of their own, so that pages can be asked for it. */
async function member(
  givenName: string,
  familyName: string,
  more: object = {},
  known: object = {},
): Promise<[string, Applicant]> {
  const applicant = desk.physician(
    { givenName, familyName, attestedName: `${givenName} ${familyName}`, ...more },
    known,
  );
  return [await desk.approved(applicant), applicant];
}

describe('A member found on the exclusion list next month', () => {
  it('by number, is gone from profile and featured blocks, and two people settle it', async () => {
    const [id, applicant] = await member('Hedda', 'Marlowe');
    expect(await shown(applicant)).toEqual([true, true]);
    daysPass(desk.test, 30);
    const { npi } = applicant.form;
    await desk.loadExclusions([{ LASTNAME: 'SOMEBODY', FIRSTNAME: 'ELSE', NPI: npi }]);
    expect(await monitor()).toMatchObject({ excluded: 1 });
    expect(await shown(applicant)).toEqual([false, false]);
    expect(await standing(id)).toMatchObject({ status: 'suspended', suspension: 'provisional' });
    const settling = { reason: 'Another person of a wrong number.', evidence: 'LEIE, read today.' };
    await Promise.all([desk.verifier.reauthenticate(), desk.second.reauthenticate()]);
    expect(codes(await transition(desk.verifier, id, { name: 'lift', ...settling }))).toEqual(['another']);
    expect((await transition(desk.verifier, id, { name: 'propose', verdict: 'clear', ...settling })).status).toBe(201);
    expect(codes(await transition(desk.verifier, id, { name: 'lift', ...settling }))).toEqual(['another']);
    expect((await transition(desk.second, id, { name: 'lift', ...settling })).status).toBe(201);
    expect(await shown(applicant)).toEqual([true, true]);
    // The same row again next month: it was cleared.
    daysPass(desk.test, 1);
    await desk.loadExclusions([
      { LASTNAME: 'SOMEBODY', FIRSTNAME: 'ELSE', NPI: npi },
      { LASTNAME: 'NEW', FIRSTNAME: 'ROW' },
    ]);
    expect(await monitor()).toMatchObject({ excluded: 0 });
    // Another row with the number is another finding.
    daysPass(desk.test, 1);
    await desk.loadExclusions([{ LASTNAME: 'SOMEBODY', FIRSTNAME: 'OTHER', NPI: npi }]);
    expect(await monitor()).toMatchObject({ excluded: 1 });
    expect(await standing(id)).toMatchObject({ status: 'suspended' });
    await Promise.all([desk.verifier.reauthenticate(), desk.second.reauthenticate()]);
    await transition(desk.verifier, id, { name: 'propose', verdict: 'adverse', ...settling });
    expect((await transition(desk.second, id, { name: 'confirmAdverse', ...settling })).status).toBe(201);
    expect(codes(await transition(desk.verifier, id, { name: 'lift', ...settling }))).toEqual(['cause']);
    expect((await transition(desk.verifier, id, { name: 'terminate', ...settling })).status).toBe(201);
    await desk.loadExclusions([]);
  });

  it('by name and state, stays shown while a verifier looks, and stays cleared', async () => {
    const [id, applicant] = await member('Ingrid', 'Falk');
    daysPass(desk.test, 1);
    const row = { LASTNAME: 'FALK', FIRSTNAME: 'INGRID', STATE: 'NY' };
    await desk.loadExclusions([row]);
    await monitor();
    expect(await standing(id)).toMatchObject({ status: 'attention' });
    expect(await shown(applicant)).toEqual([true, true]);
    const lane = await desk.verifier.get<{ items: { physicianId: string; kind: string }[] }>('physicians/findings');
    expect(lane.body.items).toContainEqual(expect.objectContaining({ physicianId: id, kind: 'exclusion-name' }));
    const taking = (who: Person): Promise<Answer> => who.post('physicians/claims', {});
    const [one, other] = await Promise.all([taking(desk.verifier), taking(desk.second)]);
    const [holder, beaten] = one.status === 201 ? [desk.verifier, desk.second] : [desk.second, desk.verifier];
    expect([one.status, other.status].sort()).toEqual([201, 409]);
    expect((await transition(beaten, id, { name: 'dismiss', reason: 'No match.', evidence: 'LEIE' })).status).toBe(409);
    expect((await transition(holder, id, { name: 'giveBack', reason: 'On leave.' })).status).toBe(201);
    expect((await taking(beaten)).status).toBe(201);
    daysPass(desk.test, 4);
    await desk.test.sweep();
    expect(await lastFact(id)).toBe('physician.returned');
    const dismissing = { name: 'dismiss', reason: 'Born forty years earlier.', evidence: 'LEIE look-up by SSN.' };
    expect(codes(await transition(desk.verifier, id, dismissing))).toEqual(['another']);
    await desk.verifier.reauthenticate();
    const adverse = { ...dismissing, name: 'propose', verdict: 'adverse' };
    expect(codes(await transition(desk.verifier, id, adverse))).toEqual(['verdict']);
    const clearing = { ...adverse, verdict: 'clear' };
    expect((await transition(desk.verifier, id, clearing)).status).toBe(201);
    expect(await shown(applicant)).toEqual([true, true]);
    expect(codes(await transition(desk.verifier, id, dismissing))).toEqual(['another']);
    expect((await transition(desk.second, id, dismissing)).status).toBe(201);
    daysPass(desk.test, 1);
    await desk.loadExclusions([row, { LASTNAME: 'NEW', FIRSTNAME: 'ROW' }]);
    await monitor();
    expect(await standing(id)).toMatchObject({ status: 'active' });
  });
});

describe('A member whom the registry shows otherwise at the weekly reading', () => {
  it('as deactivated, is suspended; as renamed, is asked about; as before, is left alone', async () => {
    const [deactivated, first] = await member('Jonna', 'Lindt');
    const [renamed, second] = await member('Karin', 'Oakes');
    const [same] = await member('Lotte', 'Brand');
    desk.registry.deactivate(first.form.npi);
    const { npi, state, licenseNumber: license } = second.form;
    desk.registry.put(registryRecord({ npi, first: 'Carina', last: 'Nyquist', state, license }));
    daysPass(desk.test, 6);
    await monitor();
    expect(await standing(deactivated)).toMatchObject({ status: 'active' });
    daysPass(desk.test, 1);
    await monitor();
    expect(await standing(deactivated)).toMatchObject({ status: 'suspended', suspension: 'provisional' });
    expect(await standing(renamed)).toMatchObject({ status: 'attention' });
    expect(await standing(same)).toMatchObject({ status: 'active' });
  });

  it('keeps the last good reading of a silent registry for 30 days, then is hidden, and shown again when it answers', async () => {
    const [id, applicant] = await member('Maren', 'Stoll');
    desk.registry.mode = 'html';
    daysPass(desk.test, 29);
    await desk.loadExclusions([]);
    await monitor();
    expect(await shown(applicant)).toEqual([true, true]);
    daysPass(desk.test, 3);
    await monitor();
    expect(await standing(id)).toMatchObject({ status: 'suspended', suspension: 'administrative' });
    expect(await shown(applicant)).toEqual([false, false]);
    desk.registry.mode = 'right';
    // The client leaves a registry alone for a while that failed so often.
    for (let hours = 0; hours < 48 && (await standing(id))['status'] !== 'active'; hours += 2) {
      daysPass(desk.test, 1 / 12);
      await monitor();
    }
    expect(await shown(applicant)).toEqual([true, true]);
  });
});

describe('A license that ends', () => {
  it('is reminded of once a threshold, hides its holder the day after, and one verifier lifts it on evidence', async () => {
    const [id, applicant] = await member('Nora', 'Winther');
    await desk.test.database.run(
      `insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, verified_by, evidence)
       select c.id, 'verified', $2, $2, ($2::timestamptz + interval '80 days')::date, $3, 'Board of New York' from credential c where c.physician_id = $1`,
      [id, desk.test.clock.now(), desk.verifier.id],
    );
    const reminders = (): string[] => applicant.mails().filter((text) => text.includes('Your license on file ends on'));
    await monitor();
    expect(reminders()).toHaveLength(1);
    await weeksPass(11);
    expect(reminders()).toHaveLength(4);
    expect(await standing(id)).toMatchObject({ status: 'active' });
    daysPass(desk.test, 4);
    await monitor();
    expect(await standing(id)).toMatchObject({ status: 'suspended', suspension: 'administrative' });
    expect(await shown(applicant)).toEqual([false, false]);
    await desk.verifier.reauthenticate();
    const lifting = { name: 'lift', reason: 'Renewed.', evidence: 'Board of New York, read today.' };
    expect(codes(await transition(desk.verifier, id, lifting))).toEqual(['license']);
    expect((await transition(desk.verifier, id, { ...lifting, expiresOn: '2029-12-31' })).status).toBe(201);
    await monitor();
    expect(await standing(id)).toMatchObject({ status: 'active', licensedUntil: '2029-12-31' });
  });
});

describe('What a member asks for', () => {
  it('a new name is verified, then printed by every page; what was signed keeps the name signed with', async () => {
    const rosa = people.reviewer;
    const [id, applicant] = await member('Rosa', 'Delgado', { email: rosa.email, practiceSite: siteOf(rosa) });
    const { npi, state, licenseNumber: license } = applicant.form;
    desk.registry.put(registryRecord({ npi, first: 'Rosa', last: 'Sandoval', formerLast: 'Delgado', state, license }));
    await must(applicant.follow('status'));
    expect(
      (await applicant.send('POST', 'member/changes', { message: 'None.', fields: { familyName: 'Delgado' } })).status,
    ).toBe(422);
    const asked = await applicant.send('POST', 'member/changes', {
      message: 'I married.',
      fields: { familyName: 'Sandoval' },
    });
    expect(asked.status).toBe(201);
    expect(
      codes(await applicant.send('POST', 'member/changes', { message: 'Again.', fields: { familyName: 'Other' } })),
    ).toEqual(['open']);
    await desk.test.settle();
    const file = await openFileOf(id);
    expect(file).toMatchObject({ status: 'queued' });
    expect(file.checks.map(({ check }) => check).sort()).toEqual(['V04', 'V10', 'V11']);
    await must(act(desk.verifier, file.id, { name: 'claim' }));
    await desk.verifier.reauthenticate();
    expect(codes(await act(desk.verifier, file.id, { name: 'approve' }))).toEqual(['checks']);
    for (const check of ['V08', 'V09'])
      await must(
        desk.verifier.post(`applications/${file.id}/checks`, {
          check,
          outcome: 'pass',
          source: 'https://board.example/lookup',
          finding: 'The board shows the new name.',
          expiresOn: '2028-12-31',
        }),
      );
    for (const { id: result, outcome } of (await openFileOf(id)).checks)
      if (outcome === 'review')
        await must(
          desk.verifier.post(`applications/${file.id}/checks/${result}/resolution`, {
            evidence: 'Marriage certificate.',
          }),
        );
    expect((await act(desk.verifier, file.id, { name: 'approve' })).status).toBe(201);
    await desk.test.announce();
    const guide = await desk.test.page('/guides/member-guide');
    expect(guide.text).toContain('Rosa Sandoval');
    expect(guide.text).not.toContain('Delgado');
    const signed = await desk.test.database.rows<{ name: string }>(
      'select distinct printed_name as name from sign_off where signer_id = $1',
      [rosa.id],
    );
    expect(signed).toEqual([{ name: 'Rosa Delgado' }]);
    const signer = await desk.test.page(`/physicians/rosa-delgado`);
    expect(signer.text).toContain('Rosa Sandoval');
  });

  it('a pause hides, a return shows again, and leaving ends it', async () => {
    const [id, applicant] = await member('Odile', 'Renner');
    await must(applicant.follow('status'));
    const own = (name: string): Promise<Answer> => applicant.send('POST', 'member/transitions', { name });
    expect((await own('pause')).status).toBe(204);
    expect(await shown(applicant)).toEqual([false, false]);
    expect(codes(await own('pause'))).toEqual(['state']);
    expect((await own('resume')).status).toBe(204);
    expect(await shown(applicant)).toEqual([true, true]);
    daysPass(desk.test, 8);
    await monitor();
    await must(applicant.send('POST', 'applications/links', { email: applicant.form.email }));
    await desk.test.settle();
    await must(applicant.follow('status'));
    const copy = await applicant.send<Copy>('GET', 'application/export');
    const [file] = copy.body.files;
    expect(file?.declared.npi).toBe(applicant.form.npi);
    expect(file?.checks.map(({ check }) => check)).not.toContain('V15');
    expect(copy.body.membership).toMatchObject({
      status: 'active',
      memberSince: expect.stringMatching(/^20\d\d-/),
      renewBy: expect.stringMatching(/^20\d\d-/),
      profile: { path: '/physicians/odile-renner', name: 'Odile Renner', biography: '' },
      licenses: [{ state: 'NY', number: applicant.form.licenseNumber, lastDay: expect.stringMatching(/-12-31$/) }],
      pauses: [{ from: expect.any(String), until: expect.any(String) }],
    });
    expect(copy.body.membership?.readings).toContainEqual({
      source: 'registry',
      at: expect.any(String),
      outcome: 'clear',
    });
    const asked = { message: 'The practice has a new name.', fields: { practiceName: 'Renner Dermatology' } };
    await must(applicant.send('POST', 'member/changes', asked));
    await desk.test.settle();
    expect(codes(await applicant.send('POST', 'application/erasure', {}))).toEqual(['member']);
    expect((await applicant.read()).body).toMatchObject({ kind: 'change', status: 'queued' });
    expect((await own('leave')).status).toBe(204);
    expect(await shown(applicant)).toEqual([false, false]);
    expect(await standing(id)).toMatchObject({ status: 'terminated' });
    expect((await applicant.send('POST', 'application/erasure', {})).body).toMatchObject({
      // The change that was never decided goes; the file they were approved on is kept.
      deleted: true,
      keptUntil: expect.stringMatching(/^20\d\d-/),
    });
  });

  it('a copy names the documents that were sent, and no membership where there is none', async () => {
    const applicant = desk.physician({ givenName: 'Pia', familyName: 'Orell' });
    await desk.confirmed(applicant);
    const bytes = pdfDocument({ words: 'License of an invented physician' });
    expect((await applicant.upload(bytes, 'license')).status).toBe(201);
    const { body } = await applicant.send<Copy>('GET', 'application/export');
    const sent = { kind: 'license', bytes: bytes.length, sentBy: 'applicant', at: expect.any(String), deletedAt: null };
    expect([body.membership, body.files[0]?.documents]).toEqual([null, [sent]]);
  });

  it('an open application is withdrawn and forgotten at once where its owner asks for deletion', async () => {
    const applicant = desk.physician({ givenName: 'Petra', familyName: 'Vance' });
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    expect((await applicant.send('POST', 'application/erasure', {})).body).toEqual({ deleted: true, keptUntil: null });
    const left = await desk.test.database.one<Record<string, unknown>>(
      `select npi, email, given_name as name, status, (select count(*)::int from application_check k where k.application_id = a.id) as checks
         from application a where id = $1`,
      [id],
    );
    expect(left).toEqual({ npi: '', email: '', name: '', status: 'withdrawn', checks: 0 });
    expect((await applicant.read()).status).toBe(404);
  });
});

describe('A profile that somebody else applies for', () => {
  it('is handed over by two to whoever proved to be that physician; the former address loses it', async () => {
    const owner = await desk.test.people.join('Quinn Ashby', { roles: ['reviewer'] });
    const [id, former] = await member('Quinn', 'Ashby', { email: owner.email, practiceSite: siteOf(owner) });
    expect(await signingAs(owner)).toEqual(['dermatology']);
    await must(former.follow('status'));
    const claimant = desk.physician({
      ...former.form,
      email: 'quinn@ashby-practice.example',
      practiceSite: 'https://ashby-practice.example',
    });
    await desk.confirmed(claimant);
    const [{ id: file }] = (await desk.test.database.rows<{ id: string }>(
      `select id from application where email = $1`,
      [claimant.form.email],
    )) as [{ id: string }];
    await desk.lookedUp(desk.verifier, file);
    await settleAll(desk.verifier, file);
    await desk.verifier.reauthenticate();
    expect(codes(await act(desk.verifier, file, { name: 'handOver' }))).toEqual(['checks', 'second']);
    await must(act(desk.verifier, file, { name: 'escalate', reason: 'The board’s number confirms the claimant.' }));
    await must(act(desk.second, file, { name: 'claim' }));
    await settleAll(desk.second, file);
    await desk.second.reauthenticate();
    expect(codes(await act(desk.second, file, { name: 'approve' }))).toEqual(['member']);
    expect((await act(desk.second, file, { name: 'handOver' })).status).toBe(201);
    expect(await standing(id)).toMatchObject({ status: 'active' });
    expect(await signingAs(owner)).toEqual([]);
    expect((await former.send('GET', 'member')).status).toBe(404);
    expect((await former.send<Copy>('GET', 'application/export')).body.membership).toBeNull();
    expect((await claimant.send('GET', 'member')).body).toMatchObject({ status: 'active' });
  });
});

/** Settles every review and fail of a file, as far as one person may. */
async function settleAll(person: Person, file: string): Promise<void> {
  const { body } = await person.get<FileView>(`applications/${file}`);
  for (const { id, outcome, counts, resolution } of body.checks)
    if (
      counts &&
      outcome !== 'pass' &&
      outcome !== 'skipped' &&
      resolution !== 'overridden' &&
      resolution !== 'resolved'
    )
      await must(
        person.post(`applications/${file}/checks/${id}/resolution`, {
          evidence: 'Called the number that the board has.',
        }),
      );
}

describe('After 32 months', () => {
  it('a renewal opens, is answered with an attestation, checked, decided and runs for another 36; unanswered it hides', async () => {
    const [id, applicant] = await member('Runa', 'Thorne');
    const [lazy, other] = await member('Sanne', 'Ulrik');
    await Promise.all([longLicensed(id), longLicensed(lazy)]);
    await weeksPass(136, 4);
    expect(await standing(id)).toMatchObject({ status: 'active' });
    await weeksPass(8, 4);
    expect(await standing(id)).toMatchObject({ status: 'recredential-due' });
    expect(await shown(applicant)).toEqual([true, true]);
    await must(applicant.follow('status'));
    expect((await applicant.read()).body).toMatchObject({ status: 'needs-info' });
    expect(codes(await applicant.send('POST', 'application/answers', { message: 'All is as it was.' }))).toEqual([
      'attested',
    ]);
    const answer = {
      message: 'All is as it was.',
      attestedName: 'Runa Thorne',
      fields: { licenseExpiresOn: '2035-12-31' },
    };
    expect((await applicant.send('POST', 'application/answers', answer)).status).toBe(204);
    await desk.test.settle();
    expect(await standing(id)).toMatchObject({ status: 'recredentialing' });
    const file = await openFileOf(id);
    expect(file).toMatchObject({ status: 'queued', lane: 'recredentialing' });
    await desk.lookedUp(desk.verifier, file.id, '2036-12-31');
    await desk.verifier.reauthenticate();
    expect((await act(desk.verifier, file.id, { name: 'approve' })).status).toBe(201);
    await weeksPass(16, 4);
    expect(await standing(id)).toMatchObject({ status: 'active' });
    expect(await standing(lazy)).toMatchObject({ status: 'suspended', suspension: 'administrative' });
    expect(await shown(other)).toEqual([false, false]);
  }, 120_000);
});

describe('A renewal that is declined', () => {
  it('hides the member; once one verifier has lifted that, another renewal opens', async () => {
    const [id, applicant] = await member('Vanja', 'Aldous');
    await longLicensed(id);
    await weeksPass(144, 4);
    await must(applicant.follow('status'));
    const answer = {
      message: 'All is as it was.',
      attestedName: 'Vanja Aldous',
      fields: { licenseExpiresOn: '2035-12-31' },
    };
    expect((await applicant.send('POST', 'application/answers', answer)).status).toBe(204);
    await desk.test.settle();
    const file = await openFileOf(id);
    await desk.lookedUp(desk.verifier, file.id, '2036-12-31');
    await desk.verifier.reauthenticate();
    const declining = { name: 'decline', declineReason: 'incomplete', message: 'The practice did not answer.' };
    expect((await act(desk.verifier, file.id, declining)).status).toBe(201);
    await weeksPass(1, 1);
    expect(await standing(id)).toMatchObject({ status: 'suspended', suspension: 'administrative' });
    expect(await openFileOf(id)).toMatchObject({ id: file.id, status: 'declined' });
    await desk.verifier.reauthenticate();
    const lifting = { name: 'lift', reason: 'It answered.', evidence: 'By phone, today.', expiresOn: '2036-12-31' };
    expect((await transition(desk.verifier, id, lifting)).status).toBe(201);
    await weeksPass(1, 1);
    expect(await openFileOf(id)).toMatchObject({ status: 'needs-info' });
    expect((await standing(id)).status).toBe('recredential-due');
  }, 120_000);
});

describe('A member whose account comes later', () => {
  it('signs reviews on the license of the membership, and not while suspended; a relative keeps away for good', async () => {
    const [id] = await member('Tilda', 'Wren', {
      email: 'tilda.wren@desk.example',
      practiceSite: 'https://desk.example',
    });
    const tilda = await desk.test.people.join('Tilda Wren', { roles: ['reviewer'] });
    expect(tilda.email).toBe('tilda.wren@desk.example');
    const signs = (): Promise<string[]> => signingAs(tilda);
    expect(await signs()).toEqual(['dermatology']);
    expect((await desk.second.post(`physicians/${id}/conflicts`, { cause: 'relative' })).status).toBe(200);
    await Promise.all([desk.verifier.reauthenticate(), desk.second.reauthenticate()]);
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'The board opened a case.' };
    expect(codes(await transition(desk.second, id, suspending))).toEqual(['concerned']);
    expect((await transition(desk.verifier, id, suspending)).status).toBe(201);
    expect(await signs()).toEqual([]);
  });
});

describe('A confirmed adverse cause', () => {
  it('opens a recheck of what the person signed since, without naming the cause', async () => {
    const ravi = people.otherReviewer;
    const [id] = await member(
      'Ravi',
      'Menon',
      {
        email: ravi.email,
        practiceSite: siteOf(ravi),
        specialty: 'plastic-surgery',
      },
      { code: '208200000X' },
    );
    const { guideId } = await publishGuide({ editor: people.editor, reviewer: ravi }, 'signed-by-ravi');
    await Promise.all([desk.verifier.reauthenticate(), desk.second.reauthenticate()]);
    const causeOn = desk.test.clock.now().toISOString().slice(0, 10);
    await must(
      transition(desk.verifier, id, { name: 'suspend', cause: 'provisional', reason: 'The board opened a case.' }),
    );
    await desk.test.sweep();
    const rechecks = (): Promise<{ note: string | null }[]> =>
      desk.test.database.rows(
        `select e.note_digest as note from event e where e.subject_id = $1 and e.name = 'review.opened' and e.payload ->> 'kind' = 'recheck'`,
        [guideId],
      );
    expect(await rechecks()).toEqual([]);
    const confirming = {
      name: 'confirmAdverse',
      reason: 'Revoked.',
      evidence: 'Order 555-0133 of the board.',
      causeOn,
    };
    await must(transition(desk.second, id, confirming));
    await desk.test.sweep();
    expect(await rechecks()).toEqual([{ note: null }]);
    await desk.test.sweep();
    expect(await rechecks()).toHaveLength(1);
  });
});
