import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '../../src/identity/index.js';
import { PhysicianJobs } from '../../src/physicians/index.js';
import type { Applicant } from '../support/applicant.js';
import { daysPass } from '../support/asking.js';
import { jpegDocument, pdfDocument, pngDocument } from '../support/documents.js';
import type { Person } from '../support/people.js';
import type { TestService } from '../support/service.js';
import { act, codes, startVerifying, type Verifying } from '../support/verifying.js';

interface DocumentView {
  id: string;
  number: number;
  kind: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  uploadedBy: string | null;
  deletedAt: string | null;
  views: { viewerId: string; name: string; at: string; requestId: string }[];
}

let desk: Verifying;
let test: TestService;
let verifier: Person;
let second: Person;
let admin: Person;
let editor: Person;

beforeAll(async () => {
  desk = await startVerifying();
  ({ test, verifier, second } = desk);
  admin = await test.people.join('Agnes Roy', { roles: ['admin'] });
  editor = await test.people.join('Edda Winter', { roles: ['editor', 'lead', 'director', 'reviewer'] });
});
afterAll(() => desk.stop());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const tooLarge = Buffer.alloc(10 * 1_048_576 + 1, 32);
const license = pdfDocument({ words: 'License 555444 of an invented physician' });

/** A confirmed applicant, with the id of the file. */
async function openFile(email?: string): Promise<{ applicant: Applicant; id: string }> {
  const applicant = desk.physician(email === undefined ? {} : { email });
  await desk.confirmed(applicant);
  return { applicant, id: (await desk.fileOf(applicant)).id };
}

async function documentsOf(id: string): Promise<DocumentView[]> {
  return (await verifier.get<{ items: DocumentView[] }>(`applications/${id}/documents`)).body.items;
}

/** What the chain of a file says of its documents, and how many facts it has in all. */
async function factsOf(id: string): Promise<{ name: string; payload: unknown }[]> {
  return test.database.rows(
    `select name, payload from event where subject_id = $1 and name like 'application.document%' order by number`,
    [id],
  );
}

/** Everything that a refused upload could have left behind. */
function traces(): Promise<unknown> {
  return test.database.one(
    'select (select count(*) from application_document) as documents, (select count(*) from event) as facts, (select count(*) from document_view) as views',
  );
}

describe('An applicant sends a document', () => {
  it('which is kept under a name of ours, sealed, listed to both sides, and leaves one fact', async () => {
    const { applicant, id } = await openFile();
    const sent = await applicant.upload(license, 'license');
    expect(sent).toMatchObject({ status: 201, body: { number: 1, kind: 'license', bytes: license.length } });
    expect((await applicant.upload(jpegDocument(), 'identity', 'image/jpeg')).body).toMatchObject({ number: 2 });
    expect(await applicant.documents()).toEqual([
      {
        number: 1,
        kind: 'license',
        mediaType: 'application/pdf',
        bytes: license.length,
        uploadedAt: expect.any(String),
        deletedAt: null,
      },
      expect.objectContaining({ number: 2, kind: 'identity', mediaType: 'image/jpeg' }),
    ]);
    const [first] = await documentsOf(id);
    expect(first).toMatchObject({ kind: 'license', sha256: sha256(license), uploadedBy: null, views: [] });
    expect(await factsOf(id)).toEqual([
      { name: 'application.document-added', payload: { documentId: first!.id, kind: 'license' } },
      { name: 'application.document-added', payload: { documentId: expect.any(String), kind: 'identity' } },
    ]);
  });

  it('of which nothing can be read in the database, and which opens as no other document', async () => {
    const { applicant, id } = await openFile();
    await applicant.upload(license, 'license');
    const [{ id: documentId }] = (await documentsOf(id)) as [DocumentView];
    const { sealed } = await test.database.one<{ sealed: Buffer }>(
      'select sealed from application_document where id = $1',
      [documentId],
    );
    expect(sealed.includes('%PDF')).toBe(false);
    expect(sealed.includes('555444')).toBe(false);
    const secrets = test.service.app.get(Secrets);
    expect(secrets.openBytes(sealed, `document ${documentId}`).equals(license)).toBe(true);
    expect(() => secrets.openBytes(sealed, `document ${id}`)).toThrow();
  });

  it('and is refused what is no document, without a trace', async () => {
    const { applicant } = await openFile();
    const before = await traces();
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    expect(await applicant.upload(html, 'license')).toMatchObject({
      status: 422,
      headers: expect.anything(),
      body: { type: 'urn:imprimatur:problem:invalid', detail: 'This is no PDF, JPEG or PNG, whatever its name says.' },
    });
    expect((await applicant.upload(license, 'license', 'image/png')).status).toBe(422);
    expect((await applicant.upload(pdfDocument({ catalog: '/JavaScript' }), 'license')).status).toBe(422);
    expect((await applicant.upload(pngDocument(10, 10, [100_000, 100_000]), 'license', 'image/png')).status).toBe(422);
    expect((await applicant.upload(Buffer.alloc(0), 'license')).status).toBe(422);
    expect(codes(await applicant.upload(license, 'selfie'))).toEqual(['kind']);
    expect((await applicant.upload(license, 'license&name=my-passport.pdf')).status).toBe(422);
    expect(await traces()).toEqual(before);
  });

  it('and is told by the status what is too large, and what is of another type', async () => {
    const { applicant } = await openFile();
    const before = await traces();
    const large = await applicant.upload(tooLarge, 'license');
    expect(large).toMatchObject({ status: 413, body: { type: 'urn:imprimatur:problem:too-large' } });
    expect(large.headers.get('content-type')).toContain('application/problem+json');
    expect((await editor.upload('images', Buffer.alloc(1_048_577), 'image/png')).status).toBe(413);
    for (const type of [
      'application/json',
      'text/html',
      'image/webp',
      'multipart/form-data; boundary=x',
      'constructor',
    ])
      expect(await applicant.upload(Buffer.from('{}'), 'license', type)).toMatchObject({
        status: 415,
        body: { type: 'urn:imprimatur:problem:media-type' },
      });
    expect(await traces()).toEqual(before);
  });

  it('only with the link: without it nobody learns that there is such a place', async () => {
    const stranger = desk.physician();
    expect((await stranger.upload(license, 'license')).status).toBe(404);
    expect((await stranger.upload(tooLarge, 'license')).status).toBe(404);
    const other = await fetch(`${test.url}/api/v1/application/documents?kind=license`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', 'sec-fetch-site': 'cross-site' },
      body: Uint8Array.from(license),
    });
    expect(other.status).toBe(403);
  });

  it('twice, and it is there once', async () => {
    const { applicant, id } = await openFile();
    const [first, again] = [await applicant.upload(license, 'license'), await applicant.upload(license, 'license')];
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect((await applicant.upload(license, 'certification')).body).toMatchObject({ number: 2 });
    expect(await factsOf(id)).toHaveLength(2);
  });

  it('up to ten, which leave the verifier room', async () => {
    const { applicant, id } = await openFile();
    for (let count = 1; count <= 10; count += 1)
      expect((await applicant.upload(pdfDocument({ words: `page ${count}` }), 'other')).status).toBe(201);
    expect(codes(await applicant.upload(license, 'license'))).toEqual(['count']);
    await act(verifier, id, { name: 'claim' });
    expect((await verifier.upload(`applications/${id}/documents?kind=other`, pngDocument(), 'image/png')).status).toBe(
      201,
    );
    await act(verifier, id, { name: 'release', reason: 'Lunch.' });
  });

  it('up to 50 MB in all', async () => {
    const { applicant } = await openFile();
    const large = (word: string): Buffer => pdfDocument({ words: word, more: ' '.repeat(10 * 1_048_576 - 600) });
    for (const word of ['a', 'b', 'c', 'd', 'e'])
      expect((await applicant.upload(large(word), 'other')).status).toBe(201);
    const refused = await applicant.upload(large('f'), 'other');
    expect([refused.status, codes(refused)]).toEqual([409, ['room']]);
  });

  it('at most 40 times an hour, taken or not', async () => {
    const { applicant } = await openFile();
    for (let count = 0; count < 40; count += 1) await applicant.upload(Buffer.from('%'), 'other');
    expect((await applicant.upload(license, 'license')).status).toBe(429);
  });

  it('not to a file that ended', async () => {
    const { applicant } = await openFile();
    await applicant.withdraw();
    const before = await traces();
    const refused = await applicant.upload(license, 'license');
    expect([refused.status, codes(refused)]).toEqual([409, ['status']]);
    expect(await traces()).toEqual(before);
  });

  it('also while somebody holds the file, and while a question is open', async () => {
    const { applicant, id } = await openFile();
    await act(verifier, id, { name: 'claim' });
    expect((await applicant.upload(license, 'license')).status).toBe(201);
    await act(verifier, id, { name: 'ask', message: 'Please send a proof of your new name.' });
    expect((await applicant.upload(pngDocument(), 'name-change', 'image/png')).status).toBe(201);
  });
});

describe('A verifier opens a document', () => {
  it('as a file to keep, and it is kept who did and when', async () => {
    const { applicant, id } = await openFile();
    await applicant.upload(license, 'license');
    const [{ id: documentId }] = (await documentsOf(id)) as [DocumentView];
    const opened = await verifier.download(`applications/${id}/documents/${documentId}`);
    expect([opened.status, opened.bytes.equals(license)]).toEqual([200, true]);
    expect(Object.fromEntries(opened.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="document-1.pdf"',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await second.download(`applications/${id}/documents/${documentId}`);
    const [{ views }] = (await documentsOf(id)) as [DocumentView];
    expect(views.map(({ viewerId, name }) => [viewerId, name])).toEqual([
      [verifier.id, 'Vera Lund'],
      [second.id, 'Viktor Hale'],
    ]);
    expect(views[0]).toMatchObject({ at: expect.stringMatching('^2026-03-02'), requestId: expect.any(String) });
  });

  it('and nobody else: no admin, no editor, no applicant, no program, no one who is concerned', async () => {
    const colleague = await test.people.join('Val Ortega', { roles: ['verifier'] });
    const { applicant, id } = await openFile(colleague.email);
    await applicant.upload(license, 'license');
    const [{ id: documentId }] = (await documentsOf(id)) as [DocumentView];
    const path = `applications/${id}/documents/${documentId}`;
    const referrer = await test.people.join('Ruth Abel', { roles: ['verifier'] });
    await test.database.run(`insert into application_bar values ($1, $2, 'referrer', $3)`, [
      id,
      referrer.id,
      test.clock.now(),
    ]);
    for (const person of [admin, editor, colleague, referrer]) expect((await person.download(path)).status).toBe(403);
    expect((await fetch(`${test.url}/api/v1/${path}`)).status).toBe(401);
    const { applicant: another } = await openFile();
    expect(await another.documents()).toEqual([]);
    await verifier.reauthenticate();
    const token = await verifier.post<{ token: string }>('tokens', {
      name: 'a program',
      expiresAt: '2026-04-01T00:00:00Z',
    });
    const program = await fetch(`${test.url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${token.body.token}` },
    });
    expect([token.status, program.status]).toEqual([201, 403]);
    expect((await documentsOf(id))[0]?.views).toEqual([]);
  });

  it('of the file it is asked for, and of no other', async () => {
    const [one, other] = [await openFile(), await openFile()];
    await one.applicant.upload(license, 'license');
    const [{ id: documentId }] = (await documentsOf(one.id)) as [DocumentView];
    expect((await verifier.download(`applications/${other.id}/documents/${documentId}`)).status).toBe(404);
    expect((await documentsOf(one.id))[0]?.views).toEqual([]);
  });

  it('and the record stays, as does the document: the database lets us change neither', async () => {
    const { applicant, id } = await openFile();
    await applicant.upload(license, 'license');
    const [{ id: documentId }] = (await documentsOf(id)) as [DocumentView];
    const spoiled = Buffer.alloc(license.length + 28);
    await expect(test.database.run('update document_view set viewer_id = $1', [admin.id])).rejects.toThrow(
      'permission denied',
    );
    await expect(test.database.run('delete from document_view')).rejects.toThrow('permission denied');
    await expect(
      test.database.run('update application_document set sealed = $2 where id = $1', [documentId, spoiled]),
    ).rejects.toThrow('A document changes once');
    await expect(test.database.run(`update application_document set kind = 'other'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(test.database.run('delete from application_document')).rejects.toThrow('permission denied');
  });
});

describe('A verifier adds a document', () => {
  it('to the file that they hold, and names it as what a check rests on', async () => {
    const { id } = await openFile();
    const path = `applications/${id}/documents?kind=license`;
    expect((await verifier.upload(path, pngDocument(), 'image/png')).status).toBe(403);
    await act(verifier, id, { name: 'claim' });
    const added = await verifier.upload<DocumentView>(path, pngDocument(), 'image/png');
    expect(added.status).toBe(201);
    const found = {
      check: 'V08',
      outcome: 'pass',
      source: 'https://board.example',
      finding: 'Active.',
      expiresOn: '2027-12-31',
    };
    expect((await verifier.post(`applications/${id}/checks`, { ...found, documentId: added.body.id })).status).toBe(
      201,
    );
    const { body: file } = await verifier.get<{ checks: { check: string; documentId: string | null }[] }>(
      `applications/${id}`,
    );
    expect(file.checks.filter(({ documentId }) => documentId !== null)).toEqual([
      expect.objectContaining({ check: 'V08', documentId: added.body.id }),
    ]);
    expect(await documentsOf(id)).toMatchObject([{ uploadedBy: verifier.id, kind: 'license', mediaType: 'image/png' }]);
    const other = await openFile();
    await act(verifier, other.id, { name: 'claim' });
    expect(
      codes(await verifier.post(`applications/${other.id}/checks`, { ...found, documentId: added.body.id })),
    ).toEqual(['documentId']);
    for (const held of [id, other.id]) await act(verifier, held, { name: 'release', reason: 'Done with it.' });
  });

  it('which the applicant is not shown', async () => {
    const { applicant, id } = await openFile();
    await act(verifier, id, { name: 'claim' });
    await verifier.upload(`applications/${id}/documents?kind=other`, pngDocument(), 'image/png');
    await act(verifier, id, { name: 'release', reason: 'Done with it.' });
    expect(await applicant.documents()).toEqual([]);
  });

  it('and nobody else: they are refused before the size of it is looked at', async () => {
    const { id } = await openFile();
    for (const person of [admin, editor])
      expect((await person.upload(`applications/${id}/documents?kind=other`, tooLarge, 'application/pdf')).status).toBe(
        403,
      );
  });
});

describe('Documents are deleted', () => {
  /** Kinds with whether they are still there, as far as the database knows. */
  const kept = async (id: string): Promise<string[]> =>
    (
      await test.database.rows<{ line: string }>(
        `select kind || case when sealed is null then ' gone' else ' kept' end as line from application_document where application_id = $1 order by number`,
        [id],
      )
    ).map(({ line }) => line);

  async function withBoth(): Promise<{ applicant: Applicant; id: string }> {
    const file = await openFile();
    await file.applicant.upload(license, 'license');
    await file.applicant.upload(jpegDocument(), 'identity', 'image/jpeg');
    return file;
  }

  it('where they prove an identity: at the approval, in its transaction, and who saw them stays', async () => {
    const { applicant, id } = await withBoth();
    await desk.lookedUp(verifier, id);
    const identity = (await documentsOf(id))[1]!;
    const path = `applications/${id}/documents/${identity.id}`;
    expect((await verifier.download(path)).status).toBe(200);
    await verifier.reauthenticate();
    expect((await act(verifier, id, { name: 'approve' })).status).toBe(201);
    expect(await kept(id)).toEqual(['license kept', 'identity gone']);
    expect((await verifier.download(path)).status).toBe(404);
    expect((await documentsOf(id))[1]).toMatchObject({
      deletedAt: expect.any(String),
      views: [{ viewerId: verifier.id }],
    });
    expect(await applicant.documents()).toMatchObject([{ deletedAt: null }, { deletedAt: expect.any(String) }]);
    expect((await factsOf(id)).at(-1)).toEqual({
      name: 'application.documents-deleted',
      payload: { documentIds: [identity.id] },
    });
  });

  it('at a decline the same, and an appeal has the others and takes new ones', async () => {
    const { applicant, id } = await withBoth();
    await act(verifier, id, { name: 'claim' });
    await verifier.reauthenticate();
    const declining = {
      name: 'decline',
      declineReason: 'identity-not-confirmed',
      message: 'The photograph cannot be read.',
    };
    expect((await act(verifier, id, declining)).status).toBe(201);
    expect(await kept(id)).toEqual(['license kept', 'identity gone']);
    expect((await applicant.upload(jpegDocument(800, 600), 'identity', 'image/jpeg')).status).toBe(409);
    await applicant.appeal('Here is a better one.');
    expect((await applicant.upload(jpegDocument(800, 600), 'identity', 'image/jpeg')).status).toBe(201);
    expect(await kept(id)).toEqual(['license kept', 'identity gone', 'identity kept']);
    await act(second, id, { name: 'claim' });
    await second.reauthenticate();
    expect((await act(second, id, declining)).status).toBe(201);
    expect(await kept(id)).toEqual(['license kept', 'identity gone', 'identity gone']);
  });

  it('all of them when the applicant withdraws, or does not answer', async () => {
    const [withdrawn, expired] = [await withBoth(), await withBoth()];
    await withdrawn.applicant.withdraw();
    expect(await kept(withdrawn.id)).toEqual(['license gone', 'identity gone']);
    await act(verifier, expired.id, { name: 'claim' });
    await act(verifier, expired.id, { name: 'ask', message: 'Is this you?' });
    daysPass(test, 31);
    await test.service.app.get(PhysicianJobs).run();
    expect((await desk.fileOf(expired.applicant)).status).toBe('expired');
    expect(await kept(expired.id)).toEqual(['license gone', 'identity gone']);
  });

  it('what is left of a declined file when it is forgotten, and the chain still verifies', async () => {
    const { id } = await withBoth();
    await act(verifier, id, { name: 'claim' });
    await verifier.reauthenticate();
    await act(verifier, id, { name: 'decline', declineReason: 'incomplete', message: 'No answer from the board.' });
    await test.settle();
    daysPass(test, 3 * 366);
    await test.service.app.get(PhysicianJobs).run();
    expect(await kept(id)).toEqual(['license gone', 'identity gone']);
    expect((await factsOf(id)).map(({ name }) => name).slice(-2)).toEqual(
      Array(2).fill('application.documents-deleted'),
    );
  });
});
