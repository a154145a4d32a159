import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExclusionList, MonitoringJobs, PhysicianJobs } from '../../src/physicians/index.js';
import { Applicant, formOf, type FormFields } from '../support/applicant.js';
import { command } from '../support/command.js';
import { leieFile } from '../support/exclusion-file.js';
import { abmsCertification, fsmbClient, type FsmbFacts, FsmbServer } from '../support/fsmb-server.js';
import { NameServer } from '../support/name-server.js';
import { npiWithCheckDigit } from '../support/npi.js';
import type { Answer, Person } from '../support/people.js';
import { registryRecord } from '../support/registry-record.js';
import { RegistryServer } from '../support/registry-server.js';
import { samKey, SamServer } from '../support/sam-server.js';
import { environment, offences, startTestService, type TestService } from '../support/service.js';

interface Check {
  id: number;
  check: string;
  outcome: string;
  reasons: string[];
  source: string;
  request: string | null;
  sha256: string | null;
  expiresOn: string | null;
  foundBy: string | null;
  counts: boolean;
}
interface FileView {
  id: string;
  status: string;
  lane: string;
  checks: Check[];
}

let test: TestService;
let registry: RegistryServer;
let fsmb: FsmbServer;
let sam: SamServer;
let names: NameServer;
let env: Record<string, string>;
let verifier: Person;
let second: Person;
let serial = 0;

beforeAll(async () => {
  [registry, fsmb, sam] = await Promise.all([RegistryServer.start(), FsmbServer.start(), SamServer.start()]);
  names = await NameServer.start();
  names.otherwise = { mx: [[10, 'mail.example']] };
  env = {
    MX_RESOLVER: names.address,
    NPPES_URL: registry.url,
    FSMB_URL: fsmb.url,
    FSMB_CLIENT_ID: fsmbClient.id,
    FSMB_CLIENT_SECRET: fsmbClient.secret,
    SAM_API_KEY: samKey,
    SAM_URL: sam.exclusionsUrl,
  };
  test = await startTestService({ ...env, TRUST_PROXY: '127.0.0.1' });
  verifier = await test.people.join('Vera Lund', { roles: ['verifier'] });
  second = await test.people.join('Viktor Hale', { roles: ['verifier'] });
  const source = { source: 'UPDATED.csv', lastModified: test.clock.now() };
  const filler = { LASTNAME: 'NOBODY', FIRSTNAME: 'IN PARTICULAR' };
  await test.service.app.get(ExclusionList).load(Readable.from([leieFile([filler])]), source);
});
beforeEach(() => sam.list());
afterAll(async () => {
  await test.sweep();
  await test.announce();
  expect(await offences(test)).toEqual({});
  await test.stop();
  await Promise.all([registry.stop(), fsmb.stop(), sam.stop(), names.stop()]);
});

/** Somebody new, whom registry and boards know as they declare themselves, but for what is said otherwise. */
function physician(
  more: Partial<FormFields> & { biography?: string } = {},
  known: Partial<FsmbFacts> = {},
  reported = true,
): Applicant {
  serial += 1;
  const form = formOf(serial, more);
  const { npi, givenName: first, familyName: last, state, licenseNumber: license } = form;
  registry.put(registryRecord({ npi, first, last, state, license }));
  fsmb.put({ npi, first, last, state, license, ...known }, reported);
  return new Applicant(test, form, `198.18.${serial}.7`);
}

async function confirmed(applicant: Applicant): Promise<void> {
  expect((await applicant.apply()).status).toBe(202);
  await test.settle();
  expect((await applicant.follow('confirm')).status).toBe(204);
  await test.settle();
}

async function fileOf(applicant: Applicant): Promise<FileView> {
  const list = await verifier.get<{ items: { id: string }[] }>('applications?limit=200');
  const files = await Promise.all(
    list.body.items.map(({ id }) => verifier.get<FileView & { declared: { npi: string } }>(`applications/${id}`)),
  );
  const found = files.find(({ body }) => body.declared.npi === applicant.form.npi);
  if (!found) throw new Error('The file is not there.');
  return found.body;
}

const act = (person: Person, id: string, body: object): Promise<Answer> =>
  person.post(`applications/${id}/transitions`, body);
const counting = ({ checks }: FileView, id: string): Check | undefined =>
  checks.find(({ check, counts }) => check === id && counts);
const codes = ({ body }: Answer): string[] =>
  ((body['reasons'] ?? body['errors'] ?? []) as { code: string }[]).map(({ code }) => code).sort();
const record = (person: Person, id: string, check: string, more: object = {}): Promise<Answer> =>
  person.post(`applications/${id}/checks`, {
    check,
    outcome: 'pass',
    source: 'https://board.example/lookup',
    finding: 'As seen there.',
    ...more,
  });

describe('With sources configured, a clean file', () => {
  it('asks of a person to confirm the identity, and nothing else', async () => {
    const board = 'American Board of Dermatology';
    const biography = `She trained in Albany.\n\nThere is no cure for this, and she says so.`;
    const applicant = physician({ certification: board, biography }, { abms: [abmsCertification(board)] });
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect([file.status, file.lane]).toEqual(['queued', 'clean']);
    expect(counting(file, 'V08')).toMatchObject({
      outcome: 'pass',
      source: 'FSMB Physician Data Center',
      expiresOn: '2027-12-31',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      foundBy: null,
    });
    expect(['V09', 'V11', 'V12', 'V16'].map((id) => counting(file, id)?.outcome)).toEqual(Array(4).fill('pass'));
    expect((await act(verifier, file.id, { name: 'claim' })).status).toBe(201);
    await verifier.reauthenticate();
    expect((await act(verifier, file.id, { name: 'approve' })).body).toMatchObject({
      reasons: [{ message: 'Not settled: V14.' }],
    });
    expect((await record(verifier, file.id, 'V14')).status).toBe(201);
    expect((await act(verifier, file.id, { name: 'approve' })).status).toBe(201);
    await test.announce();
    const { text } = await test.page(`/physicians/ada-${applicant.form.familyName.toLowerCase()}`);
    expect(text).toContain('She trained in Albany.');
    expect(text).toContain(`Certified by: ${board}`);
  });

  it('keeps the raw answer once, and no secret, key or token anywhere', async () => {
    const kept = await test.database.rows<{ check: string; raw: string | null; request: string }>(
      `select check_id as check, convert_from(raw, 'utf8') as raw, request from application_check where sha256(raw) is null or encode(sha256(raw), 'hex') = raw_sha256`,
    );
    expect(kept.filter(({ raw }) => raw?.includes('boardActionStatus')).map(({ check }) => check)).toEqual(['V08']);
    const all = JSON.stringify(kept);
    for (const secret of [samKey, fsmbClient.secret, ...fsmb.tokens]) expect(all).not.toContain(secret);
    expect(all).not.toContain('1980-01-02');
  });
});

describe('A license', () => {
  it('that is revoked puts the file into the high lane, and nobody overrides it', async () => {
    const applicant = physician({}, { status: 'Revoked' });
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect([file.lane, counting(file, 'V08')?.outcome]).toEqual(['high', 'fail']);
    await act(verifier, file.id, { name: 'claim' });
    const settled = await verifier.post(`applications/${file.id}/checks/${counting(file, 'V08')?.id}/resolution`, {
      evidence: 'It seems fine.',
    });
    expect(codes(settled)).toEqual(['final']);
  });

  it('looked up by a person later counts instead', async () => {
    const applicant = physician({}, { expiresOn: '2026-03-20' });
    await confirmed(applicant);
    const { id, lane, checks } = await fileOf(applicant);
    expect(lane).toBe('standard');
    expect(checks.find(({ check }) => check === 'V08')).toMatchObject({ outcome: 'review', expiresOn: '2026-03-20' });
    await act(verifier, id, { name: 'claim' });
    await record(verifier, id, 'V08', { expiresOn: '2028-03-20' });
    expect(counting(await fileOf(applicant), 'V08')).toMatchObject({
      outcome: 'pass',
      expiresOn: '2028-03-20',
      source: 'https://board.example/lookup',
    });
  });

  it('whose source is down waits, and goes on when it is back', async () => {
    fsmb.mode = 'down';
    const applicant = physician();
    await confirmed(applicant);
    const waiting = await fileOf(applicant);
    expect([waiting.status, counting(waiting, 'V08')?.outcome]).toEqual(['checking', 'error']);
    fsmb.mode = 'right';
    test.clock.travelBy(1_800_000);
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    expect(await fileOf(applicant)).toMatchObject({ status: 'queued', lane: 'clean' });
  });

  it('whose report is still drawn up waits too', async () => {
    const applicant = physician({}, {}, false);
    await confirmed(applicant);
    expect((await fileOf(applicant)).status).toBe('checking');
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    expect((await fileOf(applicant)).lane).toBe('clean');
  });
});

describe('Somebody whom SAM.gov lists', () => {
  it('by number lands in the high lane, for good', async () => {
    const applicant = physician();
    sam.list({ npi: applicant.form.npi, first: 'A', last: 'Q', state: 'NV' });
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect([file.lane, counting(file, 'V11')?.outcome]).toEqual(['high', 'fail']);
    await act(verifier, file.id, { name: 'claim' });
    const path = `applications/${file.id}/checks/${counting(file, 'V11')?.id}/resolution`;
    expect(codes(await verifier.post(path, { evidence: 'Another person.' }))).toEqual(['final']);
  });
});

describe('The mail address of an applicant', () => {
  const at = (domain: string) => {
    const applicant = physician({ practiceSite: `https://${domain}` });
    applicant.form.email = `ada@${domain}`;
    return applicant;
  };

  it('is asked about once, and what the name servers said is kept', async () => {
    const applicant = at('well-kept.example');
    await confirmed(applicant);
    const found = counting(await fileOf(applicant), 'V13');
    expect(found).toMatchObject({ outcome: 'pass', source: 'Domain name system', request: 'MX well-kept.example' });
    expect(found?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(names.questions.filter((question) => question.endsWith('well-kept.example'))).toHaveLength(1);
  });

  it('at a domain that takes no mail any more calls for a person, in the high lane', async () => {
    names.put('given-up.example', { mx: [[0, '.']] });
    const applicant = at('given-up.example');
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect([file.status, file.lane, counting(file, 'V13')?.outcome]).toEqual(['queued', 'high', 'fail']);
  });

  it('about which no name server answers is asked again, and neither passes nor declines', async () => {
    names.put('quiet.example', { fails: 'servfail' });
    const applicant = at('quiet.example');
    await confirmed(applicant);
    const waiting = await fileOf(applicant);
    expect([waiting.status, counting(waiting, 'V13')?.outcome]).toEqual(['checking', 'error']);
    names.put('quiet.example', { a: ['192.0.2.7'] });
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    const file = await fileOf(applicant);
    expect([file.status, counting(file, 'V13')?.outcome]).toEqual(['queued', 'pass']);
  });

  it('is left to a person after four hours of silence', async () => {
    names.put('ever-quiet.example', { fails: 'refused' });
    const applicant = at('ever-quiet.example');
    await confirmed(applicant);
    test.clock.travelBy(4 * 3_600_000);
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    const file = await fileOf(applicant);
    expect([file.status, counting(file, 'V13')?.outcome]).toEqual(['queued', 'review']);
    expect(counting(file, 'V13')?.reasons[0]).toContain('Source unavailable for 4 hours');
  });
});

describe('A biography', () => {
  it('with a prohibited claim is asked to be changed, and only it is read again', async () => {
    const applicant = physician({ biography: 'She is the best dermatologist in Albany.' });
    await confirmed(applicant);
    const before = await fileOf(applicant);
    expect([before.lane, counting(before, 'V16')?.outcome]).toEqual(['high', 'fail']);
    await act(second, before.id, { name: 'claim' });
    await act(second, before.id, { name: 'ask', message: 'Please leave out the praise.' });
    expect((await applicant.answer('Done.', { biography: 'She works in Albany.' } as object)).status).toBe(204);
    await test.settle();
    const after = await fileOf(applicant);
    expect([after.lane, counting(after, 'V16')?.outcome]).toEqual(['clean', 'pass']);
    const renewed = after.checks.filter(({ id }) => !before.checks.some((each) => each.id === id));
    expect(renewed.map(({ check }) => check)).toEqual(['V16']);
    expect((await applicant.read()).body).toMatchObject({ declared: { biography: 'She works in Albany.' } });
  });

  it('is refused beyond 1,200 characters', async () => {
    expect((await physician({ biography: 'a'.repeat(1201) }).apply()).status).toBe(422);
  });
});

describe('Payments by industry', () => {
  it('are kept, and neither count nor are settled', async () => {
    const applicant = physician();
    await confirmed(applicant);
    const { id } = await fileOf(applicant);
    await act(second, id, { name: 'claim' });
    expect((await record(second, id, 'V17', { outcome: 'review' })).status).toBe(201);
    await record(second, id, 'V14');
    const found = counting(await fileOf(applicant), 'V17');
    const settling = await second.post(`applications/${id}/checks/${found?.id}/resolution`, { evidence: 'Seen.' });
    expect(codes(settling)).toEqual(['information']);
    await second.reauthenticate();
    expect((await act(second, id, { name: 'approve' })).status).toBe(201);
  });
});

describe('The command that looks a physician up', () => {
  const run = (...words: string[]) =>
    command({ ...environment(test.service.config.databaseUrl, test.dataDir), ...env }, [
      'physicians',
      'check',
      ...words,
    ]);

  it('says each check, and keeps nothing', async () => {
    const asOf = new Date().toISOString();
    const { npi, familyName } = physician({}, { asOf, expiresOn: '2099-12-31' }).form;
    const count = () =>
      test.database.one(
        'select (select count(*) from application_check) as checks, (select count(*) from event) as events',
      );
    const before = await count();
    const { code, out } = await run(npi, '--name', `Ada ${familyName}`, '--state', 'ny', '--specialty', 'dermatology');
    // The list was loaded in the story’s past: by the machine’s clock it is too old to clear anybody.
    expect(out.split('\n').map((line) => line.slice(0, 11).trim())).toEqual([
      ...['V01  pass', 'V03  pass', 'V04  pass', 'V05  pass', 'V06  pass', 'V08  pass', 'V09  pass'],
      ...['V10  error', 'V11  pass', ''],
    ]);
    expect([code, await count()]).toEqual([1, before]);
  });

  it('answers programs in JSON, and fails for somebody unknown', async () => {
    const { code, out } = await run('1720377294', '--json');
    const found = JSON.parse(out) as { check: string; outcome: string }[];
    expect(found.find(({ check }) => check === 'V03')).toMatchObject({ outcome: 'fail', source: 'NPPES NPI Registry' });
    expect([code, found.map(({ check }) => check)]).toEqual([1, ['V01', 'V03', 'V05', 'V10', 'V11']]);
  });

  it('does not take a number that is none', async () => {
    const { code, errors } = await run('1234567890');
    expect([code, errors]).toEqual([2, expect.stringContaining('ten digits')]);
  });
});

describe('A member’s license', () => {
  it('is read again each month: what was renewed is recorded, and who lost it is hidden', async () => {
    const [renewed, lost] = [physician(), physician()];
    for (const applicant of [renewed, lost]) {
      await confirmed(applicant);
      const { id } = await fileOf(applicant);
      expect((await act(verifier, id, { name: 'claim' })).status).toBe(201);
      expect((await record(verifier, id, 'V14')).status).toBe(201);
      await verifier.reauthenticate();
      expect((await act(verifier, id, { name: 'approve' })).status).toBe(201);
    }
    const facts = ({ form }: Applicant) => ({
      npi: form.npi,
      first: form.givenName,
      last: form.familyName,
      state: form.state,
      license: form.licenseNumber,
      asOf: '2026-04-02T06:00:00Z',
    });
    fsmb.put({ ...facts(renewed), expiresOn: '2029-12-31' });
    fsmb.put({ ...facts(lost), status: 'Revoked' });
    test.clock.travelBy(31 * 86_400_000);
    await test.service.app.get(MonitoringJobs).run();
    const standing = async ({ form }: Applicant): Promise<Record<string, unknown>> => {
      const { id } = await test.database.one<{ id: string }>('select id from physician where npi = $1', [form.npi]);
      return (await verifier.get(`physicians/${id}`)).body;
    };
    expect(await standing(renewed)).toMatchObject({ status: 'active', licensedUntil: '2029-12-31' });
    expect(await standing(lost)).toMatchObject({ status: 'suspended', suspension: 'provisional' });
  });
});

// Last: after so many failures the service leaves the source alone for a minute.
describe('A source of licenses', () => {
  it('that stays silent leaves the license to a person after four hours', async () => {
    fsmb.mode = 'html';
    const applicant = physician();
    await confirmed(applicant);
    test.clock.travelBy(4 * 3_600_000);
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    fsmb.mode = 'right';
    const file = await fileOf(applicant);
    expect([file.status, file.lane]).toEqual(['queued', 'standard']);
    expect(counting(file, 'V09')?.reasons[0]).toContain('Source unavailable for 4 hours');
  });
});
