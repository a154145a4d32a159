import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fsmbClient, type FsmbFacts, FsmbServer } from '../../test/support/fsmb-server.js';
import type { OutsideMode } from '../../test/support/outside-server.js';
import { FsmbClient, type FsmbOptions } from './fsmb-client.js';
import { lostLicenses } from './license-source.js';
import { SourceTrouble } from './outside-source.js';

const physician: FsmbFacts = {
  npi: '1234567893',
  first: 'Marisol',
  last: 'Example-Reyes',
  state: 'CA',
  license: 'A00000',
};
const holder = {
  npi: physician.npi,
  givenName: 'Marisol',
  familyName: 'Example-Reyes',
  credential: 'MD, FAAD',
  state: 'CA',
  licenseNumber: 'A00000',
};
let now = new Date('2026-03-02T15:00:00Z');
let fsmb: FsmbServer;

beforeEach(async () => {
  now = new Date('2026-03-02T15:00:00Z');
  fsmb = await FsmbServer.start();
  fsmb.put(physician);
});
afterEach(() => fsmb.stop());

function client(options: Partial<FsmbOptions> = {}): FsmbClient {
  const quick = { requestsPerSecond: 1000, timeoutMilliseconds: 5000, pauseMilliseconds: 1 };
  const { id: clientId, secret: clientSecret } = fsmbClient;
  return new FsmbClient({ baseUrl: fsmb.url, clientId, clientSecret, now: () => now, ...quick, ...options });
}

async function troubleOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof SourceTrouble) return error.message;
    throw error;
  }
  throw new Error('There was an answer.');
}

describe('A look-up of a license', () => {
  it('brings the report with its proof, and neither date of birth nor numbers of the drug register', async () => {
    const { answer, source, request, raw, sha256, answeredAt } = await client().lookUp(holder);
    expect(answer).toMatchObject({ kind: 'found', report: { npis: [physician.npi], boardActions: 'cleared' } });
    expect([source, answeredAt]).toEqual(['FSMB Physician Data Center', now]);
    expect(request).toBe(
      `POST ${fsmb.url}/v2/rosters/me/search {"name":"Marisol Example-Reyes","npi":"1234567893","licenseNumber":"A00000","practitionerType":"MD"}` +
        ` GET ${fsmb.url}/v1/rosters/me/members/900000001/reports/current/data`,
    );
    expect(sha256).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(raw.toString()).toContain('A00000');
    expect(raw.toString()).not.toMatch(/1980|birthDate|AB1234563/);
  });

  it('has no secret and no token in its proof', async () => {
    const { request, raw } = await client().lookUp(holder);
    for (const secret of [fsmbClient.secret, ...fsmb.tokens]) expect(request + raw.toString()).not.toContain(secret);
  });

  it.each([
    ['nobody', undefined, 'not-found'],
    ['somebody of another number', '2234567891', 'not-found'],
    ['somebody without a number', null, 'found'],
  ])('that matches %s', async (_whom, searchNpi, kind) => {
    if (searchNpi === undefined) {
      expect((await client().lookUp({ ...holder, npi: '1720377294' })).answer.kind).toBe(kind);
      return;
    }
    fsmb.put({ ...physician, searchNpi });
    expect((await client().lookUp(holder)).answer.kind).toBe(kind);
  });

  it('tells the licenses that a board took away, in whichever state', async () => {
    const further = [{ issuerName: 'NV', licenseNumber: 'N1', status: 'Revoked', licenseType: 'Full' }];
    fsmb.put({ ...physician, further });
    const { answer } = await client().lookUp(holder);
    expect(lostLicenses(answer)).toMatchObject([{ state: 'NV', standing: 'revoked' }]);
  });

  it('puts somebody new on the roster, and is trouble until the report is there', async () => {
    fsmb.put(physician, false);
    expect(await troubleOf(client().lookUp(holder))).toContain('drawing up a report');
    expect(fsmb.count(/members$/)).toBe(1);
    expect((await client().lookUp(holder)).answer.kind).toBe('found');
  });

  it('does not take a report of last month for the present: it orders another', async () => {
    fsmb.put({ ...physician, status: 'Active', asOf: '2026-02-02T06:00:00Z' });
    expect(await troubleOf(client().lookUp(holder))).toContain('drawing up a report');
    expect((await client().lookUp(holder)).answer.kind).toBe('found');
  });
});

describe('The token', () => {
  it('is fetched once for many questions, and again shortly before it ends', async () => {
    const asking = client();
    await asking.lookUp(holder);
    await asking.lookUp(holder);
    expect(fsmb.count(/token/)).toBe(1);
    now = new Date(now.getTime() + 3_541_000);
    await asking.lookUp(holder);
    expect(fsmb.count(/token/)).toBe(2);
  });

  it('that is refused is forgotten, and another is fetched', async () => {
    const asking = client();
    await asking.lookUp(holder);
    fsmb.expireTokens();
    expect((await asking.lookUp(holder)).answer.kind).toBe('found');
    expect(fsmb.count(/token/)).toBe(2);
  });

  it('that nobody gives is trouble, told without the secret', async () => {
    const words = await troubleOf(client({ clientSecret: 'wrong-secret' }).lookUp(holder));
    expect(words).toBe('The Physician Data Center answered with HTTP status 400.');
  });
});

describe('A source of licenses that misbehaves', () => {
  it.each<[OutsideMode, string]>([
    ['html', 'web page'],
    ['truncated', 'cut off or garbled'],
    ['down', 'could not be reached'],
    ['unavailable', 'HTTP status 503'],
  ])('%s: is trouble and no finding', async (mode, words) => {
    const asking = client();
    await asking.lookUp(holder);
    fsmb.mode = mode;
    expect(await troubleOf(asking.lookUp(holder))).toContain(words);
    fsmb.mode = 'right';
    expect((await asking.lookUp(holder)).answer.kind).toBe('found');
  });

  it('late: each request has its own time limit', async () => {
    fsmb.mode = 'late';
    const words = await troubleOf(client({ timeoutMilliseconds: 100, tries: 2 }).lookUp(holder));
    expect(words).toBe('The Physician Data Center did not answer within 0.1 seconds.');
  });

  it('again and again: is left alone', async () => {
    fsmb.mode = 'unavailable';
    const patient = client({ tries: 2, failuresToRest: 2 });
    await troubleOf(patient.lookUp(holder));
    expect(await troubleOf(patient.lookUp(holder))).toContain('left alone');
    expect(fsmb.requests).toHaveLength(2);
  });
});
