import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutsideMode } from '../../test/support/outside-server.js';
import { samKey, samRecord, SamServer } from '../../test/support/sam-server.js';
import { SourceTrouble } from './outside-source.js';
import { readSamPage } from './sam-answer.js';
import { judgeSam, SamClient, type SamOptions } from './sam-client.js';

const person = { npi: '1234567893', givenName: 'Marisol', familyName: 'Example-Reyes', state: 'CA' };
const instant = new Date('2026-11-22T09:30:00Z');
let sam: SamServer;

beforeEach(async () => {
  sam = await SamServer.start();
});
afterEach(() => sam.stop());

function client(options: Partial<SamOptions> = {}): SamClient {
  const quick = { requestsPerSecond: 1000, timeoutMilliseconds: 5000, pauseMilliseconds: 1 };
  return new SamClient({ baseUrl: sam.exclusionsUrl, apiKey: samKey, now: () => instant, ...quick, ...options });
}

async function outcome(): Promise<string> {
  const { exclusions } = await client().lookUp(person);
  return judgeSam(person, exclusions).outcome;
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

describe('Federal exclusions', () => {
  it('pass whom nobody listed, asked by number and then by name', async () => {
    sam.list({ first: 'PETER', last: 'STRANGER', state: 'CA', npi: '2234567891' });
    expect(await outcome()).toBe('pass');
    expect(sam.requests.map(({ url }) => url.search)).toEqual([
      '?npi=1234567893&page=0&size=10',
      '?classification=Individual&exclusionName=Marisol+Example-Reyes&stateProvince=CA&page=0&size=10',
    ]);
  });

  it('fail a row with the number, whatever the name on it, and ask no further', async () => {
    sam.list({ first: 'M', last: 'REYES', state: 'NV', npi: person.npi });
    expect(await outcome()).toBe('fail');
    expect(sam.requests).toHaveLength(1);
  });

  it('leave a row with the name in the same state to a person', async () => {
    sam.list({ first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA' });
    expect(await outcome()).toBe('review');
  });

  it.each([
    ['in another state', { first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'NV' }],
    ['with a given name that differs', { first: 'MARISOLA PEDRO', last: 'EXAMPLE-REYESINA', state: 'CA' }],
    ['that is not in force', { first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', recordStatus: 'Inactive' }],
  ])('pass somebody beside a row %s', async (_what, listed) => {
    sam.list(listed);
    expect(await outcome()).toBe('pass');
  });

  it('are judged by us too, should the list answer more than was asked', () => {
    const rows = readSamPage(
      Buffer.from(
        JSON.stringify({
          totalRecords: 1,
          excludedEntity: [samRecord({ first: 'Marisol', last: 'Example-Reyes', state: 'NV' })],
        }),
      ),
    ).exclusions;
    expect(judgeSam(person, rows).outcome).toBe('pass');
  });

  it('are read over several pages, up to a measure', async () => {
    const same = { first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA' };
    sam.list(...Array.from({ length: 23 }, () => same));
    expect((await client().lookUp(person)).exclusions).toHaveLength(23);
    expect(sam.requests).toHaveLength(4);
    sam.list(...Array.from({ length: 51 }, () => same));
    expect(await troubleOf(client({ tries: 1 }).lookUp(person))).toContain('too many');
  });

  it('send the key in a header, and it is in no address and no evidence', async () => {
    sam.list({ first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA' });
    const { request, raw, sha256, answeredAt } = await client().lookUp(person);
    expect(sam.requests.map(({ headers }) => headers['x-api-key'])).toEqual([samKey, samKey]);
    expect(request + raw.toString()).not.toContain(samKey);
    expect(sam.requests.map(({ url }) => url.href).join(' ')).toBe(request);
    expect([sha256, answeredAt]).toEqual([createHash('sha256').update(raw).digest('hex'), instant]);
  });
});

describe('SAM.gov that misbehaves', () => {
  it.each<[OutsideMode, string]>([
    ['html', 'web page'],
    ['truncated', 'cut off or garbled'],
    ['down', 'could not be reached'],
    ['unavailable', 'HTTP status 503'],
  ])('%s: is asked four times, then it is trouble and no finding', async (mode, words) => {
    sam.mode = mode;
    expect(await troubleOf(client().lookUp(person))).toContain(words);
    expect(sam.requests).toHaveLength(4);
  });

  it('late: each try has its own time limit', async () => {
    sam.mode = 'late';
    expect(await troubleOf(client({ timeoutMilliseconds: 100, tries: 2 }).lookUp(person))).toBe(
      'SAM.gov did not answer within 0.1 seconds.',
    );
  });

  it('and then is back: the answer counts', async () => {
    sam.misbehave('unavailable', 2);
    expect(await outcome()).toBe('pass');
  });

  it('refusing the key: says so without it', async () => {
    const words = await troubleOf(client({ apiKey: 'another-key' }).lookUp(person));
    expect(words).toBe('SAM.gov answered with HTTP status 403.');
  });

  it.each([
    ['nothing', {}],
    ['a count alone', { totalRecords: 3 }],
    ['records without a count', { excludedEntity: [] }],
  ])('answering %s: is trouble, not a pass', (_what, body) => {
    expect(() => readSamPage(Buffer.from(JSON.stringify(body)))).toThrow(SourceTrouble);
  });
});
