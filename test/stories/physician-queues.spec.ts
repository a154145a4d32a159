import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PhysicianJobs } from '../../src/physicians/index.js';
import type { Person } from '../support/people.js';
import { act, claimNext, codes, lookUp, Queueing } from '../support/queueing.js';
import { offences } from '../support/service.js';

let queueing: Queueing;
let vera: Person;
let viktor: Person;

beforeAll(async () => {
  queueing = await Queueing.start();
  vera = await queueing.verifier('Vera Lund');
  viktor = await queueing.verifier('Viktor Hale');
});
afterEach(() => queueing.empty());
afterAll(async () => {
  await queueing.sweep();
  await queueing.test.sweep();
  await queueing.test.announce();
  expect(await offences(queueing.test)).toEqual({});
  await queueing.stop();
});

const moved = (id: string, name: string): Promise<{ payload: Record<string, unknown>; note: string | null }[]> =>
  queueing.test.database.rows(
    `select e.payload, n.body as note from event e left join event_note n on n.event_id = e.id where e.subject_id = $1 and e.name = $2 order by e.id`,
    [id, name],
  );
const dueOn = async (id: string): Promise<string | null> =>
  (
    await queueing.test.database.one<{ due: string | null }>('select due_on as due from application where id = $1', [
      id,
    ])
  ).due;

describe('The next file', () => {
  it('is another one for each of two who ask at once, and for nobody else', async () => {
    const files = [await queueing.queued(queueing.physician()), await queueing.queued(queueing.physician())];
    const [one, two] = await Promise.all([claimNext(vera), claimNext(viktor)]);
    expect([one, two].sort()).toEqual(files.sort());
    expect((await queueing.file(vera, String(one))).holderId).toBe(vera.id);
    expect(await claimNext(vera)).toEqual(['nothing']);
  });

  it('goes to whoever asks while another file is being moved: nobody waits', async () => {
    const [first, other] = [await queueing.queued(queueing.physician()), await queueing.queued(queueing.physician())];
    const given = await queueing.test.database.transaction(async (tx) => {
      await tx.run('select 1 from application where id = $1 for no key update', [first]);
      return [await claimNext(vera), await claimNext(viktor)];
    });
    expect(given).toEqual([other, ['busy', 'nothing']]);
  });

  it('is the most pressing: an appeal or a dispute, then the nearest due date, then who came first', async () => {
    const standard = await queueing.queued(queueing.physician({ email: 'ada@freemail.example', practiceSite: '' }));
    const high = await queueing.suspicious();
    const owner = queueing.physician();
    const early = await queueing.queued(owner);
    const late = await queueing.queued(queueing.physician());
    const dispute = await queueing.queued(queueing.physician({ npi: owner.form.npi, email: 'else@mail.example' }));
    const mina = await queueing.verifier('Mina Roth');
    const order = [];
    for (let count = 0; count < 5; count += 1) order.push(await claimNext(mina));
    expect(order).toEqual([dispute, early, late, standard, high]);
    expect(await claimNext(mina)).toEqual(['nothing']);
    await queueing.queued(queueing.physician());
    expect(await claimNext(mina)).toEqual(['room']);
  });

  it('comes from the queue that is asked for, and one key claims one file', async () => {
    await queueing.queued(queueing.physician());
    const high = await queueing.suspicious();
    await queueing.suspicious();
    expect(await claimNext(vera, { lane: 'disputes' })).toEqual(['nothing']);
    const key = { 'idempotency-key': 'take-one' };
    const taken = await vera.post('applications/claims', { lane: 'high', group: 'dermatology' }, key);
    expect(taken.body).toMatchObject({ applicationId: high, event: 'application.claimed' });
    expect((await vera.post('applications/claims', { lane: 'high', group: 'dermatology' }, key)).body).toEqual(
      taken.body,
    );
    expect((await vera.post('applications/claims', { lane: 'fast' })).status).toBe(422);
    expect((await vera.get<{ items: object[] }>('applications?mine=true&lane=high')).body.items).toHaveLength(1);
  });

  it('is never one that this person prepared', async () => {
    const id = await queueing.suspicious();
    expect(await claimNext(vera)).toBe(id);
    await act(vera, id, { name: 'escalate', reason: 'Deactivated at the registry.' });
    expect(await claimNext(vera)).toEqual(['another', 'nothing']);
    expect(await claimNext(viktor)).toBe(id);
  });
});

describe('Skills by state', () => {
  it('are set by an admin, and leave a fact', async () => {
    const admin = await queueing.test.people.adminPerson;
    const any = { 'if-match': '*' };
    expect((await vera.get(`accounts/${vera.id}`)).body).toMatchObject({ states: [] });
    expect((await vera.ask('PATCH', `accounts/${vera.id}`, { states: ['CA'] }, any)).status).toBe(403);
    expect((await admin.ask('PATCH', `accounts/${vera.id}`, { states: ['ZZ'] }, any)).status).toBe(422);
    const done = await admin.ask('PATCH', `accounts/${vera.id}`, { states: ['CA', 'OR'] }, any);
    expect(done.body).toMatchObject({ states: ['CA', 'OR'] });
    expect((await moved(vera.id, 'account.changed')).at(-1)?.payload).toEqual({ fields: ['states'] });
  });

  it('bound what somebody may take, by the state of the practice', async () => {
    const [ny, ca] = [
      await queueing.queued(queueing.physician()),
      await queueing.queued(queueing.physician({ state: 'CA' })),
    ];
    const mine = async (person: Person): Promise<string[]> =>
      (await person.get<{ items: { id: string }[] }>('applications?mine=true')).body.items.map(({ id }) => id).sort();
    expect([await mine(vera), await mine(viktor)]).toEqual([[ca], [ny, ca].sort()]);
    expect(codes(await act(vera, ny, { name: 'claim' }))).toEqual(['skilled']);
    expect([await claimNext(vera), await claimNext(vera)]).toEqual([ca, ['nothing', 'skilled']]);
    expect(await mine(vera)).toEqual([]);
    const admin = await queueing.test.people.adminPerson;
    await admin.ask('PATCH', `accounts/${vera.id}`, { states: [] }, { 'if-match': '*' });
    expect(await claimNext(vera)).toBe(ny);
  });
});

describe('A conflict', () => {
  it('takes the file from who declares it, for good, and the same answer is given twice', async () => {
    const id = await queueing.queued(queueing.physician());
    await act(vera, id, { name: 'claim' });
    const declared = await vera.post(`applications/${id}/conflicts`, { cause: 'relative' });
    expect([declared.status, declared.body]).toEqual([200, { applicationId: id, cause: 'relative', released: true }]);
    expect((await queueing.file(viktor, id)).status).toBe('queued');
    expect(await moved(id, 'application.released')).toEqual([
      { payload: { holderId: vera.id, conflict: true }, note: 'Conflict of interest.' },
    ]);
    const again = await vera.post(`applications/${id}/conflicts`, { cause: 'referrer' });
    expect(again.body).toEqual({ applicationId: id, cause: 'relative', released: false });
    expect(codes(await act(vera, id, { name: 'claim' }))).toEqual(['concerned']);
    expect(await claimNext(vera)).toEqual(['concerned', 'nothing']);
  });

  it('closes the file to them, but for its entry in the list; so is one’s own', async () => {
    const own = await queueing.verifier('Val Ortega');
    const [of, by] = [queueing.physician({ email: own.email }), queueing.physician()];
    const [ofOwn, referred] = [await queueing.queued(of), await queueing.queued(by)];
    expect((await own.post(`applications/${referred}/conflicts`, { cause: 'referrer' })).status).toBe(200);
    for (const id of [ofOwn, referred]) {
      const read = await own.get(`applications/${id}`);
      expect([read.status, JSON.stringify(read.body)]).toEqual([403, expect.not.stringContaining(by.form.npi)]);
      expect(read.body['detail']).toBe(
        'This file is about you, a relative, or somebody you referred: other verifiers work on it.',
      );
    }
    const list = await own.get<{ items: { id: string }[] }>('applications?status=queued');
    expect(list.body.items.map(({ id }) => id).sort()).toEqual([ofOwn, referred].sort());
    expect((await own.post(`applications/${own.id}/conflicts`, { cause: 'relative' })).status).toBe(404);
    expect((await own.post(`applications/${referred}/conflicts`, { cause: 'friend' })).status).toBe(422);
  });
});

describe('The service level', () => {
  it('stands while the applicant is asked, and goes on with what is left', async () => {
    await queueing.at('2026-04-06T14:00:00Z');
    const applicant = queueing.physician({ email: 'ada.paused@freemail.example', practiceSite: '' });
    const id = await queueing.queued(applicant);
    expect(await queueing.file(vera, id)).toMatchObject({ lane: 'standard', dueOn: '2026-04-09' });
    await queueing.at('2026-04-07T14:00:00Z');
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'ask', message: 'Which practice is it?' });
    expect(await dueOn(id)).toBeNull();
    await queueing.at('2026-04-20T14:00:00Z');
    await applicant.follow('status');
    expect((await applicant.answer('The one on Main Street.')).status).toBe(204);
    await queueing.test.settle();
    expect(await queueing.file(vera, id)).toMatchObject({ status: 'queued', dueOn: '2026-04-22' });
    const reminders = 'select threshold from service_reminder where application_id = $1';
    expect(await queueing.test.database.rows(reminders, [id])).toEqual([]);
  });

  it('reminds the holder at 75 %, all verifiers at 100 %, admins too at 150 %: each once, and of no person', async () => {
    await queueing.at('2026-05-04T14:00:00Z');
    const applicant = queueing.physician({ email: 'ada.reminded@freemail.example', practiceSite: '' });
    const id = await queueing.queued(applicant);
    const admin = await queueing.test.people.adminPerson;
    const titles = async (): Promise<string[][]> =>
      Promise.all(
        [vera, viktor, admin].map(async (person) => (await queueing.told(person, id)).map(({ title }) => title)),
      );
    const file = 'the file in dermatology, NY (standard lane)';
    await queueing.at('2026-05-06T14:00:00Z');
    await act(vera, id, { name: 'claim' });
    expect(await titles()).toEqual([[], [], []]);
    await queueing.at('2026-05-07T07:00:00Z');
    expect(await titles()).toEqual([[`Due soon: ${file}`], [], []]);
    await queueing.at('2026-05-08T04:30:00Z');
    await queueing.sweep();
    expect(await titles()).toEqual([[`Due soon: ${file}`, `Overdue: ${file}`], [`Overdue: ${file}`], []]);
    await queueing.at('2026-05-13T04:30:00Z');
    const last = await titles();
    expect(last.map((each) => each.at(-1))).toEqual([1, 2, 3].map(() => `Long overdue: ${file}`));
    expect(last.map(({ length }) => length)).toEqual([3, 2, 1]);
    const words = JSON.stringify(await queueing.told(viktor, id));
    for (const said of [applicant.form.familyName, applicant.form.npi, applicant.form.email])
      expect(words).not.toContain(said);
  });

  it('tells whoever may take it where nobody holds it, and nobody of a file that ended meanwhile', async () => {
    await queueing.at('2026-06-01T14:00:00Z');
    const ids = [await queueing.queued(queueing.physician()), await queueing.queued(queueing.physician())];
    await viktor.post(`applications/${ids[0] ?? ''}/conflicts`, { cause: 'relative' });
    queueing.test.clock.travelTo(new Date('2026-06-02T22:00:00Z'));
    await queueing.test.service.app.get(PhysicianJobs).run();
    await queueing.withdraw(ids[1] ?? '');
    await queueing.sweep();
    const told = async (person: Person) => Promise.all(ids.map(async (id) => (await queueing.told(person, id)).length));
    expect([await told(vera), await told(viktor)]).toEqual([
      [1, 0],
      [0, 0],
    ]);
    const { reason } = await queueing.test.database.one<{ reason: string }>(
      'select reason from service_reminder where application_id = $1',
      [ids[1]],
    );
    expect(reason).toBe('overtaken before it was sent');
  });
});

describe('An applicant who was asked', () => {
  const reminders = (mails: string[]): number =>
    mails.filter((text) => text.includes('Subject: Your application waits for your answer')).length;

  it('is reminded on days 3, 7, 14 and 25, once each, and never after the answer', async () => {
    await queueing.at('2026-07-06T14:00:00Z');
    const applicant = queueing.physician();
    const id = await queueing.queued(applicant);
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'ask', message: 'Which practice is it?' });
    const counts = [];
    for (const day of ['08', '09', '10', '13', '25', '26', '31']) {
      await queueing.at(`2026-07-${day}T15:00:00Z`);
      await queueing.sweep();
      counts.push(reminders(applicant.mails()));
    }
    // The fourteenth day is July 20: five days later it is told of once, and what was missed is not made up for.
    expect(counts).toEqual([0, 1, 1, 2, 3, 3, 4]);
    expect((await applicant.follow('status')).status).toBe(204);
    expect((await applicant.answer('The one on Main Street.')).status).toBe(204);
    await queueing.test.settle();
    await queueing.at('2026-08-20T15:00:00Z');
    expect(reminders(applicant.mails())).toBe(4);
    expect((await queueing.file(viktor, id)).status).toBe('queued');
  });

  it('for whom nobody swept is reminded once of all that passed, and asked again is reminded anew', async () => {
    await queueing.at('2026-09-07T14:00:00Z');
    const applicant = queueing.physician();
    const id = await queueing.queued(applicant);
    const ask = async (): Promise<void> => {
      await act(vera, id, { name: 'claim' });
      expect((await act(vera, id, { name: 'ask', message: 'Which practice is it?' })).status).toBe(201);
    };
    await ask();
    await queueing.at('2026-09-22T15:00:00Z');
    expect(reminders(applicant.mails())).toBe(1);
    await applicant.follow('status');
    await applicant.answer('The one on Main Street.');
    await queueing.test.settle();
    await ask();
    await queueing.at('2026-09-25T16:00:00Z');
    expect(reminders(applicant.mails())).toBe(2);
    const rows = await queueing.test.database.rows<{ row: string }>(
      `select threshold || ' ' || outcome as row from question_reminder where application_id = $1 order by id`,
      [id],
    );
    expect(rows.map(({ row }) => row)).toEqual(['3 suppressed', '7 suppressed', '14 notified', '3 notified']);
  });
});

describe('Checking again', () => {
  const registryOf = (npi: string): number => queueing.registry.requests.filter(({ url }) => url.includes(npi)).length;

  it('renews what machines found, asks the registry anew, and leaves what people found', async () => {
    await queueing.at('2026-10-05T14:00:00Z');
    const applicant = queueing.physician();
    const id = await queueing.queued(applicant);
    await act(vera, id, { name: 'claim' });
    await lookUp(vera, id);
    const counting = async () => (await queueing.file(vera, id)).checks.filter(({ counts }) => counts);
    const before = await counting();
    expect(codes(await act(vera, id, { name: 'checkAgain' }))).toEqual(['reason']);
    expect((await act(viktor, id, { name: 'checkAgain', reason: 'Too old.' })).status).toBe(403);
    const asked = registryOf(applicant.form.npi);
    expect((await act(vera, id, { name: 'checkAgain', reason: 'The registry changed today.' })).status).toBe(201);
    await queueing.test.settle();
    expect(registryOf(applicant.form.npi)).toBeGreaterThan(asked);
    expect(await queueing.file(vera, id)).toMatchObject({ status: 'queued', dueOn: '2026-10-06', holderId: null });
    const after = await counting();
    const kept = after.filter(({ id: result }) => before.some((each) => each.id === result));
    expect([kept.map(({ check }) => check).sort(), after.length]).toEqual([['V08', 'V09', 'V14'], before.length]);
  });

  it('makes evidence of more than 120 days good again, and an escalated file keeps its place', async () => {
    await queueing.at('2026-11-02T15:00:00Z');
    const id = await queueing.queued(queueing.physician());
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'escalate', reason: 'A second pair of eyes.' });
    await queueing.at('2027-03-05T15:00:00Z');
    await act(viktor, id, { name: 'claim' });
    await lookUp(viktor, id);
    await viktor.reauthenticate();
    expect(codes(await act(viktor, id, { name: 'approve' }))).toEqual(['fresh', 'valid']);
    await act(viktor, id, { name: 'checkAgain', reason: 'Older than 120 days.' });
    await queueing.test.settle();
    expect((await queueing.file(viktor, id)).status).toBe('escalated');
    expect(codes(await act(vera, id, { name: 'claim' }))).toEqual(['another']);
    await act(viktor, id, { name: 'claim' });
    await viktor.reauthenticate();
    expect((await act(viktor, id, { name: 'approve' })).status).toBe(201);
  });

  it('moves a file to the lane that its new results ask for', async () => {
    await queueing.at('2027-04-05T14:00:00Z');
    const applicant = queueing.physician();
    const id = await queueing.queued(applicant);
    queueing.registry.deactivate(applicant.form.npi);
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'checkAgain', reason: 'The registry changed today.' });
    await queueing.test.settle();
    expect(await queueing.file(vera, id)).toMatchObject({ lane: 'high', dueOn: '2027-04-12' });
  });
});

describe('Verifiers', () => {
  it('are told of a file that takes two and of an appeal, while it waits, if they may take it', async () => {
    await queueing.at('2027-05-03T14:00:00Z');
    const applicant = queueing.physician();
    queueing.registry.deactivate(applicant.form.npi);
    const id = await queueing.queued(applicant);
    const kinds = async (person: Person): Promise<string[]> =>
      (await queueing.told(person, id)).map(({ kind }) => kind);
    expect([await kinds(vera), await kinds(viktor)]).toEqual([['application.routed'], ['application.routed']]);
    expect(JSON.stringify(await queueing.told(vera, id))).not.toContain(applicant.form.familyName);
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'escalate', reason: 'Deactivated at the registry.' });
    await act(viktor, id, { name: 'claim' });
    await viktor.reauthenticate();
    const declining = { name: 'decline', declineReason: 'npi-deactivated', message: 'It is deactivated.' };
    expect((await act(viktor, id, declining)).status).toBe(201);
    await queueing.test.settle();
    const mina = await queueing.verifier('Mara Quint');
    await applicant.follow('status');
    expect((await applicant.appeal('It was activated again yesterday.')).status).toBe(204);
    await queueing.test.settle();
    expect([await kinds(vera), await kinds(viktor), await kinds(mina)]).toEqual([
      ['application.routed'],
      ['application.routed'],
      ['application.appealed'],
    ]);
    expect(await dueOn(id)).toBe('2027-05-17');
    const waiting = await queueing.queued(queueing.physician());
    expect([await claimNext(mina), await claimNext(mina)]).toEqual([id, waiting]);
    expect(await kinds(mina)).toHaveLength(1);
  });
});

describe('A number that two claim', () => {
  it('does not hold up who came first: two approve, and the stranger gets nothing', async () => {
    await queueing.at('2027-06-07T14:00:00Z');
    const honest = queueing.physician();
    const id = await queueing.queued(honest);
    const dispute = await queueing.queued(queueing.physician({ npi: honest.form.npi, email: 'stranger@mail.example' }));
    expect([(await queueing.file(vera, id)).contested, (await queueing.file(vera, dispute)).contested]).toEqual([
      true,
      false,
    ]);
    await act(vera, id, { name: 'claim' });
    await lookUp(vera, id);
    await vera.reauthenticate();
    expect(codes(await act(vera, id, { name: 'approve' }))).toEqual(['second']);
    await act(vera, id, { name: 'escalate', reason: 'A later file claims the number.' });
    await act(viktor, id, { name: 'claim' });
    await viktor.reauthenticate();
    expect((await act(viktor, id, { name: 'approve' })).status).toBe(201);
    await act(vera, dispute, { name: 'claim' });
    await act(vera, dispute, { name: 'escalate', reason: 'The number is a member’s.' });
    await act(viktor, dispute, { name: 'claim' });
    await lookUp(viktor, dispute);
    expect(codes(await act(viktor, dispute, { name: 'approve' }))).toContain('member');
  });

  it('is decided by no one alone, whoever came first: an impostor does not win by haste', async () => {
    await queueing.at('2027-07-05T14:00:00Z');
    const impostor = queueing.physician({ email: 'quick@mail.example' });
    const id = await queueing.queued(impostor);
    await act(vera, id, { name: 'claim' });
    await lookUp(vera, id);
    await queueing.queued(queueing.physician({ npi: impostor.form.npi, email: 'rightful@skin-practice.example' }));
    await vera.reauthenticate();
    expect(codes(await act(vera, id, { name: 'approve' }))).toContain('second');
  });

  it('checked again is a review for who came first, not a fail', async () => {
    const honest = queueing.physician();
    const id = await queueing.queued(honest);
    await queueing.queued(queueing.physician({ npi: honest.form.npi, email: 'other.stranger@mail.example' }));
    await act(vera, id, { name: 'claim' });
    await act(vera, id, { name: 'checkAgain', reason: 'A later file claims the number.' });
    await queueing.test.settle();
    const { lane, checks } = await queueing.file(vera, id);
    expect([lane, checks.find(({ check, counts }) => check === 'V02' && counts)?.outcome]).toEqual([
      'standard',
      'review',
    ]);
  });
});
