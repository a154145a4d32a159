import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Applicant } from '../support/applicant.js';
import { ClamdServer, inventedVirus } from '../support/clamd-server.js';
import { command } from '../support/command.js';
import { pdfDocument, pngDocument } from '../support/documents.js';
import type { Answer, Person } from '../support/people.js';
import { environment, type TestService } from '../support/service.js';
import { act, codes, startVerifying, type Verifying } from '../support/verifying.js';

let clamd: ClamdServer;
let desk: Verifying;
let test: TestService;
let editor: Person;
let applicant: Applicant;
let id: string;

beforeAll(async () => {
  clamd = await ClamdServer.start();
  desk = await startVerifying({ CLAMD_URL: clamd.url });
  ({ test } = desk);
  editor = await test.people.join('Edda Winter', { roles: ['editor'] });
  applicant = desk.physician();
  await desk.confirmed(applicant);
  ({ id } = await desk.fileOf(applicant));
  await act(desk.verifier, id, { name: 'claim' });
});
afterEach(() => {
  clamd.mode = 'right';
});
afterAll(async () => {
  await desk.stop();
  await clamd.stop();
});

const infected = (words = inventedVirus) => pdfDocument({ words });
/** The same bytes as an applicant’s, a verifier’s and an editor’s upload. */
const everywhere = (pdf: Buffer, png: Buffer): Promise<Answer[]> =>
  Promise.all([
    applicant.upload(pdf, 'license'),
    desk.verifier.upload(`applications/${id}/documents?kind=other`, pdf, 'application/pdf'),
    editor.upload('images', png, 'image/png'),
  ]);
const kept = () =>
  test.database.one(
    `select (select count(*) from application_document) as documents, (select count(*) from image) as images,
            (select count(*) from event) as events`,
  );
/** Trailing bytes of a PNG that no program draws. */
const badPicture = Buffer.concat([pngDocument(8, 8), Buffer.from(inventedVirus)]);

describe('What is uploaded', () => {
  it('is kept once the scanner has seen all of it and calls it clean', async () => {
    const large = pdfDocument({ more: ' '.repeat(3_000_000) });
    const png = pngDocument(20, 20);
    const answers = await everywhere(large, png);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(clamd.streams.filter((stream) => stream.equals(large))).toHaveLength(2);
    expect(clamd.streams.filter((stream) => stream.equals(png))).toHaveLength(1);
  });

  it('is refused with the scanner’s words where it finds something, and nothing of it is kept', async () => {
    const before = await kept();
    const answers = await everywhere(infected(), badPicture);
    expect(answers.map((answer) => [answer.status, ...codes(answer)])).toEqual([
      [422, 'file'],
      [422, 'file'],
      [422, 'image'],
    ]);
    for (const { body } of answers)
      expect(body['detail']).toBe(
        'A virus scanner finds something in this file (Invented.Test.Virus). It was not kept.',
      );
    expect(await kept()).toEqual(before);
  });

  it.each(['down', 'garbage', 'full'] as const)(
    'is never kept unscanned: a scanner that is %s means later',
    async (mode) => {
      const before = await kept();
      clamd.mode = mode;
      for (const { status, headers, body } of await everywhere(pdfDocument({ words: mode }), pngDocument(30, 30))) {
        expect([status, headers.get('retry-after'), body['type']]).toEqual([
          503,
          '60',
          'urn:imprimatur:problem:unavailable',
        ]);
        expect(body['detail']).toContain('could not be scanned for viruses, and was not kept');
      }
      expect(await kept()).toEqual(before);
      clamd.mode = 'right';
      expect((await applicant.upload(pdfDocument({ words: mode }), 'license')).status).toBe(201);
    },
  );
});

describe('The doctor', () => {
  const doctor = async (url: string) => {
    const env = { ...environment(test.service.config.databaseUrl, test.dataDir), CLAMD_URL: url };
    return (await command(env, ['doctor'])).out;
  };

  it('asks the scanner whether it is there', async () => {
    expect(await doctor(clamd.url)).toContain('well     virus scanner: clamd answers');
    expect(await doctor('')).toContain('well     virus scanner: none is asked');
    expect(await doctor('tcp://127.0.0.1:9')).toContain('PROBLEM  virus scanner: It could not be checked: ');
    clamd.mode = 'garbage';
    expect(await doctor(clamd.url)).toContain(
      'PROBLEM  virus scanner: It could not be checked: clamd answered UNKNOWN',
    );
  });
});
