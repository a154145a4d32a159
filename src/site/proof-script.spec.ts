import { webcrypto } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { proofScript } from './proof-script.js';

const secrets = { hmacSignatureSecret: 'invented for this test', hmacKeySignatureSecret: 'also invented' };
const options = { algorithm: 'PBKDF2/SHA-256', cost: 10, deriveKey, ...secrets };

async function proofOf(challenge: Challenge): Promise<Payload> {
  const globals = { crypto: webcrypto, performance, btoa };
  const prove = runInNewContext(`${proofScript};prove`, globals) as (challenge: Challenge) => Promise<string>;
  return JSON.parse(Buffer.from(await prove(challenge), 'base64').toString()) as Payload;
}

describe('the proof of work that a browser does', () => {
  it.each([0, 7, 8, 300])('finds the counter %i and satisfies the library of the server', async (counter) => {
    const challenge = await createChallenge({ ...options, counter, data: { purpose: 'apply' } });
    const proof = await proofOf(challenge);
    expect(proof.solution.counter).toBe(counter);
    expect(await verifySolution({ ...proof, deriveKey, ...secrets })).toMatchObject({ verified: true });
  });

  it('is worth nothing for another challenge', async () => {
    const { solution } = await proofOf(await createChallenge({ ...options, counter: 20 }));
    const challenge = await createChallenge({ ...options, counter: 20 });
    expect(await verifySolution({ challenge, solution, deriveKey, ...secrets })).toMatchObject({ verified: false });
  });

  it('reads algorithm, key length and prefix from the challenge', async () => {
    const challenge = await createChallenge({ ...options, algorithm: 'PBKDF2/SHA-512', keyLength: 64, keyPrefix: '0' });
    const proof = await proofOf(challenge);
    expect(proof.solution.derivedKey).toMatch(/^0[0-9a-f]{127}$/);
    expect(await verifySolution({ ...proof, deriveKey, ...secrets })).toMatchObject({ verified: true });
  });
});
