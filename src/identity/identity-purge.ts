import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';

/** Deletes what has served its time. For an hourly job; running it twice does no harm. */
@Injectable()
export class IdentityPurge {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Sessions and reset links that have ended, and lines of the security log older than a year, but for accounts under a legal hold. */
  async run(): Promise<void> {
    const now = this.clock.now();
    await this.database.run('delete from session where expires_at <= $1', [now]);
    await this.database.run('delete from password_reset where expires_at <= $1', [now]);
    await this.database.run(
      `delete from security_log where at < $1::timestamptz - interval '1 year'
          and (account_id is null or not legally_held('account', account_id))`,
      [now],
    );
  }
}
