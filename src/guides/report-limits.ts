import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { blockOf, consumeOrThrow, networkOf, Secrets, type RequestSource, postgresLimiter } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Invalid } from '../platform/errors.js';

const hour = 3600;
const day = 24 * hour;
/** Seconds that a person needs for the form at least, and for which it may lie open. */
const [fastest, longest] = [3, day];

/**
 * How often one network, one block of them and all together may report; counted in PostgreSQL under keyed names that are gone with
 * their hour or day. The form is dated and signed, since without scripts it can prove no work.
 */
@Injectable()
export class ReportLimits {
  private readonly network: RateLimiterPostgres;
  private readonly block: RateLimiterPostgres;
  private readonly page: RateLimiterPostgres;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {
    this.network = postgresLimiter(database, 'report-network', 6, hour);
    this.block = postgresLimiter(database, 'report-block', 40, day);
    this.page = postgresLimiter(database, 'report-guide', 200, day);
  }

  /** Counts one report. Throws `TooMany`. */
  async count(guideId: string, { address }: RequestSource): Promise<void> {
    await consumeOrThrow(this.network, this.secrets.pseudonym(networkOf(address)));
    await consumeOrThrow(this.block, this.secrets.pseudonym(blockOf(address)));
    await consumeOrThrow(this.page, guideId);
  }

  /** When the form was handed out, signed. */
  formToken(): string {
    const at = this.clock.now().getTime();
    return `${at}.${this.signature(at)}`;
  }

  /** Throws {@link Invalid} for a form that we did not hand out, or that was filled in too fast or too late. */
  requireFilledByHand(token: string): void {
    const [at = '', signature = ''] = token.split('.');
    const known = /^\d{1,15}$/.test(at) && signature === this.signature(Number(at));
    const seconds = (this.clock.now().getTime() - Number(at)) / 1000;
    if (!known || seconds > longest)
      throw Invalid.of('opened', 'This page had been open for too long. Please send it again.');
    if (seconds < fastest) throw Invalid.of('opened', 'That was very fast. Please look it over and send it again.');
  }

  private signature(at: number): string {
    return this.secrets.pseudonym(`report form ${at}`);
  }
}
