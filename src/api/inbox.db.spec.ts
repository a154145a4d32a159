import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../test/support/people.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import type { InboxEntry } from '../notifications/index.js';
import type { Page } from './http/index.js';

type InboxPage = Page<InboxEntry> & { unread: number };

let test: TestService;
let reader: Person;
let other: Person;

beforeAll(async () => {
  test = await startTestService();
  reader = await test.people.join('Nadia Brandt', { roles: ['editor'] });
  other = await test.people.join('Omar Reyes', { roles: ['editor'] });
  for (const [person, count] of [
    [reader, 5],
    [other, 1],
  ] as const) {
    await test.database.run(
      `insert into notification (source, account_id, channel, urgency, kind, title, body, link, created_at)
       select 'event:' || n, $1, channel, 'digest', 'guide.stale', 'Notice ' || n, 'Words.', '/desk/guides/x', $3
         from generate_series(1, $2::int) n, unnest(array['inbox', 'email']) channel order by n, channel desc`,
      [person.id, count, test.clock.now()],
    );
  }
});
afterAll(() => test.stop());

const inbox = async (query = '', person = reader): Promise<InboxPage> =>
  (await person.get<InboxPage>(`inbox?${query}`)).body;
const titles = (page: InboxPage): string[] => page.items.map(({ title }) => title);

describe('the inbox', () => {
  it('shows one’s own notices, newest first, page by page, and how many are unread', async () => {
    const first = await inbox('limit=3');
    expect([titles(first), first.unread]).toEqual([['Notice 5', 'Notice 4', 'Notice 3'], 5]);
    const second = await inbox(`limit=3&cursor=${first.next}`);
    expect([titles(second), second.next]).toEqual([['Notice 2', 'Notice 1'], null]);
  });

  it('is for whoever is signed in, and nobody else', async () => {
    expect((await fetch(`${test.url}/api/v1/inbox`)).status).toBe(401);
  });

  it('marks one as read, once, and can leave out what is read', async () => {
    const [newest] = (await inbox()).items;
    expect((await reader.post(`inbox/${newest?.id}/read`)).status).toBe(204);
    const before = (await inbox()).items[0]?.readAt;
    test.clock.travelBy(60_000);
    expect((await reader.post(`inbox/${newest?.id}/read`)).status).toBe(204);
    expect((await inbox()).items[0]?.readAt).toBe(before);
    expect(titles(await inbox('unread=true'))).toEqual(['Notice 4', 'Notice 3', 'Notice 2', 'Notice 1']);
  });

  it('marks all as read that were on the screen, not what came in since', async () => {
    const [, , third] = (await inbox()).items;
    expect((await reader.post('inbox/read-all', { upTo: third?.id })).body).toEqual({ read: 3 });
    expect(titles(await inbox('unread=true'))).toEqual(['Notice 4']);
    expect((await inbox('', other)).unread).toBe(1);
  });

  it('answers somebody else’s notice like one that there is not', async () => {
    const [theirs] = (await inbox('', other)).items;
    expect((await reader.post(`inbox/${theirs?.id}/read`)).status).toBe(404);
    expect((await reader.post('inbox/99999/read')).status).toBe(404);
    expect((await reader.post('inbox/1e3/read')).status).toBe(404);
    expect((await inbox('', other)).unread).toBe(1);
  });

  it('takes no mail row for a notice, and no cursor of another list', async () => {
    const { id } = await test.database.one<{ id: number }>(
      `select id from notification where channel = 'email' and account_id = $1 limit 1`,
      [reader.id],
    );
    expect((await reader.post(`inbox/${id}/read`)).status).toBe(404);
    for (const query of ['cursor=WyJoaXN0b3J5IiwxXQ', 'cursor=x', 'unread=maybe', 'accountId=x'])
      expect((await reader.get(`inbox?${query}`)).status).toBe(422);
  });
});
