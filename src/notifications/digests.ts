import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Log } from '../platform/log.js';
import { Mailer } from '../platform/mailer.js';
import type { Moment } from './parties.js';
import { type Failure, handOver, inRounds, lastTry, pauseAfter, tryable } from './sending.js';
import { counted, longDate } from './wording.js';

/** The hour of the publisher's day from which digests go out. */
export const digestHour = 8;
/** Notices that one digest spells out; the inbox has them all. */
const longestList = 200;

interface Claimed {
  accountId: string;
  civilDate: string;
  messageId: string;
  to: string;
  name: string;
  attempts: number;
}

interface Listed {
  title: string;
  body: string;
  link: string;
}

/** One message a person and civil day, with everything that could wait. */
@Injectable()
export class Digests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly mailer: Mailer,
    private readonly log: Log,
  ) {}

  /** Makes today's digests, at most one a person, and settles what each lists: a later notice waits for tomorrow's. */
  async make({ now, today }: Moment): Promise<void> {
    await this.database.run(
      `with made as (
         insert into digest (account_id, civil_date, message_id, created_at)
         select n.account_id, $2::date, 'digest-' || n.account_id || '-' || $2::date || '@' || $3, $1
           from notification n join account a on a.id = n.account_id and a.disabled_at is null
          where n.channel = 'email' and n.urgency = 'digest' and n.digest_on is null
          group by n.account_id order by n.account_id
         on conflict (account_id, civil_date) do nothing returning account_id
       )
       update notification n set digest_on = $2::date from made
        where n.account_id = made.account_id and n.channel = 'email' and n.urgency = 'digest' and n.digest_on is null`,
      [now, today, new URL(this.config.publicUrl).hostname],
    );
  }

  /** Sends every digest that is unsent and may be tried now. */
  async send(): Promise<void> {
    await inRounds(async () => {
      const claimed = await this.claim();
      return claimed ? { failure: await this.sendOne(claimed) } : 'nothing';
    });
  }

  private claim(): Promise<Claimed | undefined> {
    return this.database.first<Claimed>(
      `update digest d set attempts = attempts + 1, try_after = $1::timestamptz + ${pauseAfter}
         from account a
        where a.id = d.account_id and (d.account_id, d.civil_date) = (
          select account_id, civil_date from digest
           where sent_at is null and ${tryable} and account_id in (select id from account where disabled_at is null)
           order by civil_date, account_id limit 1 for update skip locked)
       returning d.account_id as "accountId", d.civil_date as "civilDate", d.message_id as "messageId", a.email as to, a.name, d.attempts`,
      [this.clock.now()],
    );
  }

  private async sendOne(digest: Claimed): Promise<Failure | undefined> {
    const { accountId, civilDate, messageId, to, attempts } = digest;
    const listed = await this.database.rows<Listed>(
      'select title, body, link from notification where account_id = $1 and digest_on = $2 order by id',
      [accountId, civilDate],
    );
    const subject = `${counted(listed.length, 'notice')} for ${longDate(civilDate)}`;
    const failure = await handOver(this.mailer, { messageId, to, subject, text: this.text(digest.name, listed) });
    await this.settle(digest, failure?.text);
    if (failure && attempts >= lastTry) this.log.error({ accountId, civilDate }, 'digest given up: see the digest');
    else if (failure) this.log.warn({ accountId, civilDate, attempts }, 'digest failed, will be tried again');
    return failure;
  }

  private async settle({ accountId, civilDate }: Claimed, failure: string | undefined): Promise<void> {
    await this.database.run(
      `with settled as (
         update digest set failure = $3, sent_at = case when $3::text is null then $4::timestamptz end
          where account_id = $1 and civil_date = $2 and sent_at is null returning sent_at
       )
       update notification n set sent_at = settled.sent_at from settled
        where n.account_id = $1 and n.digest_on = $2 and settled.sent_at is not null`,
      [accountId, civilDate, failure ?? null, this.clock.now()],
    );
  }

  private text(name: string, listed: Listed[]): string {
    const { publicUrl, publisher } = this.config;
    const shown = listed.slice(0, longestList).map(({ title, body, link }) => `${title}\n${body}\n${publicUrl}${link}`);
    const more = listed.length - shown.length;
    const rest = more > 0 ? [`And ${counted(more, 'notice')} more in your inbox.`] : [];
    return [`Hello ${name},`, ...shown, ...rest, `${publisher.name}\n`].join('\n\n');
  }
}
