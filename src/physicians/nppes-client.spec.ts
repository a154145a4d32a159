import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { registryRecord } from '../../test/support/registry-record.js';
import { type RegistryMode, RegistryServer } from '../../test/support/registry-server.js';
import { RegistryTrouble } from './nppes-answer.js';
import { NppesClient, type NppesClientOptions } from './nppes-client.js';

const npi = '1234567893';
const instant = new Date('2026-11-22T09:30:00Z');
let registry: RegistryServer;

beforeEach(async () => {
  registry = await RegistryServer.start();
  registry.put(registryRecord({ npi, first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', license: 'A00000' }));
});

afterEach(() => registry.stop());

function client(options: Partial<NppesClientOptions> = {}): NppesClient {
  const quick = { requestsPerSecond: 1000, timeoutMilliseconds: 5000, pauseMilliseconds: 1 };
  return new NppesClient({ baseUrl: registry.url, now: () => instant, ...quick, ...options });
}

async function troubleOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof RegistryTrouble) return error.message;
    throw error;
  }
  throw new Error('There was an answer.');
}

describe('a look-up in the registry', () => {
  it('brings the record with the proof: address, instant, bytes and their digest', async () => {
    const { source, request, answeredAt, raw, sha256, answer } = await client().lookUp(npi);
    expect([source, answeredAt]).toEqual(['NPPES NPI Registry', instant]);
    expect(request).toBe(`${registry.url}?version=2.1&number=${npi}`);
    expect(registry.requests.map(({ url }) => url)).toEqual([request]);
    expect(sha256).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(JSON.parse(raw.toString())).toMatchObject({ result_count: 1 });
    expect(answer).toMatchObject({ kind: 'found', record: { number: npi, name: { last: 'EXAMPLE-REYES' } } });
  });

  it('takes “there is none” and “deactivated” for answers and does not ask again', async () => {
    registry.deactivate('1669463816');
    const answers = [await client().lookUp('1720377294'), await client().lookUp('1669463816')];
    expect(answers.map(({ answer }) => answer.kind)).toEqual(['not-found', 'deactivated']);
    expect(registry.requests).toHaveLength(2);
  });

  it('cannot be led to another question by what somebody typed', async () => {
    await client().lookUp(`${npi}&version=1.0#`);
    expect(new URL(registry.requests[0]!.url).searchParams.getAll('version')).toEqual(['2.1']);
  });
});

describe('a registry that misbehaves', () => {
  it.each<[RegistryMode, string]>([
    ['wrong-person', 'another person’s record'],
    ['html', 'web page'],
    ['truncated', 'cut off or garbled'],
    ['cut', 'could not be reached'],
    ['down', 'could not be reached'],
    ['unavailable', 'HTTP status 503'],
    ['moved', 'could not be reached'],
    ['refusing', 'No valid search criteria'],
  ])('%s: is asked four times, then it is trouble and no finding', async (mode, words) => {
    registry.mode = mode;
    expect(await troubleOf(client().lookUp(npi))).toContain(words);
    expect(registry.requests).toHaveLength(4);
  });

  it('late: each try has its own time limit', async () => {
    registry.mode = 'late';
    const words = await troubleOf(client({ timeoutMilliseconds: 150, tries: 2 }).lookUp(npi));
    expect(words).toBe('The registry did not answer within 0.15 seconds.');
    expect(registry.requests).toHaveLength(2);
  });

  it.each<RegistryMode>(['wrong-person', 'html', 'truncated', 'cut', 'down', 'unavailable'])(
    '%s and then back: the answer is the right person’s',
    async (mode) => {
      registry.misbehave(mode, 3);
      const { answer } = await client().lookUp(npi);
      expect(answer).toMatchObject({ kind: 'found', record: { number: npi } });
      expect(registry.requests).toHaveLength(4);
    },
  );

  it('gone: nobody listens any more', async () => {
    const asking = client({ baseUrl: 'http://127.0.0.1:1/api/' });
    expect(await troubleOf(asking.lookUp(npi))).toBe('The registry could not be reached.');
  });

  it('endless: an answer is not read beyond the limit', async () => {
    const words = await troubleOf(client({ maxBytes: 100 }).lookUp(npi));
    expect(words).toBe('The registry’s answer is longer than 100 bytes.');
  });
});

describe('a registry that fails again and again', () => {
  it('is left alone: further questions are trouble without being asked', async () => {
    registry.mode = 'unavailable';
    const patient = client({ tries: 2, failuresToRest: 2 });
    await troubleOf(patient.lookUp(npi));
    expect(await troubleOf(patient.lookUp(npi))).toContain('left alone');
    expect(registry.requests).toHaveLength(2);
  });

  it('is asked again after its rest', async () => {
    registry.mode = 'unavailable';
    const patient = client({ tries: 2, failuresToRest: 2, restMilliseconds: 0 });
    await troubleOf(patient.lookUp(npi));
    registry.mode = 'right';
    expect((await patient.lookUp(npi)).answer.kind).toBe('found');
    expect((await patient.lookUp(npi)).answer.kind).toBe('found');
  });
});

describe('requests', () => {
  it('start one after another at the agreed rate, however many are wanted at once', async () => {
    const polite = client({ requestsPerSecond: 50 });
    await Promise.all(Array.from({ length: 6 }, () => polite.lookUp(npi)));
    const times = registry.requests.map(({ at }) => at);
    // Five gaps of 20 ms; the first request is slowed by its connection.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(60);
  });

  it('that are tried again wait their turn too', async () => {
    registry.mode = 'unavailable';
    await troubleOf(client({ requestsPerSecond: 50, tries: 6 }).lookUp(npi));
    const times = registry.requests.map(({ at }) => at);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(60);
  });
});
