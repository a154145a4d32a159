import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';

/** A source gave no answer that can be used: it is tried again and never counts for or against a person. */
export class SourceTrouble extends Error {
  override readonly name: string = 'SourceTrouble';
}

/** What proves an answer. */
export interface SourceEvidence {
  /** Who said it. */
  source: string;
  /** What was asked. It holds no secret. */
  request: string;
  answeredAt: Date;
  /** What was answered, as it is kept. */
  raw: Buffer;
  /** Of `raw`, hexadecimal. */
  sha256: string;
}

/** How a source is asked. */
export interface SourceManners {
  /** How many requests may start in a second. */
  requestsPerSecond?: number;
  /** For one try: from its start to the last byte. */
  timeoutMilliseconds?: number;
  tries?: number;
  /** Before the second try; doubled and scattered before each further one. */
  pauseMilliseconds?: number;
  /** So many failed tries in a row, and the source is left alone … */
  failuresToRest?: number;
  /** … for so long. */
  restMilliseconds?: number;
  maxBytes?: number;
}

interface Named {
  /** As messages call it at the beginning of a sentence, for example “The registry”. */
  called: string;
  Trouble: new (message: string, options?: ErrorOptions) => SourceTrouble;
}

const defaults: Required<SourceManners> = {
  requestsPerSecond: 2,
  timeoutMilliseconds: 10_000,
  tries: 4,
  pauseMilliseconds: 500,
  failuresToRest: 8,
  restMilliseconds: 60_000,
  maxBytes: 1_048_576,
};

/**
 * Somebody outside who is asked over HTTP: politely, again after a failure, and not at all for a while after many. Make one for a
 * process: the spacing of requests and the rest after failures are its own.
 */
export class OutsideSource {
  private readonly manners: Required<SourceManners>;
  private readonly withRetries: ReturnType<typeof retriesOf>;
  private readonly inTime: ReturnType<typeof timeout>;
  /** Resolves when the next request may start. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly named: Named,
    manners: SourceManners,
  ) {
    const given = Object.entries(manners).filter(([, value]) => value !== undefined);
    this.manners = { ...defaults, ...Object.fromEntries(given) };
    this.withRetries = retriesOf(this.manners);
    this.inTime = timeout(this.manners.timeoutMilliseconds, TimeoutStrategy.Aggressive);
  }

  /** Puts a question, of one request or several, as often as agreed. Throws the source's trouble when no try brought an answer. */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.withRetries.execute(question);
    } catch (error) {
      throw this.inPlainWords(error);
    }
  }

  /** One request of a question, when its turn has come. Throws for any status but those `accepted`. */
  async request(
    url: URL,
    init: RequestInit = {},
    accepted: readonly number[] = [200],
  ): Promise<{ status: number; body: Buffer }> {
    await this.myTurn();
    return this.inTime.execute(({ signal }) => this.download(url, { ...init, signal }, accepted));
  }

  private myTurn(): Promise<unknown> {
    const mine = this.turn;
    this.turn = mine.then(() => wait(1000 / this.manners.requestsPerSecond));
    return mine;
  }

  /** A redirect is refused: the evidence names the address that was asked, and a secret is for that one alone. */
  private async download(url: URL, init: RequestInit, accepted: readonly number[]) {
    const { called } = this.named;
    const headers = { accept: 'application/json', ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(url, { ...init, redirect: 'error', headers });
    if (!accepted.includes(response.status)) {
      await response.body?.cancel();
      throw this.trouble(`${called} answered with HTTP status ${response.status}.`);
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > this.manners.maxBytes)
        throw this.trouble(`${called}’s answer is longer than ${this.manners.maxBytes} bytes.`);
      chunks.push(chunk);
    }
    return { status: response.status, body: Buffer.concat(chunks) };
  }

  private inPlainWords(error: unknown): SourceTrouble {
    const { called } = this.named;
    if (error instanceof SourceTrouble) return error;
    if (error instanceof TaskCancelledError)
      return this.trouble(`${called} did not answer within ${this.manners.timeoutMilliseconds / 1000} seconds.`, error);
    if (error instanceof BrokenCircuitError)
      return this.trouble(`${called} failed too often in a row and is left alone for a while.`, error);
    return this.trouble(`${called} could not be reached.`, error);
  }

  private trouble(message: string, cause?: unknown): SourceTrouble {
    return new this.named.Trouble(message, { cause });
  }
}

/** SHA-256 of bytes, hexadecimal. */
export function digestOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex');
}

/** Tries again, except while the source is left alone. */
function retriesOf(manners: Required<SourceManners>) {
  const again = retry(
    handleWhen((error) => !(error instanceof BrokenCircuitError)),
    {
      maxAttempts: manners.tries - 1,
      backoff: new ExponentialBackoff({ initialDelay: manners.pauseMilliseconds }),
    },
  );
  const rest = circuitBreaker(handleAll, {
    halfOpenAfter: manners.restMilliseconds,
    breaker: new ConsecutiveBreaker(manners.failuresToRest),
  });
  return wrap(again, rest);
}
