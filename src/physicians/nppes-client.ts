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
import { type NppesAnswer, readNppesAnswer, RegistryTrouble } from './nppes-answer.js';

/** An answer of the registry and what proves it. */
export interface Evidence {
  /** Who said it. */
  source: string;
  /** The URL that was asked. It holds no secret. */
  request: string;
  answeredAt: Date;
  /** The bytes as they came. */
  raw: Buffer;
  /** Of `raw`, hexadecimal. */
  sha256: string;
  answer: NppesAnswer;
}

export interface NppesClientOptions {
  /** For example `https://npiregistry.cms.hhs.gov/api/`. */
  baseUrl: string;
  now: () => Date;
  /** How many requests may start in a second. */
  requestsPerSecond?: number;
  /** For one try: from its start to the last byte. */
  timeoutMilliseconds?: number;
  tries?: number;
  /** Before the second try; doubled and scattered before each further one. */
  pauseMilliseconds?: number;
  /** So many failed tries in a row, and the registry is left alone … */
  failuresToRest?: number;
  /** … for so long. */
  restMilliseconds?: number;
  maxBytes?: number;
}

const defaults = {
  requestsPerSecond: 2,
  timeoutMilliseconds: 10_000,
  tries: 4,
  pauseMilliseconds: 500,
  failuresToRest: 8,
  restMilliseconds: 60_000,
  maxBytes: 1_048_576,
};

/**
 * Asks the public registry of the Centers for Medicare & Medicaid Services about one number at a time. Make one for a
 * process: the spacing of requests and the rest after failures are its own. It remembers no answers.
 */
export class NppesClient {
  private readonly options: Required<NppesClientOptions>;
  private readonly withRetries: ReturnType<typeof retriesOf>;
  private readonly inTime: ReturnType<typeof timeout>;
  /** Resolves when the next request may start. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: NppesClientOptions) {
    this.options = { ...defaults, ...options };
    this.withRetries = retriesOf(this.options);
    this.inTime = timeout(this.options.timeoutMilliseconds, TimeoutStrategy.Aggressive);
  }

  /**
   * What the registry holds about a number. With all tries and pauses it may take most of a minute.
   * Throws {@link RegistryTrouble} when no try brought an answer.
   */
  async lookUp(npi: string): Promise<Evidence> {
    const url = new URL(this.options.baseUrl);
    url.searchParams.set('version', '2.1');
    url.searchParams.set('number', npi);
    try {
      return await this.withRetries.execute(() => this.ask(url, npi));
    } catch (error) {
      throw this.inPlainWords(error);
    }
  }

  private async ask(url: URL, npi: string): Promise<Evidence> {
    await this.myTurn();
    const raw = await this.inTime.execute(({ signal }) => download(url, signal, this.options.maxBytes));
    return {
      source: 'NPPES NPI Registry',
      request: url.href,
      answeredAt: this.options.now(),
      raw,
      sha256: createHash('sha256').update(raw).digest('hex'),
      answer: readNppesAnswer(raw, npi),
    };
  }

  private myTurn(): Promise<unknown> {
    const mine = this.turn;
    this.turn = mine.then(() => wait(1000 / this.options.requestsPerSecond));
    return mine;
  }

  private inPlainWords(error: unknown): RegistryTrouble {
    if (error instanceof RegistryTrouble) return error;
    const { timeoutMilliseconds } = this.options;
    if (error instanceof TaskCancelledError)
      return trouble(`The registry did not answer within ${timeoutMilliseconds / 1000} seconds.`, error);
    if (error instanceof BrokenCircuitError)
      return trouble('The registry failed too often in a row and is left alone for a while.', error);
    return trouble('The registry could not be reached.', error);
  }
}

function trouble(message: string, cause: unknown): RegistryTrouble {
  return new RegistryTrouble(message, { cause });
}

/** Tries again, except while the registry is left alone. */
function retriesOf(options: Required<NppesClientOptions>) {
  const again = retry(
    handleWhen((error) => !(error instanceof BrokenCircuitError)),
    {
      maxAttempts: options.tries - 1,
      backoff: new ExponentialBackoff({ initialDelay: options.pauseMilliseconds }),
    },
  );
  const rest = circuitBreaker(handleAll, {
    halfOpenAfter: options.restMilliseconds,
    breaker: new ConsecutiveBreaker(options.failuresToRest),
  });
  return wrap(again, rest);
}

/** The body of an answer. A redirect is refused: the evidence names the address that was asked. */
async function download(url: URL, signal: AbortSignal, maxBytes: number): Promise<Buffer> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new RegistryTrouble(`The registry answered with HTTP status ${response.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new RegistryTrouble(`The registry’s answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
