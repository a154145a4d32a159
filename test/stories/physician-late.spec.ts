import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PhysicianJobs } from '../../src/physicians/index.js';
import type { Applicant } from '../support/applicant.js';
import { must } from '../support/story.js';
import { act, codes, startVerifying, type Verifying } from '../support/verifying.js';

let desk: Verifying;

beforeAll(async () => {
  desk = await startVerifying();
});
afterAll(() => desk.stop());

interface Result {
  check: string;
  outcome: string;
  late: boolean;
  counts: boolean;
}

/** Every result of a check of this file, oldest first. */
const resultsOf = (id: string, check: string): Promise<Result[]> =>
  desk.test.database.rows<Result>(
    `select k.check_id as check, k.outcome, k.late, c.id is not null as counts
       from application_check k left join current_check c on c.id = k.id
      where k.application_id = $1 and k.check_id = $2 order by k.id`,
    [id, check],
  );

const round = (): Promise<unknown> => desk.test.service.app.get(PhysicianJobs).run();

/** A file whose checks are under way: the registry was asked of it, and is only answering once released. */
async function askedAbout(applicant: Applicant): Promise<{ id: string; answered: () => Promise<void> }> {
  desk.registry.misbehave('unavailable', 4);
  await desk.confirmed(applicant);
  const { id, status } = await desk.fileOf(applicant);
  expect(status).toBe('checking');
  const held = desk.registry.holdNext();
  const slow = round();
  await held.asked;
  // The next sweep is quicker.
  await round();
  await desk.test.settle();
  expect((await desk.fileOf(applicant)).status).toBe('queued');
  await must(act(desk.verifier, id, { name: 'claim' }));
  const answered = async (): Promise<void> => {
    held.release();
    await slow;
    await desk.test.settle();
  };
  return { id, answered };
}

describe('What a source says too late', () => {
  it('is kept and does not count, once somebody had the file checked again', async () => {
    const applicant = desk.physician();
    const { id, answered } = await askedAbout(applicant);
    desk.registry.deactivate(applicant.form.npi);
    await must(act(desk.verifier, id, { name: 'checkAgain', reason: 'The number is said to be gone.' }));
    await desk.test.settle();
    // A sweep may have asked beside the job: what it found too, is late.
    const asked = { check: 'V03', outcome: 'fail', late: false, counts: true };
    expect(await resultsOf(id, 'V03')).toContainEqual(asked);
    await answered();
    const results = await resultsOf(id, 'V03');
    expect(results.at(-1)).toMatchObject({ outcome: 'pass', late: true, counts: false });
    expect(results.filter(({ counts }) => counts)).toEqual([asked]);
    expect(await desk.fileOf(applicant)).toMatchObject({ status: 'queued', lane: 'high' });
  });

  it('is kept and does not count, once the applicant has put the declaration right', async () => {
    const applicant = desk.physician({ licenseNumber: 'WRONG-1' }, { license: '555444' });
    const { id, answered } = await askedAbout(applicant);
    await must(act(desk.verifier, id, { name: 'ask', message: 'Which license number is right?' }));
    await desk.test.settle();
    expect((await applicant.answer('This one.', { licenseNumber: '555444' })).status).toBe(204);
    await desk.test.settle();
    await answered();
    const results = await resultsOf(id, 'V07');
    expect(results.at(-1)).toMatchObject({ late: true, counts: false });
    expect(results.at(-1)?.outcome).not.toBe('pass');
    expect(results.filter(({ counts }) => counts)).toEqual([
      { check: 'V07', outcome: 'pass', late: false, counts: true },
    ]);
    expect(await desk.fileOf(applicant)).toMatchObject({ status: 'queued', lane: 'clean' });
  });
});

/** A file with everything settled, in the verifier's hands. */
async function decidable(): Promise<{ id: string; applicant: Applicant }> {
  const applicant = desk.physician();
  await desk.confirmed(applicant);
  const { id } = await desk.fileOf(applicant);
  await desk.lookedUp(desk.verifier, id);
  await desk.verifier.reauthenticate();
  return { id, applicant };
}

const declining = {
  name: 'decline',
  declineReason: 'license-not-found',
  message: 'The board does not know the license.',
};

describe('A decision', () => {
  it('on a file that has moved since it was read is answered 412, and changes nothing', async () => {
    const { id } = await decidable();
    const stale = (await desk.verifier.get(`applications/${id}`)).headers.get('etag') ?? '';
    await must(act(desk.verifier, id, { name: 'release', reason: 'Lunch.' }));
    await must(act(desk.verifier, id, { name: 'claim' }));
    const state = (): Promise<unknown> =>
      desk.test.database.one(
        `select a.status, a.version, a.event_count, a.physician_id,
                (select count(*)::int from application_decision d where d.application_id = a.id) as decisions
           from application a where a.id = $1`,
        [id],
      );
    const before = await state();
    const path = `applications/${id}/transitions`;
    const approving = (tag: string) => desk.verifier.post(path, { name: 'approve' }, { 'if-match': tag });
    expect((await approving(stale)).status).toBe(412);
    expect(await state()).toEqual(before);
    const present = (await desk.verifier.get(`applications/${id}`)).headers.get('etag') ?? '';
    expect((await approving(present)).status).toBe(201);
  });

  it('is made once: of an approval and a refusal at once, one stands and the other is a conflict', async () => {
    const { id } = await decidable();
    const answers = await Promise.all([{ name: 'approve' }, declining].map((body) => act(desk.verifier, id, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(codes(answers.find(({ status }) => status === 409)!)).toEqual(['state']);
    const decisions = await desk.test.database.rows('select 1 from application_decision where application_id = $1', [
      id,
    ]);
    expect(decisions).toHaveLength(1);
  });
});

describe('At once', () => {
  it('two verifiers reach for one file: one holds it, the other is told that it is taken', async () => {
    const applicant = desk.physician();
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    const answers = await Promise.all([desk.verifier, desk.second].map((each) => act(each, id, { name: 'claim' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(codes(answers.find(({ status }) => status === 409)!)).toEqual(['state']);
  });

  it('an applicant answers twice: one answer is taken, and its words are those that are kept', async () => {
    const applicant = desk.physician();
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    await must(act(desk.verifier, id, { name: 'claim' }));
    await must(act(desk.verifier, id, { name: 'ask', message: 'Where do you practice?' }));
    await desk.test.settle();
    const said = ['In Albany.', 'In Buffalo.'];
    const answers = await Promise.all(said.map((words) => applicant.answer(words)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const kept = await desk.test.database.one<{ answer: string; revision: number }>(
      'select answer, data_revision as revision from application where id = $1',
      [id],
    );
    expect(kept).toEqual({ answer: said[answers.findIndex(({ status }) => status === 204)], revision: 2 });
  });
});
