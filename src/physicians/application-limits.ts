import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { consumeOrThrow, networkOf, Secrets, type RequestSource } from '../identity/index.js';
import { Database } from '../platform/database.js';
import { TooMany } from '../platform/errors.js';

const hour = 3600;
const day = 24 * hour;

/** How often one network, one number and one address may apply (`domain.md` C13). Counted in PostgreSQL over all processes. */
@Injectable()
export class ApplicationLimits {
  private readonly network: RateLimiterPostgres;
  private readonly number: RateLimiterPostgres;
  private readonly address: RateLimiterPostgres;
  private readonly linkNetwork: RateLimiterPostgres;
  private readonly linkMail: RateLimiterPostgres;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {
    this.network = this.limiter('apply-network', 5, hour);
    this.number = this.limiter('apply-npi', 3, day);
    this.address = this.limiter('apply-address', 3, day);
    this.linkNetwork = this.limiter('apply-link-network', 30, hour);
    this.linkMail = this.limiter('apply-link-mail', 3, hour);
  }

  /** Counts one application. Throws {@link TooMany}. */
  async countApplication({ npi, email }: { npi: string; email: string }, source: RequestSource): Promise<void> {
    await consumeOrThrow(this.network, this.secrets.pseudonym(networkOf(source.address)));
    await consumeOrThrow(this.number, this.secrets.pseudonym(npi));
    await consumeOrThrow(this.address, this.secrets.pseudonym(email.toLowerCase()));
  }

  /** Counts one use of “send my link again”. Throws {@link TooMany}. */
  countLink(source: RequestSource): Promise<void> {
    return consumeOrThrow(this.linkNetwork, this.secrets.pseudonym(networkOf(source.address)));
  }

  /** May another link go to this address? Silent, since the answer to the caller is always the same. */
  async mayMail(email: string): Promise<boolean> {
    try {
      await consumeOrThrow(this.linkMail, this.secrets.pseudonym(email.toLowerCase()));
      return true;
    } catch (error) {
      if (error instanceof TooMany) return false;
      throw error;
    }
  }

  private limiter(keyPrefix: string, points: number, duration: number): RateLimiterPostgres {
    return new RateLimiterPostgres({
      storeClient: this.database.source,
      storeType: 'typeorm',
      tableName: 'rate_limit',
      tableCreated: true,
      keyPrefix,
      points,
      duration,
    });
  }
}
