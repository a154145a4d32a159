import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { blockOf, consumeOrThrow, networkOf, Secrets, type RequestSource, postgresLimiter } from '../identity/index.js';
import { Database } from '../platform/database.js';
import { TooMany } from '../platform/errors.js';

const hour = 3600;
const day = 24 * hour;

/** How often one network, one block of them, one number and one address may apply (`domain.md` C13). Counted in PostgreSQL over all processes. */
@Injectable()
export class ApplicationLimits {
  private readonly network: RateLimiterPostgres;
  private readonly block: RateLimiterPostgres;
  private readonly number: RateLimiterPostgres;
  private readonly address: RateLimiterPostgres;
  private readonly linkNetwork: RateLimiterPostgres;
  private readonly linkMail: RateLimiterPostgres;
  private readonly documents: RateLimiterPostgres;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
  ) {
    this.network = postgresLimiter(database, 'apply-network', 5, hour);
    this.block = postgresLimiter(database, 'apply-block', 20, day);
    this.number = postgresLimiter(database, 'apply-npi', 3, day);
    this.address = postgresLimiter(database, 'apply-address', 3, day);
    this.linkNetwork = postgresLimiter(database, 'apply-link-network', 30, hour);
    this.linkMail = postgresLimiter(database, 'apply-link-mail', 3, hour);
    this.documents = postgresLimiter(database, 'apply-documents', 40, hour);
  }

  /**
   * Counts one application. Throws {@link TooMany} for network and block alone; whether number or address are used up is answered to us, not
   * to the caller, who would learn that somebody applied.
   */
  async mayApply({ npi, email }: { npi: string; email: string }, source: RequestSource): Promise<boolean> {
    await consumeOrThrow(this.network, this.secrets.pseudonym(networkOf(source.address)));
    await consumeOrThrow(this.block, this.secrets.pseudonym(blockOf(source.address)));
    return (await this.within(this.number, npi)) && (await this.within(this.address, email.toLowerCase()));
  }

  /** Counts one use of “send my link again”. Throws {@link TooMany}. */
  countLink(source: RequestSource): Promise<void> {
    return consumeOrThrow(this.linkNetwork, this.secrets.pseudonym(networkOf(source.address)));
  }

  /** May another link go to this address? Silent, since the answer to the caller is always the same. */
  mayMail(email: string): Promise<boolean> {
    return this.within(this.linkMail, email.toLowerCase());
  }

  /** Counts one document that an applicant sends, taken or not. Throws {@link TooMany}. */
  countDocument(applicationId: string): Promise<void> {
    return consumeOrThrow(this.documents, this.secrets.pseudonym(applicationId));
  }

  private async within(limiter: RateLimiterPostgres, key: string): Promise<boolean> {
    try {
      await consumeOrThrow(limiter, this.secrets.pseudonym(key));
      return true;
    } catch (error) {
      if (error instanceof TooMany) return false;
      throw error;
    }
  }
}
