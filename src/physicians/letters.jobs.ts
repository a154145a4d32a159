import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { Mailer } from '../platform/mailer.js';
import { newLink } from './application-links.js';
import { letterRound } from './letter-round.js';
import { MemberLetters } from './member-letters.js';
import { letterFor, type LetterFacts } from './letters.js';

/** Writes to applicants. Handed over within the transaction that makes the link: at least once, under one Message-ID a fact. */
@Injectable()
export class LetterJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly mailer: Mailer,
    private readonly members: MemberLetters,
  ) {}

  @Handles('physicians.tell')
  async tell(delivery: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await delivery.claim(tx))) return;
      const facts = await tx.first<LetterFacts & { id: string; email: string }>(query, [delivery.eventId]);
      if (facts) await this.send(tx, facts, `application-${delivery.eventId ?? 0}`);
      else if (delivery.eventId) await this.members.tellOf(tx, delivery.eventId, this.clock.now());
      await delivery.done(tx);
    });
  }

  /** Sends every recorded reminder of a question, as {@link letterRound} does. */
  async remindAll(): Promise<void> {
    const unsent = await this.database.rows<{ id: number }>(unsentReminders);
    await letterRound(
      unsent.map(({ id }) => id),
      (id) => this.remind(id),
      (id) => this.database.run(missedReminder, [id, this.clock.now()]),
    );
  }

  /** Sends one, unless the question was answered meanwhile. Throws where the mail was not taken. */
  private async remind(reminderId: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const mine = await tx.first(openReminder, [reminderId]);
      if (!mine) return;
      const facts = await tx.first<LetterFacts & { id: string; email: string }>(remindedOf, [reminderId]);
      if (facts) await this.send(tx, facts, `question-${reminderId}`);
      await tx.run(facts ? sentReminder : answeredReminder, [reminderId, ...(facts ? [this.clock.now()] : [])]);
    });
  }

  private async send(tx: Tx, facts: LetterFacts & { id: string; email: string }, name: string): Promise<void> {
    const confirming = facts.status === 'awaiting-email';
    const secret = await newLink(tx, facts.id, confirming ? 'confirmation' : 'status', this.clock.now());
    // In the fragment, which no server and no log sees.
    const link = `${this.config.publicUrl}/apply/${confirming ? 'confirm' : 'status'}#${secret}`;
    const { subject, paragraphs } = letterFor(facts, link, this.config.publisher.name);
    // Before the address is confirmed, the name may be a stranger's words to its owner.
    const greeting = confirming ? 'Hello,' : `Hello ${facts.givenName} ${facts.familyName},`;
    const text = [greeting, ...paragraphs, this.config.publisher.name];
    const host = new URL(this.config.publicUrl).hostname;
    await this.mailer.send({
      messageId: `${name}@${host}`,
      to: facts.email,
      subject,
      text: `${text.join('\n\n')}\n`,
    });
  }
}

const columns = `a.id, a.email, a.status, a.given_name as "givenName", a.family_name as "familyName", a.asked as question,
         a.decline_reason as "declineReason", a.appealed_at is not null as appealed, member_is_shown(p.status) as shown,
         (select d.note from application_decision d where d.application_id = a.id order by d.signed_at desc limit 1) as note`;

const unsentReminders = `
  select id from question_reminder where outcome = 'notified' and sent_at is null order by failed_at nulls first, id`;
const openReminder = `select 1 from question_reminder where id = $1 and outcome = 'notified' and sent_at is null for update skip locked`;
const missedReminder = 'update question_reminder set failed_at = $2 where id = $1';
const sentReminder = 'update question_reminder set sent_at = $2 where id = $1';
const answeredReminder = `update question_reminder set outcome = 'suppressed', reason = 'overtaken before it was sent' where id = $1`;
const remindedOf = `
  select ${columns}, 'reminder' as event
    from question_reminder r join application a on a.id = r.application_id and a.status = 'needs-info' and a.asked_at = r.asked_at
    left join physician p on p.id = a.physician_id
   where r.id = $1`;

// Whose address was forgotten is written to no more: as when it was never confirmed.
const query = `
  select ${columns}, e.name as event
    from event e join application a on a.id = e.subject_id left join physician p on p.id = a.physician_id
   where e.id = $1 and e.subject_kind = 'application' and a.email <> ''`;
