import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PhysicianJobs } from '../../src/physicians/index.js';
import {
  ask,
  daysPass,
  everything,
  freeHands,
  openRevision,
  outcome,
  revise,
  sentences,
  words,
} from '../support/asking.js';
import { pngDocument } from '../support/documents.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, must, publishGuide, transition, withPicture, writeGuide, type Cast } from '../support/story.js';
import { act, startVerifying, type Verifying } from '../support/verifying.js';

const lists = ['/', '/categories/hair-restoration', '/sitemaps/guides-1.xml', '/feed.atom', '/feed.rss'];
const authority = 'https://court.example/orders/7';
const because = { reason: 'Order 7 of the county court.', authority };

describe('A guide that a legal demand took down', () => {
  let test: TestService;
  let people: Cast;

  const propose = (person: Person, guideId: string, more: object = {}) =>
    ask(person, 'guides', guideId, { name: 'proposeTakeDown', ...because, ...more });
  const confirm = (person: Person, guideId: string, name: string, hash: string | undefined) =>
    ask(person, 'guides', guideId, { name, hash });
  const takenDown = async (guideId: string) => {
    const { created } = await must(propose(people.lead, guideId));
    await must(confirm(people.admin, guideId, 'takeDown', created?.['hash']));
  };
  const lifted = async (guideId: string) => {
    const { created } = await transition(people.admin, 'guides', guideId, { name: 'proposeLift', reason: 'It ended.' });
    await must(confirm(people.lead, guideId, 'lift', created['hash']));
  };
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('was taken down by two, an admin and the lead, the second naming what the first proposed and for whom', async () => {
    const { guideId } = await publishGuide(people, 'demanded-away');
    for (const person of [people.editor, people.reviewer, people.safety, people.director])
      expect([person.email, ...(await outcome(propose(person, guideId)))]).toEqual([person.email, 403]);
    expect(await outcome(propose(people.lead, guideId, { reason: ' ' }))).toEqual([409, 'reason']);
    for (const wrong of [undefined, '', 'court.example', 'http://court.example/', 'https://a@court.example/'])
      expect([wrong, ...(await outcome(propose(people.lead, guideId, { authority: wrong })))]).toEqual([
        wrong,
        409,
        'authority',
      ]);
    const { created } = await must(propose(people.lead, guideId));
    const hash = created?.['hash'];
    expect(await outcome(propose(people.admin, guideId))).toEqual([409, 'once']);
    expect(await outcome(confirm(people.lead, guideId, 'takeDown', hash))).toEqual([409, 'another', 'both']);
    expect(await outcome(confirm(people.admin, guideId, 'takeDown', 'b'.repeat(64)))).toEqual([409, 'named']);
    expect(await outcome(confirm(people.director, guideId, 'takeDown', hash))).toEqual([403]);
    const before = await everything(test);
    expect(await outcome(confirm(people.admin, guideId, 'takeDown', undefined))).toEqual([409, 'named']);
    expect(await everything(test)).toEqual(before);
    expect(await outcome(confirm(people.admin, guideId, 'takeDown', hash))).toEqual([201]);
    await settled();
  });

  it('answers 451 with who blocks it and who asked, and not a word of the guide', async () => {
    const { guideId } = await publishGuide(people, 'blocked-guide');
    await settled();
    const before = await test.page('/guides/blocked-guide');
    await takenDown(guideId);
    await test.settle();
    const page = await test.page('/guides/blocked-guide', { 'if-none-match': before.headers.get('etag') ?? '' });
    expect([page.status, page.headers.get('link'), page.headers.get('cache-control')]).toEqual([
      451,
      '<http://guides.example/>; rel="blocked-by"',
      'no-store',
    ]);
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(words(page.text)).toContain('On March 2, 2026 we took this page down because of a legal demand.');
    expect(page.text).toContain(`href="${authority}"`);
    const { head, lead, sections } = sampleContent();
    for (const phrase of [
      head.title,
      head.summary,
      lead.markdown.slice(0, 20),
      sections[0]?.heading ?? '',
      'Rosa Delgado',
    ])
      expect([phrase, page.text.includes(phrase)]).toEqual([phrase, false]);
    for (const path of lists)
      expect([path, (await test.page(path)).text.includes('blocked-guide')]).toEqual([path, false]);
    await settled();
  });

  it('is read over the API by those who answer for it alone, and written by nobody', async () => {
    const { guideId, versionId, reviewId } = await publishGuide(people, 'unread-guide');
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead: { markdown: 'Ink.[^roe-2024]' } }));
    await takenDown(guideId);
    const texts = [
      `guides/${guideId}/publications`,
      `revisions/${revisionId}`,
      `revisions/${revisionId}/lint`,
      `revisions/${revisionId}/conflicts`,
      `revisions/${revisionId}/comments`,
      `versions/${versionId}`,
      `versions/${versionId}/changes/${versionId}`,
      `reviews/${reviewId}`,
    ];
    for (const path of texts) {
      for (const person of [people.editor, people.reviewer, people.safety]) {
        const answer = await person.get(path);
        expect([path, answer.status, answer.headers.get('link')]).toEqual([
          path,
          451,
          '<http://guides.example/>; rel="blocked-by"',
        ]);
        expect(JSON.stringify(answer.body)).not.toContain('Scalp');
      }
      for (const person of [people.lead, people.admin, people.director])
        expect([path, (await person.get(path)).status]).toEqual([path, 200]);
    }
    expect(await outcome(people.reviewer.post(`reviews/${reviewId}/openings`))).toEqual([451]);
    const shown = await must(people.editor.get(`guides/${guideId}`));
    expect(shown).toMatchObject({ title: 'unread-guide', status: 'legal', label: 'legal' });
    const saving = people.editor.put(`revisions/${revisionId}/parts/lead`, { markdown: 'x' }, { 'if-match': '"2"' });
    expect(await sentences(saving)).toContain('its text is locked');
    expect(await outcome(people.editor.post(`guides/${guideId}/revisions`, { kind: 'ordinary' }))).toEqual([
      409,
      'guide',
      'one',
    ]);
    await settled();
  });

  it('takes its pictures along, but not those that another public guide shows', async () => {
    const [own, shared] = [
      await withPicture(people.editor, pngDocument(300, 200)),
      await withPicture(people.editor, pngDocument(200, 300)),
    ];
    const both = {
      lead: { markdown: `${own.shown.lead.markdown}\n\n![Another](image:${shared.digest})` },
      images: { entries: [...own.shown.images.entries, ...shared.shown.images.entries] },
    };
    const { guideId } = await publishGuide(people, 'pictured-guide', sampleContent(both));
    await publishGuide(people, 'also-pictured', sampleContent(shared.shown));
    await settled();
    const at = async ({ digest }: { digest: string }) => {
      const { status, headers } = await test.page(`/images/${digest}`);
      return [status, headers.get('cache-control'), headers.get('link')];
    };
    const immutable = [200, 'public, max-age=31536000, immutable', null];
    expect([await at(own), await at(shared)]).toEqual([immutable, immutable]);
    const revisionId = await openRevision(people.editor, guideId);
    expect((await people.reviewer.download(`images/${own.digest}`)).status).toBe(200);

    await takenDown(guideId);
    await settled();
    const blockedBy = '<http://guides.example/>; rel="blocked-by"';
    expect([await at(own), await at(shared)]).toEqual([[451, 'no-store', blockedBy], immutable]);
    for (const person of [people.editor, people.reviewer, people.safety]) {
      const answer = await person.get(`images/${own.digest}`);
      expect([answer.status, answer.headers.get('link')]).toEqual([451, blockedBy]);
      expect((await person.download(`images/${shared.digest}`)).status).toBe(200);
    }
    for (const person of [people.lead, people.admin, people.director])
      expect((await person.download(`images/${own.digest}`)).status).toBe(200);
    expect(await outcome(people.editor.post(`revisions/${revisionId}/previews`, {}))).toEqual([451]);

    await lifted(guideId);
    await settled();
    expect([await at(own), await at(shared)]).toEqual([immutable, immutable]);
    expect((await people.reviewer.download(`images/${own.digest}`)).status).toBe(200);
  });

  it('is not shown by the preview of another guide either', async () => {
    const { digest, shown } = await withPicture(people.editor, pngDocument(240, 240));
    const { guideId } = await publishGuide(people, 'pictured-alone', sampleContent(shown));
    const { revisionId } = await writeGuide(people.editor, 'borrows-a-picture', sampleContent(shown));
    const { url } = await must(people.editor.post<{ url: string }>(`revisions/${revisionId}/previews`, {}));
    const opened = await fetch(`${test.url}/api/v1/previews/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: new URL(url).hash.slice(1) }),
    });
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const look = async () => (await test.page(`/preview/images/${digest}`, { cookie })).status;
    expect(await look()).toBe(200);
    await takenDown(guideId);
    expect(await look()).toBe(404);
    await lifted(guideId);
    expect(await look()).toBe(200);
    await settled();
  });

  it('leaves nothing that would publish by itself, closes its recheck and is reminded of nothing; its dates go on', async () => {
    const { guideId } = await publishGuide(people, 'scheduled-away');
    const revisionId = await revise(people.editor, guideId, sampleContent({ lead: { markdown: 'Ink.[^roe-2024]' } }));
    await approve(people, revisionId, 'changes');
    const scheduledFor = new Date(test.clock.now().getTime() + 86_400_000).toISOString();
    await transition(people.editor, 'revisions', revisionId, { name: 'schedule', scheduledFor });
    await takenDown(guideId);
    expect(await must(people.lead.get(`revisions/${revisionId}`))).toMatchObject({ status: 'approved' });
    expect(await outcome(ask(people.otherEditor, 'revisions', revisionId, { name: 'publish' }))).toEqual([
      409,
      'guide',
    ]);
    daysPass(test, 400);
    await test.sweep();
    const reviews = await must(people.lead.get<{ items: unknown[] }>(`reviews?guideId=${guideId}&kind=recheck`));
    expect(reviews.items).toEqual([]);
    const reminders = 'select 1 from reminder where guide_id = $1';
    expect(await test.database.rows(reminders, [guideId])).toEqual([]);
    expect(await must(people.lead.get(`guides/${guideId}`))).toMatchObject({ dueOn: '2027-03-02', status: 'legal' });
    await lifted(guideId);
    await test.sweep();
    expect(words((await test.page('/guides/scheduled-away')).text)).toContain('was due for medical review');
    await settled();
  });

  it('comes back by two as it stood, the same text on hold where it was held', async () => {
    const { guideId, versionId } = await publishGuide(people, 'lifted-guide');
    const before = await must(people.editor.get(`guides/${guideId}`));
    await takenDown(guideId);
    const proposed = await transition(people.lead, 'guides', guideId, { name: 'proposeLift', reason: 'It ended.' });
    const hash = proposed.created['hash'];
    expect(await outcome(confirm(people.lead, guideId, 'lift', hash))).toEqual([409, 'another', 'both']);
    expect(await outcome(confirm(people.editor, guideId, 'lift', hash))).toEqual([403]);
    expect(await outcome(confirm(people.admin, guideId, 'lift', hash))).toEqual([201]);
    const after = await must(people.editor.get(`guides/${guideId}`));
    expect(after).toMatchObject({ status: 'live', liveVersionId: versionId, livePublication: 1 });
    for (const date of ['lastReviewedOn', 'dueOn', 'modifiedAt', 'firstPublishedAt'])
      expect(after[date]).toBe(before[date]);
    await must(ask(people.editor, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.' }));
    await takenDown(guideId);
    expect(await outcome(ask(people.otherEditor, 'guides', guideId, { name: 'release' }))).toEqual([409, 'state']);
    await lifted(guideId);
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({ status: 'held' });
    expect(await outcome(ask(people.editor, 'guides', guideId, { name: 'release' }))).toEqual([409, 'another']);
    expect(await outcome(ask(people.otherEditor, 'guides', guideId, { name: 'release' }))).toEqual([201]);
    await settled();
    expect((await test.page('/guides/lifted-guide')).status).toBe(200);
    expect((await test.page('/sitemaps/guides-1.xml')).text).toContain('/guides/lifted-guide');
  });
});

describe('A legal hold', () => {
  let desk: Verifying;

  beforeAll(async () => {
    desk = await startVerifying();
  });
  afterAll(() => desk.stop());

  const hold = (kind: string, id: string, reason = 'Case 7 of the county court.') =>
    desk.test.people.adminPerson.then((admin) => admin.put(`legal-holds/${kind}/${id}`, { reason }));
  const release = (kind: string, id: string) =>
    desk.test.people.adminPerson.then((admin) => admin.ask('DELETE', `legal-holds/${kind}/${id}`));
  const sweep = async (): Promise<number> => (await desk.test.service.app.get(PhysicianJobs).run()).forgotten;

  it('is set by an admin on what exists, with a reason, once, and listed', async () => {
    const applicant = desk.physician({ givenName: 'Petra', familyName: 'Lowell' });
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    expect(await outcome(hold('application', id, ' '))).toContain(422);
    expect(await outcome(hold('application', '01890000-0000-7000-8000-000000000000'))).toEqual([404]);
    expect(await outcome(hold('proposal', id))).toEqual([404]);
    expect(await outcome(desk.verifier.put(`legal-holds/application/${id}`, { reason: 'Case 7.' }))).toEqual([403]);
    expect(await outcome(hold('application', id))).toEqual([200]);
    expect(await outcome(hold('application', id))).toEqual([409, 'once']);
    const admin = await desk.test.people.adminPerson;
    const { items } = await must(admin.get<{ items: object[] }>('legal-holds'));
    expect(items).toMatchObject([{ subjectKind: 'application', subjectId: id, reason: 'Case 7 of the county court.' }]);
    const events = await desk.test.database.rows<{ payload: object }>(
      `select payload from event where name = 'application.legal-hold-set' and subject_id = $1`,
      [id],
    );
    expect(JSON.stringify(events)).not.toContain('county');
  });

  it('keeps proof of identity past the decision; it goes once the hold is lifted', async () => {
    const applicant = desk.physician({ givenName: 'Ida', familyName: 'Marlow' });
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    await desk.lookedUp(desk.verifier, id, '2029-12-31');
    const kept = () =>
      desk.test.database.one<{ n: number }>(
        `select count(*)::int as n from application_document where application_id = $1 and deleted_at is null`,
        [id],
      );
    await desk.test.database.run(
      `insert into application_document (id, application_id, number, kind, media_type, bytes, sha256, sealed, uploaded_at)
       values (gen_random_uuid(), $1, 1, 'identity', 'image/png', 3, repeat('a', 64), '\\x00', $2)`,
      [id, desk.test.clock.now()],
    );
    await must(hold('application', id));
    await desk.verifier.reauthenticate();
    await must(act(desk.verifier, id, { name: 'approve' }));
    expect(await kept()).toEqual({ n: 1 });
    expect(await offences(desk.test)).toEqual({});
    await must(release('application', id));
    await sweep();
    expect(await kept()).toEqual({ n: 0 });
    expect(await offences(desk.test)).toEqual({});
  });

  it('keeps a file past its time and from its owner’s erasure, until it is lifted', async () => {
    const applicant = desk.physician({ givenName: 'Ruth', familyName: 'Amsel' });
    await desk.confirmed(applicant);
    const { id } = await desk.fileOf(applicant);
    await must(hold('application', id));
    expect((await applicant.send('POST', 'application/erasure', {})).status).toBe(409);
    expect((await applicant.withdraw()).status).toBe(204);
    daysPass(desk.test, 91);
    expect(await sweep()).toBe(0);
    await expect(desk.test.database.run(`update application set npi = '' where id = $1`, [id])).rejects.toThrow(
      'A legal hold',
    );
    expect(await outcome(release('application', id))).toEqual([204]);
    expect(await outcome(release('application', id))).toEqual([404]);
    expect(await sweep()).toBe(1);
    const { npi } = await desk.test.database.one<{ npi: string }>('select npi from application where id = $1', [id]);
    expect(npi).toBe('');
    await desk.test.sweep();
    await desk.test.announce();
    expect(await offences(desk.test)).toEqual({});
  });

  it('keeps the words of a history from being redacted', async () => {
    const guides = await cast(desk.test);
    await freeHands(desk.test);
    const { guideId } = await publishGuide(guides, 'kept-words');
    await must(ask(guides.editor, 'guides', guideId, { name: 'hold', reason: 'A reader, Ann Poe, reports harm.' }));
    await must(hold('guide', guideId));
    const { id } = await desk.test.database.one<{ id: number }>(
      `select id from event where name = 'guide.held' and subject_id = $1`,
      [guideId],
    );
    const redacting = guides.admin.post(`history/${id}/redaction-proposals`, { reason: 'It names somebody.' });
    expect(await outcome(redacting)).toEqual([409, 'legal-hold']);
    await must(release('guide', guideId));
    expect(
      await outcome(guides.admin.post(`history/${id}/redaction-proposals`, { reason: 'It names somebody.' })),
    ).toEqual([201]);
  });
});
