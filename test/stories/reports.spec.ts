import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, daysPass, everything, freeHands, outcome, words } from '../support/asking.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';

interface Listed {
  items: { id: string; reason: string; body: string; status: string; outcome: string | null; version: number }[];
}

/** A reader without scripts, at an address of their own. */
class Reader {
  private static next = 1;
  private readonly address = `198.51.100.${Reader.next++}`;

  constructor(private readonly test: TestService) {}

  open(page: string) {
    return this.test.page(`/report?page=${encodeURIComponent(page)}`);
  }

  /** Loads the form, takes a while over it, and sends it as a browser does. */
  async send(fields: Record<string, string>, seconds = 20) {
    const form = await this.open(fields['page'] ?? '/guides/a-guide');
    const opened = /name="opened" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
    this.test.clock.travelBy(seconds * 1000);
    return this.post({ opened, ...fields });
  }

  async post(fields: Record<string, string>, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) {
    const response = await fetch(`${this.test.url}/report`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'x-forwarded-for': this.address, ...headers },
      body: new URLSearchParams(fields),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  async program(body: unknown) {
    const response = await fetch(`${this.test.url}/api/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': this.address },
      body: JSON.stringify(body),
    });
    return response.status;
  }
}

describe('A reader', () => {
  let test: TestService;
  let people: Cast;
  let guideId: string;
  const page = '/guides/reported-guide';

  const reader = () => new Reader(test);
  const listed = async (query = '') =>
    (await must(people.editor.get<Listed>(`reports?guide=${guideId}${query}`))).items;
  const inboxOf = async (person: Cast['editor']) =>
    (await must(person.get<{ items: { kind: string; title: string; body: string }[] }>('inbox'))).items.filter(
      ({ kind }) => kind === 'report.received',
    );

  beforeAll(async () => {
    test = await startTestService({ TRUST_PROXY: '127.0.0.1' });
    people = await cast(test);
    await freeHands(test);
    ({ guideId } = await publishGuide(people, 'reported-guide'));
    await test.announce();
  });
  afterAll(() => test.stop());

  it('finds a form that is no search result and needs no script, with what to keep out of it and what to do in an emergency', async () => {
    const form = await reader().open(page);
    expect([form.status, form.headers.get('x-robots-tag'), form.headers.get('cache-control')]).toEqual([
      200,
      'noindex',
      'no-store',
    ]);
    expect(form.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(form.text).not.toContain('<script');
    expect(words(form.text)).toContain(
      'Please give no personal or medical details. Reports are not monitored around the clock. In an emergency call 911.',
    );
  });

  it('is answered with a calm page where there is nothing to report on, whatever they name', async () => {
    for (const wrong of [
      '',
      '/',
      '/guides/',
      '/guides/a"b',
      'https://evil.example/guides/a',
      '/categories/skin',
      '//evil.example',
    ]) {
      const form = await reader().open(wrong);
      expect([wrong, form.status]).toEqual([wrong, 404]);
      expect(words(form.text)).toContain('There is no page of ours at that address');
    }
    const before = await everything(test);
    const sent = await reader().send({ page: '/guides/never-was', reason: 'outdated', body: '' });
    expect(sent.status).toBe(404);
    expect(words(sent.text)).toContain('There is no page of ours at that address');
    expect(await reader().program({ page: '/guides/never-was', reason: 'outdated' })).toBe(404);
    expect(await everything(test)).toEqual(before);
  });

  it('reports a problem, which its owner finds in the inbox and the desk lists; nothing tells who it was', async () => {
    const body = 'The second reference is dead.';
    const sent = await reader().send({ page, reason: 'broken', body });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/report/received']);
    expect(words((await test.page('/report/received')).text)).toContain('Thank you');
    await test.settle();
    expect(await listed()).toMatchObject([{ reason: 'broken', body, status: 'open', outcome: null, version: 1 }]);
    expect(await inboxOf(people.editor)).toHaveLength(1);
    expect(await inboxOf(people.safety)).toEqual([]);
    expect(JSON.stringify(await inboxOf(people.editor))).not.toContain('reference');
    const rows = await test.database.rows('select * from event where name = $1', ['report.received']);
    expect(JSON.stringify(rows)).not.toContain('reference');
    for (const table of ['report', 'event', 'notification'])
      expect(JSON.stringify(await test.database.rows(`select * from ${table}`))).not.toContain('198.51.100');
    expect(await offences(test)).toEqual({});
  });

  it('of possible harm reaches the safety holders at once, who can hold the page', async () => {
    await reader().send({ page, reason: 'harm', body: 'Ten times the usual dose.' });
    await test.settle();
    const [told] = await inboxOf(people.safety);
    expect(told?.body).toContain('possible harm');
    await must(ask(people.safety, 'guides', guideId, { name: 'hold', reason: 'A reader reports a dose.' }));
    await reader().send({ page, reason: 'harm', body: 'It was ten times the dose.' });
    expect((await listed('&reason=harm')).length).toBe(2);
    await must(ask(people.editor, 'guides', guideId, { name: 'release' }));
    await test.announce();
    expect(await offences(test)).toEqual({});
  });

  it('is shown what is wrong beside what was typed, and nothing is kept of it', async () => {
    const before = await everything(test);
    const refused = await reader().send({ page, reason: 'error', body: '<b>Call me</b>: 202-555-0123' });
    expect(refused.status).toBe(422);
    expect(words(refused.text)).toContain('Take out what looks like a phone number');
    expect(refused.text).toContain('&lt;b>Call me&lt;/b>: 202-555-0123');
    expect(refused.text).toMatch(/value="error"[^>]* checked|checked[^>]* value="error"/);
    for (const [fields, sentence] of [
      [{ reason: 'error', body: 'ann.poe@mail.example' }, 'Take the e-mail address out'],
      [{ reason: 'boredom', body: '' }, 'Choose what is wrong'],
      [{ reason: '', body: '' }, 'Choose what is wrong'],
      [{ reason: 'other', body: ' ' }, 'Say in a few words'],
      [{ reason: 'error', body: 'x'.repeat(501) }, 'at most 500'],
    ] as const) {
      const answer = await reader().send({ page, ...fields });
      expect([fields, answer.status, words(answer.text).includes(sentence)]).toEqual([fields, 422, true]);
    }
    expect(await everything(test)).toEqual(before);
  });

  it('who is too fast, or comes with a form that is not ours or too old, is asked to send it again', async () => {
    expect((await reader().send({ page, reason: 'unclear', body: 'Fast.' }, 1)).status).toBe(422);
    expect((await reader().send({ page, reason: 'unclear', body: 'Slow.' }, 90_000)).status).toBe(422);
    expect((await reader().post({ page, reason: 'unclear', body: 'Ours?', opened: '1.abc' })).status).toBe(422);
    expect((await reader().post({ page, reason: 'unclear', body: 'Ours?' })).status).toBe(422);
    expect(await listed('&reason=unclear')).toEqual([]);
  });

  it('that is a robot is thanked, and that is all; that is another site is refused', async () => {
    const robot = await reader().send({ page, reason: 'unclear', body: 'Buy pills.', website: 'https://x.example' });
    expect(robot.status).toBe(303);
    const other = await reader().post({ page, reason: 'unclear', body: 'x' }, { 'sec-fetch-site': 'cross-site' });
    expect(other.status).toBe(403);
    const form = {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ name: 'x' }),
    };
    expect((await fetch(`${test.url}/api/v1/reports`, form)).status).toBe(415);
    expect(await listed('&reason=unclear')).toEqual([]);
  });

  it('may report over the API too; the same twice counts once, and a network so often', async () => {
    const program = reader();
    const report = { page, reason: 'accessibility', body: 'The table cannot be reached by keyboard.' };
    expect([await program.program(report), await program.program(report)]).toEqual([202, 202]);
    expect(await listed('&reason=accessibility')).toHaveLength(1);
    expect(await program.program({ ...report, reason: 'nothing' })).toBe(422);
    expect(await program.program({ ...report, page: 7 })).toBe(422);
    const more = [];
    for (const n of [1, 2, 3, 4, 5]) more.push(await program.program({ ...report, body: `Also row ${n}.` }));
    expect(more).toEqual([202, 202, 202, 202, 429]);
    expect(await reader().program({ ...report, body: 'From elsewhere.' })).toBe(202);
  });
});

describe('A report', () => {
  let test: TestService;
  let people: Cast;
  let guideId: string;

  beforeAll(async () => {
    test = await startTestService({ TRUST_PROXY: '127.0.0.1' });
    people = await cast(test);
    await freeHands(test);
    ({ guideId } = await publishGuide(people, 'reported-guide'));
    await new Reader(test).program({ page: '/guides/reported-guide', reason: 'error', body: 'It says twice a day.' });
    await test.settle();
  });
  afterAll(() => test.stop());

  const theReport = async () => {
    const [report] = (await must(people.lead.get<Listed>(`reports?guide=${guideId}`))).items;
    if (!report) throw new Error('There is no report.');
    return report;
  };
  const close = (person: Cast['editor'], id: string, body: object, headers = {}) =>
    outcome(person.post(`reports/${id}/transitions`, { name: 'close', ...body }, headers));

  it('is closed once, by an editor or the lead, who say what became of it', async () => {
    const { id } = await theReport();
    const possible = await must(people.reviewer.get<{ items: object[] }>(`reports/${id}/transitions`));
    expect(possible.items).toMatchObject([{ name: 'close', allowed: false }]);
    expect(await close(people.reviewer, id, { outcome: 'fixed' })).toEqual([403]);
    expect(await close(people.editor, id, {})).toEqual([409, 'outcome']);
    expect(await close(people.editor, id, { outcome: 'ignored' })).toEqual([422, 'outcome']);
    expect(await close(people.editor, id, { outcome: 'fixed' }, { 'if-match': '"7"' })).toEqual([412]);
    expect(await close(people.editor, guideId, { outcome: 'fixed' })).toEqual([404]);
    expect(await close(people.lead, id, { outcome: 'no-change' })).toEqual([204]);
    expect(await close(people.editor, id, { outcome: 'fixed' })).toEqual([409, 'state']);
    expect(await theReport()).toMatchObject({ status: 'closed', outcome: 'no-change', version: 2 });
    const events = await test.database.rows<{ name: string; moves: object }>(
      `select name, moves from event where name like 'report.%' order by id`,
    );
    expect(events).toMatchObject([
      { name: 'report.received', moves: [{ kind: 'report', id, from: null, to: 'open' }] },
      { name: 'report.closed', moves: [{ kind: 'report', id, from: 'open', to: 'closed' }] },
    ]);
    expect(await offences(test)).toEqual({});
  });

  it('is deleted after twelve months, and kept while a legal hold is on its guide', async () => {
    const admin = people.admin;
    await must(admin.put(`legal-holds/guide/${guideId}`, { reason: 'Case 7 of the county court.' }));
    daysPass(test, 366);
    await test.sweep();
    expect((await theReport()).body).toBe('It says twice a day.');
    await must(admin.ask('DELETE', `legal-holds/guide/${guideId}`));
    await test.sweep();
    expect(await test.database.rows('select 1 from report')).toEqual([]);
    await test.announce();
    expect(await offences(test)).toEqual({});
    const done = await transition(people.editor, 'guides', guideId, { name: 'hold', reason: 'Still one chain.' });
    expect(done.event).toBe('guide.held');
  });
});
