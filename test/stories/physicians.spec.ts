import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PhysicianJobs } from '../../src/physicians/index.js';
import { daysPass } from '../support/asking.js';
import type { Person } from '../support/people.js';
import type { RegistryServer } from '../support/registry-server.js';
import type { TestService } from '../support/service.js';
import { cast, publishGuide, type Cast } from '../support/story.js';
import { act, codes, startVerifying, type Verifying } from '../support/verifying.js';

let desk: Verifying;
let test: TestService;
let registry: RegistryServer;
let people: Cast;
let verifier: Person;
let second: Person;
let physician: Verifying['physician'];
let confirmed: Verifying['confirmed'];
let fileOf: Verifying['fileOf'];
let lookedUp: Verifying['lookedUp'];
let approved: Verifying['approved'];

beforeAll(async () => {
  desk = await startVerifying();
  ({ test, registry, verifier, second, physician, confirmed, fileOf, lookedUp, approved } = desk);
  people = await cast(test);
});
afterAll(() => desk.stop());

describe('A physician applies', () => {
  it('with a clean file, is approved by a person, and is on the profile and beside the guides', async () => {
    await publishGuide(people, 'network-guide');
    const applicant = physician();
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect(file).toMatchObject({ status: 'queued', lane: 'clean', dueOn: '2026-03-03' });
    expect(
      file.checks
        .filter(({ counts }) => counts)
        .map(({ check, outcome }) => `${check} ${outcome}`)
        .sort(),
    ).toEqual([
      ...['V01', 'V02', 'V03', 'V04', 'V05', 'V06', 'V07', 'V10'].map((check) => `${check} pass`),
      ...['V11 skipped', 'V13 pass', 'V15 pass'],
    ]);
    await act(verifier, file.id, { name: 'claim' });
    await verifier.reauthenticate();
    expect(codes(await act(verifier, file.id, { name: 'approve' }))).toEqual(['checks']);
    await act(verifier, file.id, { name: 'release', reason: 'Lunch.' });
    await lookedUp(verifier, file.id);
    expect((await act(verifier, file.id, { name: 'approve' })).status).toBe(201);
    await test.announce();
    const profile = await test.page(`/physicians/ada-${applicant.form.familyName.toLowerCase()}`);
    expect(profile.status).toBe(200);
    expect(profile.text).toContain(applicant.form.familyName);
    expect(profile.text).not.toContain(applicant.form.npi);
    expect((await test.page('/guides/network-guide')).text).toContain(applicant.form.familyName);
    expect((await applicant.read()).body).toMatchObject({
      status: 'approved',
      profilePath: expect.stringMatching('^/physicians/'),
    });
  });

  it('and a suspension takes every trace off the pages, until another person lifts it', async () => {
    await publishGuide(people, 'suspension-guide');
    const applicant = physician();
    const id = await approved(applicant);
    await test.announce();
    const shown = async (): Promise<boolean[]> => {
      await test.settle();
      const pages = await Promise.all(
        ['/guides/suspension-guide', `/physicians/ada-${applicant.form.familyName.toLowerCase()}`].map((path) =>
          test.page(path),
        ),
      );
      return pages.map(({ text }) => text.includes(applicant.form.familyName));
    };
    expect(await shown()).toEqual([true, true]);
    await verifier.reauthenticate();
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'Named on the exclusion list by NPI.' };
    expect((await verifier.post(`physicians/${id}/transitions`, suspending)).status).toBe(201);
    expect(await shown()).toEqual([false, false]);
    const lifting = { name: 'lift', reason: 'Another person of that number.', evidence: 'LEIE look-up of today' };
    expect(codes(await verifier.post(`physicians/${id}/transitions`, lifting))).toEqual(['another']);
    await second.reauthenticate();
    expect((await second.post(`physicians/${id}/transitions`, lifting)).status).toBe(201);
    await test.announce();
    expect(await shown()).toEqual([true, true]);
  });

  it('with a deactivated number lands in the high lane, where one prepares and another declines, and an appeal goes to a third', async () => {
    const applicant = physician();
    registry.deactivate(applicant.form.npi);
    await confirmed(applicant);
    const { id, lane } = await fileOf(applicant);
    expect(lane).toBe('high');
    await act(verifier, id, { name: 'claim' });
    await verifier.reauthenticate();
    const declining = {
      name: 'decline',
      declineReason: 'npi-deactivated',
      message: 'The registry shows the number as deactivated.',
    };
    expect(codes(await act(verifier, id, declining))).toEqual(['second']);
    expect((await act(verifier, id, { name: 'escalate', reason: 'Deactivated at the registry.' })).status).toBe(201);
    expect(codes(await act(verifier, id, { name: 'claim' }))).toEqual(['another']);
    await act(second, id, { name: 'claim' });
    await second.reauthenticate();
    expect((await act(second, id, declining)).status).toBe(201);
    await test.settle();
    expect((await applicant.read()).body).toMatchObject({
      status: 'declined',
      declineReason: 'npi-deactivated',
      appealUntil: '2026-04-01',
    });
    expect((await applicant.appeal('It was activated again yesterday.')).status).toBe(204);
    expect(codes(await act(second, id, { name: 'claim' }))).toEqual(['another']);
    const third = await test.people.join('Vida Moor', { roles: ['verifier'] });
    expect((await act(third, id, { name: 'claim' })).status).toBe(201);
  });

  it('answers a question, and only what the answer touches is checked again', async () => {
    const applicant = physician({ licenseNumber: 'WRONG-1' }, { license: '555444' });
    await confirmed(applicant);
    const { id } = await fileOf(applicant);
    await act(verifier, id, { name: 'claim' });
    expect(codes(await act(verifier, id, { name: 'ask' }))).toEqual(['message']);
    expect((await act(verifier, id, { name: 'ask', message: 'Which license number is right?' })).status).toBe(201);
    await test.settle();
    expect((await applicant.read()).body).toMatchObject({
      status: 'needs-info',
      question: 'Which license number is right?',
    });
    const before = (await fileOf(applicant)).checks.filter(({ counts }) => counts);
    expect((await applicant.answer('This one.', { licenseNumber: '555444' })).status).toBe(204);
    expect((await applicant.answer('Twice.', {})).status).toBe(409);
    await test.settle();
    const after = await fileOf(applicant);
    expect(after.status).toBe('queued');
    const counting = after.checks.filter(({ counts }) => counts);
    expect(counting.find(({ check }) => check === 'V07')?.outcome).toBe('pass');
    const renewed = counting
      .filter(({ id: result }) => !before.some((each) => each.id === result))
      .map(({ check }) => check);
    expect(renewed.sort()).toEqual(['V02', 'V07', 'V15']);
  });

  it('while the registry is down waits, is neither passed nor declined, and goes on when it is back', async () => {
    const applicant = physician();
    registry.mode = 'html';
    await confirmed(applicant);
    expect((await applicant.read()).body).toMatchObject({ status: 'checking' });
    registry.mode = 'right';
    test.clock.travelBy(3_600_000);
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    expect(await fileOf(applicant)).toMatchObject({ status: 'queued', lane: 'clean' });
  });

  it('who is on the exclusion list by name and state is looked at by two', async () => {
    await desk.loadExclusions([{ LASTNAME: 'HOLLOWAY', FIRSTNAME: 'EDITH', STATE: 'NY' }]);
    const applicant = physician({ givenName: 'Edith', familyName: 'Holloway' });
    await confirmed(applicant);
    const file = await fileOf(applicant);
    expect(file.lane).toBe('high');
    expect(file.checks.find(({ check }) => check === 'V10')).toMatchObject({ outcome: 'review', counts: true });
  });

  it('twice under one number: the second is a dispute, told nothing else', async () => {
    const first = physician();
    await confirmed(first);
    const other = physician({ npi: first.form.npi, email: 'somebody.else@mail.example' });
    await confirmed(other);
    expect(Object.keys((await other.read()).body)).not.toContain('checks');
    const list = await verifier.get<{ items: { lane: string }[] }>('applications?lane=disputes');
    expect(list.body.items).toHaveLength(1);
  });

  it('and withdraws at any time before the decision', async () => {
    const applicant = physician();
    await confirmed(applicant);
    expect((await applicant.withdraw()).status).toBe(204);
    expect((await applicant.withdraw()).status).toBe(409);
    expect((await applicant.read()).body).toMatchObject({ status: 'withdrawn' });
  });
});

describe('A file', () => {
  it('is not decided by somebody who holds it no longer, nor by the applicant', async () => {
    const own = await test.people.join('Val Ortega', { roles: ['verifier'] });
    const applicant = physician({ email: own.email });
    await confirmed(applicant);
    const { id } = await fileOf(applicant);
    expect(codes(await act(own, id, { name: 'claim' }))).toEqual(['concerned']);
    await act(verifier, id, { name: 'claim' });
    expect((await act(second, id, { name: 'approve' })).status).toBe(403);
    daysPass(test, 4);
    await test.service.app.get(PhysicianJobs).run();
    expect((await fileOf(applicant)).status).toBe('queued');
  });

  it('that was never confirmed is forgotten after a week, and its link answers like any wrong one', async () => {
    const applicant = physician();
    await applicant.apply();
    await test.settle();
    daysPass(test, 8);
    await test.service.app.get(PhysicianJobs).run();
    expect((await applicant.follow('confirm')).status).toBe(404);
    const left = await test.database.rows(`select email from application where status = 'expired' and email <> ''`);
    expect(left).toEqual([]);
    await test.settle();
    expect(applicant.mails()).toHaveLength(1);
  });

  it('is told of: that we have it, that it waits, and that it ended unanswered', async () => {
    const applicant = physician();
    await confirmed(applicant);
    const { id } = await fileOf(applicant);
    await act(verifier, id, { name: 'claim' });
    expect((await act(verifier, id, { name: 'ask', message: 'Which practice is it?' })).status).toBe(201);
    await test.settle();
    daysPass(test, 31);
    await test.service.app.get(PhysicianJobs).run();
    await test.settle();
    const subjects = applicant.mails().map((text) => /^Subject: (.*)$/m.exec(text)?.[1]);
    expect([...new Set(subjects)].sort()).toEqual([
      'Confirm your address',
      'We have a question about your application',
      'We have your application',
      'Your application ended',
    ]);
    await applicant.follow('status');
    expect((await applicant.read()).body).toMatchObject({ status: 'expired' });
  });
});

describe('A file that ended', () => {
  it('is forgotten after 90 days: no name, no number, no evidence, and the chain still verifies', async () => {
    const applicant = physician();
    await confirmed(applicant);
    const { id } = await fileOf(applicant);
    expect((await applicant.withdraw()).status).toBe(204);
    const forgotten = (): Promise<Record<string, unknown>> =>
      test.database.one(
        `select a.npi = '' as npi, a.email = '' as email, (select count(*)::int from application_check k where k.application_id = a.id) as checks
           from application a where a.id = $1`,
        [id],
      );
    daysPass(test, 89);
    await test.service.app.get(PhysicianJobs).run();
    expect(await forgotten()).toEqual({ npi: false, email: false, checks: 11 });
    daysPass(test, 2);
    await test.service.app.get(PhysicianJobs).run();
    expect(await forgotten()).toEqual({ npi: true, email: true, checks: 0 });
  });
});

describe('The form', () => {
  it('answers the same words whatever is known, and refuses what is wrong with the form itself', async () => {
    const applicant = physician();
    const [known, unknown] = [await applicant.apply(), await physician().apply()];
    expect(known.body).toEqual(unknown.body);
    expect((await physician({ npi: '1234567890' }).apply()).status).toBe(422);
  });

  it('takes a solved puzzle once, and none that was not solved', async () => {
    const applicant = physician();
    expect((await applicant.apply({ proof: 'bm90IGpzb24' })).status).toBe(422);
    expect((await applicant.apply({ website: 'https://spam.example' })).status).toBe(202);
    await test.settle();
    expect(applicant.mails()).toEqual([]);
  });
});
