import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Log } from '../platform/log.js';
import { Mailer } from '../platform/mailer.js';
import { type Failure, handOver, inRounds, lastTry, pauseAfter, tryable } from './sending.js';

interface Claimed {
  id: number;
  messageId: string;
  to: string;
  title: string;
  body: string;
  link: string;
  attempts: number;
}

/** E-mail that does not wait for the digest: each message on its own, whatever becomes of the others. */
@Injectable()
export class OutgoingMail {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly mailer: Mailer,
    private readonly log: Log,
  ) {}

  /** Sends what is unsent and may be tried now: of one event, or of all; at most so many. */
  async send(eventId: number | null = null, most = Infinity): Promise<void> {
    await inRounds(async () => {
      const claimed = await this.claim(eventId);
      return claimed ? { failure: await this.sendOne(claimed) } : 'nothing';
    }, most);
  }

  /** Takes one message for this process. The id under which it goes out is stored before it does. */
  private claim(eventId: number | null): Promise<Claimed | undefined> {
    return this.database.first<Claimed>(
      `update notification n
          set attempts = attempts + 1, try_after = $1::timestamptz + ${pauseAfter},
              message_id = coalesce(message_id, 'notification-' || n.id || '@' || $3)
         from account a
        where a.id = n.account_id and n.id = (
          select id from notification
           where channel = 'email' and urgency = 'now' and sent_at is null and ${tryable} and ($2::bigint is null or event_id = $2)
             and account_id in (select id from account where disabled_at is null)
           order by id limit 1 for update skip locked)
       returning n.id, n.message_id as "messageId", a.email as to, n.title, n.body, n.link, n.attempts`,
      [this.clock.now(), eventId, new URL(this.config.publicUrl).hostname],
    );
  }

  private async sendOne({ id, messageId, to, title, body, link, attempts }: Claimed): Promise<Failure | undefined> {
    const { publicUrl, publisher } = this.config;
    const text = `${body}\n\n${publicUrl}${link}\n\n${publisher.name}\n`;
    const failure = await handOver(this.mailer, { messageId, to, subject: title, text });
    await this.database.run(
      `update notification set failure = $2, sent_at = case when $2::text is null then $3::timestamptz end where id = $1 and sent_at is null`,
      [id, failure?.text ?? null, this.clock.now()],
    );
    if (failure && attempts >= lastTry) this.log.error({ notificationId: id }, 'mail given up: see the notification');
    else if (failure) this.log.warn({ notificationId: id, attempts }, 'mail failed, will be tried again');
    return failure;
  }
}
