import { Injectable } from '@nestjs/common';
import { createChallenge, randomInt, verifySolution, type Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { Secrets } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Invalid } from '../platform/errors.js';

/** Iterations a guess, and guesses until the answer: a browser takes about a second, a flood takes as many processors. */
const iterations = 5000;
const [fewestGuesses, mostGuesses] = [100, 300];
const minutesToSend = 60;

/** A puzzle before the form (ALTCHA): no tracking, no third party. */
@Injectable()
export class ProofOfWork {
  private readonly signature: string;
  private readonly keySignature: string;

  constructor(
    secrets: Secrets,
    private readonly clock: Clock,
  ) {
    this.signature = secrets.pseudonym('proof of work: challenge');
    this.keySignature = secrets.pseudonym('proof of work: key');
  }

  /** A signed challenge; nothing is kept of it. */
  challenge(): Promise<object> {
    return createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: iterations,
      counter: randomInt(mostGuesses, fewestGuesses),
      deriveKey,
      // Signed with the rest: the library would judge an expiry by the machine's clock.
      data: { madeAt: this.clock.now().getTime() },
      hmacSignatureSecret: this.signature,
      hmacKeySignatureSecret: this.keySignature,
    });
  }

  /** Checks a solution as the form sends it. Answers what tells it apart, so that it counts once. Throws {@link Invalid}. */
  async verify(proof: string): Promise<string> {
    const payload = read(proof);
    const madeAt = Number(payload?.challenge.parameters.data?.['madeAt']);
    const inTime = this.clock.now().getTime() - madeAt <= minutesToSend * 60_000;
    const checked =
      payload && (await verifySolution({ ...payload, deriveKey, ...this.signing() }).catch(() => undefined));
    if (!payload || !inTime || !checked?.verified)
      throw Invalid.of('proof', 'The puzzle of the form was not solved, or is too old: load the page again.');
    return String(payload.challenge.signature);
  }

  private signing(): { hmacSignatureSecret: string; hmacKeySignatureSecret: string } {
    return { hmacSignatureSecret: this.signature, hmacKeySignatureSecret: this.keySignature };
  }
}

function read(proof: string): Payload | undefined {
  try {
    const payload = JSON.parse(Buffer.from(proof, 'base64').toString('utf8')) as Partial<Payload> | null;
    const { challenge, solution } = payload ?? {};
    if (!isRecord(challenge) || !isRecord(challenge.parameters) || !isRecord(solution)) return undefined;
    return { challenge: { parameters: challenge.parameters, signature: String(challenge.signature) }, solution };
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
