import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../test/support/people.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import type { HistoryEntry } from '../audit/index.js';
import type { Page } from './http/index.js';

let test: TestService;
let admin: Person;
let editor: Person;
let guideId: string;

beforeAll(async () => {
  test = await startTestService();
  admin = await test.people.adminPerson;
  editor = await test.people.join('Nadia Brandt', { roles: ['editor'] });
  await test.database.run(
    `insert into category (id, slug, name) values (gen_random_uuid(), 'hair-restoration', 'Hair restoration')`,
  );
  const guide = await editor.post<{ guideId: string }>('guides', {
    slug: 'hair-transplants',
    title: 'Hair transplants',
    category: 'hair-restoration',
  });
  guideId = guide.body.guideId;
});
afterAll(() => test.stop());

const names = (page: Page<HistoryEntry>): string[] => page.items.map(({ name }) => name);

describe('the history of a guide', () => {
  it('is read by the desk, newest first, page by page', async () => {
    const first = await editor.get<Page<HistoryEntry>>(`guides/${guideId}/history?limit=1`);
    expect([first.status, names(first.body)]).toEqual([200, ['revision.opened']]);
    const second = await editor.get<Page<HistoryEntry>>(`guides/${guideId}/history?limit=1&cursor=${first.body.next}`);
    expect([names(second.body), second.body.next]).toEqual([['guide.created'], null]);
    expect(second.body.items[0]).toMatchObject({ actorName: 'Nadia Brandt', label: 'Guide created', number: 1 });
  });

  it('is not read by who has no part in it, nor for a guide that there is not', async () => {
    const verifier = await test.people.join('Vera Kim', { roles: ['verifier'] });
    expect((await verifier.get(`guides/${guideId}/history`)).status).toBe(403);
    expect((await editor.get('guides/00000000-0000-4000-8000-000000000000/history')).status).toBe(404);
  });

  it('takes the filters that there are, and refuses any other', async () => {
    expect(names((await editor.get<Page<HistoryEntry>>(`guides/${guideId}/history?name=guide.created`)).body)).toEqual([
      'guide.created',
    ]);
    for (const query of [
      'name=guide.exploded',
      'subjectId=' + guideId,
      'sort=hash',
      'from=yesterday',
      'cursor=eyJ9',
      'limit=0',
    ]) {
      expect([query, (await editor.get(`guides/${guideId}/history?${query}`)).status]).toEqual([query, 422]);
    }
  });
});

describe('the history of everything', () => {
  it('is for admins, also of accounts', async () => {
    expect((await editor.get('history')).status).toBe(403);
    const page = await admin.get<Page<HistoryEntry>>(`history?subjectKind=account&subjectId=${editor.id}`);
    expect(names(page.body)).toContain('account.role-granted');
  });

  it.each([
    [
      'jsonl',
      'application/jsonl',
      (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .every((line) => JSON.parse(line) !== null),
    ],
    ['csv', 'text/csv', (text: string) => text.startsWith('id,at,') && text.endsWith('\r\n')],
  ])('goes out as %s', async (format, type, wellFormed) => {
    const answer = await admin.get<{ text?: string }>(`history/export?format=${format}&subjectId=${guideId}`);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="history.${format}"`);
    expect(wellFormed(answer.body.text ?? '')).toBe(true);
    expect((await editor.get(`history/export?format=${format}`)).status).toBe(403);
  });
});

describe('a redaction', () => {
  const reason = 'It names a patient.';

  it('is proposed by one admin and confirmed by another', async () => {
    const second = await test.people.join('Second Admin', { roles: ['admin'] });
    const made = await editor.post<{ guideId: string; revisionId: string }>('guides', {
      slug: 'eyelid-surgery',
      title: 'Eyelid surgery',
      category: 'hair-restoration',
    });
    const words = { name: 'discard', reason: 'Jane Roe asked for it.' };
    const discarded = await editor.post(`revisions/${made.body.revisionId}/transitions`, words, { 'if-match': '*' });
    expect(discarded.status).toBe(201);
    const newest = async (): Promise<HistoryEntry[]> =>
      (await editor.get<Page<HistoryEntry>>(`guides/${made.body.guideId}/history`)).body.items;
    const [event] = await newest();
    expect(event?.note).toBe(words.reason);
    const path = `history/${event?.id}`;
    const proposal = await admin.post<{ hash: string }>(`${path}/redaction-proposals`, { reason });
    expect(proposal.status).toBe(201);
    const waiting = await second.get<{ items: { hash: string }[] }>('history/redaction-proposals');
    expect(waiting.body.items.map(({ hash }) => hash)).toEqual([proposal.body.hash]);
    expect((await admin.post(`${path}/redactions`, { hash: proposal.body.hash })).status).toBe(409);
    expect((await second.post(`${path}/redactions`, { hash: proposal.body.hash })).status).toBe(204);
    const [redaction, redacted] = await newest();
    expect(redaction?.name).toBe('guide.redacted');
    expect(redacted).toMatchObject({
      id: event?.id,
      note: null,
      redactionReason: reason,
      noteDigest: event?.noteDigest,
    });
  });

  it('is for admins, of an event with words in the history of a guide', async () => {
    const grant = await admin.get<Page<HistoryEntry>>('history?subjectKind=account&limit=1');
    const ofAccount = `history/${grant.body.items[0]?.id}/redaction-proposals`;
    expect((await admin.post(ofAccount, { reason })).status).toBe(409);
    expect((await admin.post('history/none/redaction-proposals', { reason })).status).toBe(404);
    expect((await editor.post('history/1/redaction-proposals', { reason })).status).toBe(403);
  });
});
