import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everything, freeHands, submitGuide } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, writeGuide, type Cast } from '../support/story.js';

interface Sent {
  method?: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  by?: Person;
}
/** What a problem document may say; everything else is a slip. */
const problemTypes =
  /^urn:imprimatur:problem:(invalid|not-json|missing|forbidden|unauthenticated|refused|precondition-missing|stale|bad-request|too-large|too-long|media-type|method|headers-too-large)$/;
const controls = ['\u0000', '\ud800', '\u0007', '\u202e', '\u2066', '\ufeff', '\u2028'];
const nowhere = '01890000-0000-7000-8000-000000000000';

describe('What cannot be understood is refused and changes nothing', () => {
  let test: TestService;
  let people: Cast;
  let draft: { guideId: string; revisionId: string };
  let reviewed: Awaited<ReturnType<typeof submitGuide>>;
  let live: Awaited<ReturnType<typeof publishGuide>>;
  let commentId: string;

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
    draft = await writeGuide(people.editor, 'draft-guide');
    live = await publishGuide(people, 'live-guide');
    reviewed = await submitGuide(people.editor, 'reviewed-guide');
    await transition(people.reviewer, 'reviews', reviewed.reviewId, { name: 'claim' });
    const comment = { part: 'section:recovery', quote: '10 days', body: 'Cite it.', blocking: true };
    commentId = (await must(people.reviewer.post<{ id: string }>(`reviews/${reviewed.reviewId}/comments`, comment))).id;
  });
  afterAll(() => test.stop());

  /** Sends each and expects a problem document for each, with these statuses, and every table as before. */
  const refused = async (all: Sent[], statuses: number[]): Promise<void> => {
    const before = await everything(test);
    for (const { method = 'POST', path, body, headers = {}, by = people.editor } of all) {
      const answer = await by.ask<{ type?: string; status?: number }>(method, path, body, headers);
      const sent = JSON.stringify([method, path, body, headers]).slice(0, 300);
      expect([sent, statuses.includes(answer.status) ? 'refused' : answer.status]).toEqual([sent, 'refused']);
      expect([sent, answer.headers.get('content-type')]).toEqual([sent, 'application/problem+json; charset=utf-8']);
      expect([sent, answer.body.type, answer.body.status]).toEqual([
        sent,
        expect.stringMatching(problemTypes),
        answer.status,
      ]);
    }
    expect(await everything(test)).toEqual(before);
  };
  const saving = (body: unknown, key = 'lead', headers: Record<string, string> = { 'if-match': '"2"' }): Sent => ({
    method: 'PUT',
    path: `revisions/${draft.revisionId}/parts/${key}`,
    body,
    headers,
  });
  const creating = (body: object): Sent => ({
    path: 'guides',
    body: { slug: 'bad-input', title: 'Bad input', category: 'hair-restoration', ...body },
  });
  const moving = (body: unknown, by = people.editor): Sent => ({
    path: `guides/${live.guideId}/transitions`,
    body,
    by,
  });

  it('JSON that is broken, too large, too deep, no object, or in another coat', async () => {
    const bodies = [
      '{',
      '',
      'null',
      '[]',
      '"text"',
      '7',
      'tru',
      '{"a":1,}',
      "{'a':1}",
      '\ufeff{}',
      `${'['.repeat(500)}${']'.repeat(500)}`,
    ];
    const paths = ['guides', `guides/${live.guideId}/transitions`, `reviews/${reviewed.reviewId}/comments`, 'tokens'];
    const json = { 'content-type': 'application/json' };
    for (const path of paths) {
      const by = path.startsWith('reviews') ? people.reviewer : people.editor;
      await refused(
        bodies.map((body) => ({ path, body, headers: json, by })),
        [400, 422],
      );
      await refused([{ path, body: `"${'x'.repeat(1_100_000)}"`, headers: json, by }], [413]);
      const coats = [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'image/svg+xml',
        'nonsense',
      ];
      await refused(
        coats.map((coat) => ({ path, body: '{"a":1}', headers: { 'content-type': coat }, by })),
        [403, 415],
      );
    }
    const part = saving(undefined).path;
    await refused(
      bodies.map((body) => ({ method: 'PUT', path: part, body, headers: { ...json, 'if-match': '"2"' } })),
      [400, 422],
    );
    await refused(
      [
        {
          method: 'PUT',
          path: part,
          body: '{"markdown":"x"}',
          headers: { 'content-type': 'text/plain', 'if-match': '"2"' },
        },
      ],
      [415],
    );
  });

  it('fields that are unknown, missing, null, of another type, or too long', async () => {
    await refused([{ extra: 1 }, { title: undefined }, { title: 7 }, { title: null }, { title: 'x'.repeat(161) }, { category: 'unheard-of' },
      { category: {} }, { language: 'english' }, { language: null }, { ownerId: nowhere }, { ownerId: 'me' }, { sourceGuideId: nowhere },
      { cadenceMonths: 6 }, { cadenceMonths: '6', cadenceReason: 'x' }, { cadenceMonths: 2, cadenceReason: 'x' }, { cadenceMonths: 6.5, cadenceReason: 'x' },
      { slug: ['a'] }, { id: nowhere }, { status: 'live' }].map(creating), [422]); // prettier-ignore
    await refused([{}, { name: 7 }, { name: null }, { name: 'hold', reason: 7 }, { name: 'hold', reason: null }, { name: 'hold', reason: 'x'.repeat(4001) },
      { name: 'hold', reason: 'x', medical: 'yes' }, { name: 'hold', reason: 'x', extra: true }, { name: 'hold', reason: 'x', successorId: 'a' },
      { name: 'hold', reason: 'x', replacements: {} }, { name: 'hold', reason: 'x', replacements: [7] }, { name: 'hold', reason: 'x', replacements: [[]] },
      { name: 'hold', reason: 'x', resolutions: [] }, { name: 'hold', reason: 'x', plannedFor: '2026-02-30' }, { name: 'hold', reason: 'x', hash: 'A'.repeat(64) },
      { name: 'hold', reason: 'x', scheduledFor: {} }].map((body) => moving(body)), [422]); // prettier-ignore
    await refused(
      [{ markdown: 7 }, {}, { markdown: 'x', more: 1 }, { markdown: 'x'.repeat(300_000) }, { markdown: null }].map(
        (body) => saving(body),
      ),
      [422],
    );
    const head = sampleContent().head;
    await refused([{ ...head, title: 'x\ny' }, { ...head, specialties: 'dermatology' }, { ...head, specialties: ['a', 'a'] }, { ...head, category: 'Über' }].map((body) => saving(body, 'head', { 'if-match': '"2"' })), [422]); // prettier-ignore
    const answers = [{ answer: 'maybe' }, { answer: true }, {}, { answer: 'no' }, { answer: 'yes', note: 7 }];
    const item = `reviews/${reviewed.reviewId}/answers/2`;
    await refused(
      answers.map((body) => ({ method: 'PUT', path: item, body, by: people.reviewer })),
      [422],
    );
    await refused([{ name: '' }, { cadenceMonths: 0 }, { specialties: [] }, { specialties: ['unheard-of'] }, { specialties: [7] }, { slug: 'other' }].map((body) =>
      ({ method: 'PATCH', path: `categories/${categoryId}`, body, headers: { 'if-match': '*' }, by: people.admin })), [422]); // prettier-ignore
  });

  let categoryId: string;
  beforeAll(async () => {
    categoryId = (await must(people.admin.get<{ items: { id: string }[] }>('categories'))).items[0]?.id ?? '';
  });

  it('characters that no reader sees: NUL, halves of pairs, controls, turned directions', async () => {
    await refused(controls.flatMap((sign) => [
      creating({ title: `Bad${sign}input` }), creating({ slug: `bad${sign}input` }),
      moving({ name: 'hold', reason: `A reader${sign} reports harm.` }), moving({ name: 'rename', slug: `bad${sign}input` }),
      saving({ markdown: `Words${sign} here.` }), saving({ text: `None${sign}.` }, 'disclosures'),
      { path: `reviews/${reviewed.reviewId}/comments`, by: people.reviewer, body: { part: 'section:recovery', quote: '10 days', body: `Cite${sign} it.`, blocking: false } },
      { path: `comments/${commentId}/answer`, body: { answer: `It${sign} is.` }, headers: { 'if-match': '"1"' } },
      { path: 'categories', by: people.admin, body: { slug: 'bad-input', name: `Bad${sign}ly`, cadenceMonths: 12, specialties: ['dermatology'] } },
      { path: `revisions/${reviewed.revisionId}/transitions`, by: people.reviewer, body: { name: 'approve', conflict: 'disclosed', conflictStatement: `Shares${sign}.` } },
    ]), [409, 422]); // prettier-ignore
  });

  it('keys that programs stumble over', async () => {
    const raw = { 'content-type': 'application/json' };
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      await refused([{ path: 'guides', body: `{"slug":"bad-input","title":"x","category":"hair-restoration","${key}":{"admin":true}}`, headers: raw },
        { path: `guides/${live.guideId}/transitions`, body: `{"name":"hold","reason":"x","resolutions":{"${key}":"mine"}}`, headers: raw },
        { ...saving(`{"markdown":"x","${key}":{}}`), headers: { ...raw, 'if-match': '"2"' } }], [422]); // prettier-ignore
    }
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'open',
      'create',
      'fire',
      'return',
      'cancel',
      'lapseMinor',
      '',
      'Hold',
    ];
    for (const noun of [`guides/${live.guideId}`, `revisions/${draft.revisionId}`, `reviews/${reviewed.reviewId}`]) {
      await refused(
        names.map((name) => ({ path: `${noun}/transitions`, body: { name, reason: 'x' } })),
        [404],
      );
    }
    const parts = [
      '__proto__',
      'constructor',
      'section:',
      'section:..',
      'section:__proto__',
      'section:constructor',
      'section:A',
      'section:faq',
      'unknown',
      '%00',
      'lead%20',
    ];
    await refused(
      parts.map((key) => saving({ markdown: 'x' }, key)),
      [400, 404],
    );
  });

  it('addresses with ids that are none, of nothing, or of another kind', async () => {
    const ids = [
      nowhere,
      'nonsense',
      '0',
      '../guides',
      "1'or'1'='1",
      '%00',
      '%ff',
      '01890000-0000-7000-8000-00000000000g',
      'x'.repeat(300),
      live.versionId,
    ];
    const nouns = ['guides/:id', 'guides/:id/transitions', 'revisions/:id', 'revisions/:id/transitions', 'revisions/:id/lint', 'revisions/:id/conflicts', 'revisions/:id/comments',
      'reviews/:id', 'reviews/:id/transitions', 'categories/:id', 'images/:id', 'guides/:id/history']; // prettier-ignore
    const reading = nouns.flatMap((noun) => ids.map((id) => ({ method: 'GET', path: noun.replace(':id', id) })));
    await refused(
      reading.filter(({ path }) => !path.includes('../') && !path.endsWith('comments')),
      [400, 404, 414],
    );
    const writing = ['guides/:id/transitions', 'revisions/:id/transitions', 'reviews/:id/transitions'];
    await refused(
      writing.flatMap((noun) =>
        ids
          .filter((id) => !id.startsWith('..'))
          .map((id) => ({ path: noun.replace(':id', id), body: { name: 'hold', reason: 'x' } })),
      ),
      [400, 404, 414],
    );
    await refused([{ method: 'PUT', path: `revisions/${nowhere}/parts/lead`, body: { markdown: 'x' }, headers: { 'if-match': '"1"' } },
      { path: `guides/${nowhere}/revisions`, body: {} }, { path: `comments/${nowhere}/answer`, body: { answer: 'x' }, headers: { 'if-match': '"1"' } },
      { path: `reviews/${nowhere}/comments`, by: people.reviewer, body: { part: 'lead', quote: 'x', body: 'x', blocking: true } },
      { path: `reviews/${nowhere}/openings`, by: people.reviewer, body: {} }, { method: 'PUT', path: `reviews/${nowhere}/answers/2`, body: { answer: 'yes' }, by: people.reviewer },
      { method: 'GET', path: `versions/${live.versionId}/changes/${nowhere}` }], [404]); // prettier-ignore
    const strange = ['two', '2.5', '-1', '0', '21', '99999999999999999999'];
    await refused(
      strange.map((item) => ({
        method: 'PUT',
        path: `reviews/${reviewed.reviewId}/answers/${item}`,
        body: { answer: 'yes' },
        by: people.reviewer,
      })),
      [404, 422],
    );
  });

  it('lists with sorts, filters, limits and cursors that they do not know', async () => {
    const strange = ['sort=title', 'sort=', 'order=desc', 'limit=0', 'limit=-1', 'limit=201', 'limit=ten', 'limit=1&limit=2', 'cursor=nonsense', 'cursor=%00', 'filter[a]=b',
      'status=unheard-of', 'status=live&status=held', `cursor=${'x'.repeat(700)}`, `cursor=${cursor(['created', 'x', 'y'])}`,
      `cursor=${cursor(['opened', 'x', 'y'])}`, `cursor=${cursor(['created', null])}`, `cursor=${cursor(['created', {}, []])}`, `cursor=${cursor(['created', '2026-03-02', "';--"])}`]; // prettier-ignore
    for (const list of ['guides', 'revisions', 'reviews', 'inbox', 'history', 'accounts']) {
      await refused(
        strange.map((query) => ({ method: 'GET', path: `${list}?${query}`, by: people.admin })),
        [400, 422],
      );
    }
    await refused(
      ['ownerId=me', 'freshness=old', 'category=a&category=b'].map((query) => ({
        method: 'GET',
        path: `guides?${query}`,
      })),
      [422],
    );
    await refused(
      ['guideId=x', 'assigneeId=me', 'kind=quick'].map((query) => ({ method: 'GET', path: `reviews?${query}` })),
      [422],
    );
  });

  it('tags that are missing, stale or of another shape', async () => {
    const put = (headers: Record<string, string>) => saving({ markdown: 'Other words.' }, 'lead', headers);
    await refused([put({})], [428]);
    await refused(
      ['"1"', '"3"', '2', 'W/"2"', '""', '"2', 'nonsense', '"99999999999999999999"', '"-2"', '"2.0"', '*,'].map((tag) =>
        put({ 'if-match': tag }),
      ),
      [412],
    );
    await refused([put({ 'if-none-match': '*' })], [412]);
    await refused([put({ 'if-none-match': '"2"' })], [428]);
    const patch = (headers: Record<string, string>): Sent => ({
      method: 'PATCH',
      path: `guides/${live.guideId}`,
      body: { ownerId: people.otherEditor.id },
      headers,
    });
    await refused([patch({})], [428]);
    await refused(
      ['"0"', '1', 'W/"1"', 'x'].map((tag) => patch({ 'if-match': tag })),
      [412],
    );
    const answer = (headers: Record<string, string>): Sent => ({
      path: `comments/${commentId}/answer`,
      body: { answer: 'It is.' },
      headers,
    });
    await refused([answer({})], [428]);
    await refused(
      ['"0"', '1', 'W/"1"'].map((tag) => answer({ 'if-match': tag })),
      [412],
    );
    await refused([{ method: 'DELETE', path: `revisions/${draft.revisionId}/parts/section:recovery` }], [428]);
    await refused(
      [{ method: 'DELETE', path: `revisions/${draft.revisionId}/parts/lead`, headers: { 'if-match': '"2"' } }],
      [422],
    );
  });

  it('requests with a method that is not offered, an address that is too long, or headers without end', async () => {
    await refused(
      [
        { method: 'DELETE', path: `guides/${live.guideId}` },
        { method: 'PUT', path: 'guides', body: {} },
        { method: 'PATCH', path: 'reviews', body: {} },
      ],
      [404, 405],
    );
    await refused([{ method: 'GET', path: `guides?category=${'x'.repeat(9000)}` }], [414, 422, 431]);
    for (const wire of [
      `GET /api/v1/guides HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
      'NONSENSE\r\n\r\n',
    ]) {
      const answer = await speak(test.url, wire);
      expect([wire.slice(0, 20), answer.split('\r\n')[0]]).toEqual([
        wire.slice(0, 20),
        expect.stringMatching(/^HTTP\/1\.1 4\d\d /),
      ]);
      expect(answer).toContain('application/problem+json');
    }
  });

  it('nobody, with or without a token that does not work', async () => {
    const nobody = await fetch(`${test.url}/api/v1/guides`);
    expect([nobody.status, nobody.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
    for (const authorization of ['Bearer nonsense', 'Bearer ', 'Basic eDp5', 'Bearer ' + 'x'.repeat(5000)]) {
      await refused(
        [
          { method: 'GET', path: 'guides', headers: { authorization } },
          { ...moving({ name: 'hold', reason: 'x' }), headers: { authorization } },
        ],
        [401, 403],
      );
    }
  });

  it('and the promises hold', async () => {
    expect(await offences(test)).toEqual({});
  });
});

const cursor = (key: unknown[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Speaks to the port without a client in between, and answers what comes back. */
function speak(url: string, wire: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(wire));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (bytes) => (heard += bytes.toString()));
    socket.on('close', () => resolve(heard));
    socket.on('error', (error) => (heard ? resolve(heard) : reject(error)));
  });
}
