import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';

/** One notice in somebody's inbox. */
export interface InboxEntry {
  id: number;
  /** The fact, or what the calendar found: `revision.approved`, `reminder`, … */
  kind: string;
  urgency: 'now' | 'digest';
  title: string;
  body: string;
  /** A path of the desk. */
  link: string;
  createdAt: Date;
  readAt: Date | null;
}

export interface InboxFilter {
  unread: boolean;
  /** The last id seen. */
  before: number | undefined;
  limit: number;
}

/** What a person was told. Everybody sees their own only. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  list(accountId: string, { unread, before, limit }: InboxFilter): Promise<InboxEntry[]> {
    return this.database.rows<InboxEntry>(
      `select id, kind, urgency, title, body, link, created_at as "createdAt", read_at as "readAt" from notification
        where account_id = $1 and channel = 'inbox' and ($2::bigint is null or id < $2) ${unread ? 'and read_at is null' : ''}
        order by id desc limit $3`,
      [accountId, before ?? null, limit],
    );
  }

  async countUnread(accountId: string): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      `select count(*)::int as count from notification where account_id = $1 and channel = 'inbox' and read_at is null`,
      [accountId],
    );
    return count;
  }

  /** Marks one as read; read again, it keeps its first time. Throws {@link Missing}, also for somebody else's. */
  async read(accountId: string, id: number): Promise<void> {
    const found = await this.database.run(
      `update notification set read_at = coalesce(read_at, $3) where id = $2 and account_id = $1 and channel = 'inbox'`,
      [accountId, id, this.clock.now()],
    );
    if (found === 0) throw new Missing('notice');
  }

  /** Marks all up to and with the one named as read: what came in since it was listed stays unread. Answers how many. */
  readUpTo(accountId: string, id: number): Promise<number> {
    return this.database.run(
      `update notification set read_at = $3 where id <= $2 and account_id = $1 and channel = 'inbox' and read_at is null`,
      [accountId, id, this.clock.now()],
    );
  }
}
