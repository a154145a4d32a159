import { Injectable } from '@nestjs/common';
import { type RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Database } from '../platform/database.js';
import { TooMany } from '../platform/errors.js';
import { postgresLimiter } from './postgres-limiter.js';
import { networkOf, type RequestSource } from './request-source.js';
import { Secrets } from './secrets.js';

const minute = 60;

/** Thrown when a limit is passed; `first` on the try that passes it, so that a flood leaves one line in the log. */
export class LimitPassed extends TooMany {
  constructor(
    retryAfterSeconds: number,
    readonly first: boolean,
  ) {
    super(retryAfterSeconds);
  }
}

/**
 * Counts tries over all processes, in PostgreSQL through the shared pool; a try is counted before it is judged.
 * A key that the body names (the address) always stands beside one that it cannot choose (the network, the signed-in account).
 */
@Injectable()
export class SignInLimits {
  private readonly network: RateLimiterPostgres;
  private readonly addressFromNetwork: RateLimiterPostgres;
  private readonly address: RateLimiterPostgres;
  private readonly reauthentication: RateLimiterPostgres;
  private readonly resetMail: RateLimiterPostgres;
  private readonly resetNetwork: RateLimiterPostgres;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
  ) {
    this.network = postgresLimiter(database, 'network', 200, 15 * minute);
    this.addressFromNetwork = postgresLimiter(database, 'address-network', 10, 15 * minute);
    this.address = postgresLimiter(database, 'address', 40, 60 * minute);
    this.reauthentication = postgresLimiter(database, 'reauthentication', 5, 5 * minute);
    this.resetMail = postgresLimiter(database, 'reset-mail', 3, 60 * minute);
    this.resetNetwork = postgresLimiter(database, 'reset-network', 30, 60 * minute);
  }

  /** Counts a sign-in, alike for known and unknown addresses. Throws {@link LimitPassed}. */
  async countSignIn(email: string, source: RequestSource): Promise<void> {
    await consumeOrThrow(this.network, this.networkKey(source));
    await consumeOrThrow(this.addressFromNetwork, this.pairKey(email, source));
    await consumeOrThrow(this.address, this.addressKey(email));
  }

  /** A sign-in that worked is not held against the next. */
  async forgiveSignIn(email: string, source: RequestSource): Promise<void> {
    await this.addressFromNetwork.delete(this.pairKey(email, source));
    await this.address.reward(this.addressKey(email), 1);
    await this.network.reward(this.networkKey(source), 1);
  }

  /** Whoever proved to own the mailbox starts with a clean count. */
  async forgiveAddress(email: string): Promise<void> {
    await this.address.delete(this.addressKey(email));
  }

  /** Counts one showing of password or code inside a session: five in five minutes. Throws {@link LimitPassed}. */
  countReauthentication(accountId: string): Promise<void> {
    return consumeOrThrow(this.reauthentication, accountId);
  }

  async forgiveReauthentication(accountId: string): Promise<void> {
    await this.reauthentication.delete(accountId);
  }

  /** Counts a step of a password reset from this network. Throws {@link LimitPassed}. */
  countReset(source: RequestSource): Promise<void> {
    return consumeOrThrow(this.resetNetwork, this.networkKey(source));
  }

  /** May another reset mail go to this address? Silent, since the answer to the caller is always the same. */
  async mayMailReset(email: string): Promise<boolean> {
    return consumeOrThrow(this.resetMail, this.addressKey(email)).then(
      () => true,
      (error: unknown) => {
        if (error instanceof LimitPassed) return false;
        throw error;
      },
    );
  }

  private networkKey(source: RequestSource): string {
    return this.secrets.pseudonym(networkOf(source.address));
  }

  private addressKey(email: string): string {
    return this.secrets.pseudonym(email);
  }

  private pairKey(email: string, source: RequestSource): string {
    return this.secrets.pseudonym(`${email}\n${networkOf(source.address)}`);
  }
}

/** Counts one use. Throws {@link LimitPassed} where there were too many. */
export async function consumeOrThrow(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    throw new LimitPassed(Math.ceil(rejection.msBeforeNext / 1000), rejection.consumedPoints === limiter.points + 1);
  }
}
