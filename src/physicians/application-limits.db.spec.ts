import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { Secrets } from '../identity/index.js';
import { TooMany } from '../platform/errors.js';
import { ApplicationLimits } from './application-limits.js';

let chronicle: Chronicle;
let limits: ApplicationLimits;
let serial = 0;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  limits = new ApplicationLimits(chronicle.database, new Secrets(chronicle.config));
});
afterEach(() => chronicle.close());

/** Somebody new applies from there. */
const applies = (address: string): Promise<boolean> => {
  serial += 1;
  const form = { npi: `number ${serial}`, email: `ada.${serial}@practice.example` };
  return limits.mayApply(form, { address, userAgent: null, requestId: 'request' });
};
async function allApply(addresses: string[]): Promise<void> {
  for (const address of addresses) expect(await applies(address)).toBe(true);
}
const twenty = Array.from({ length: 20 }, (_, n) => n);

describe('Applications', () => {
  it('from one address are five an hour', async () => {
    await allApply(twenty.slice(0, 5).map(() => '203.0.113.9'));
    await expect(applies('203.0.113.9')).rejects.toThrow(TooMany);
    expect(await applies('203.0.113.10')).toBe(true);
  });

  it.each([
    ['/24', (n: number) => `203.0.113.${n}`, '203.0.114.1'],
    ['/48', (n: number) => `2001:db8:1:${n}::1`, '2001:db8:2::1'],
  ])('from one %s are twenty a day, however many addresses they come from', async (_name, at, elsewhere) => {
    await allApply(twenty.map(at));
    await expect(applies(at(77))).rejects.toThrow(TooMany);
    expect(await applies(elsewhere)).toBe(true);
  });
});
