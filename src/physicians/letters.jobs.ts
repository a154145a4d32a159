import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { Mailer } from '../platform/mailer.js';
import { newLink } from './application-links.js';
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
      const facts = await tx.first<LetterFacts & { id: string; email: string }>(query, [delivery.eventId]);
      if (facts) await this.send(tx, facts, delivery.eventId ?? 0);
      else if (delivery.eventId) await this.members.tellOf(tx, delivery.eventId, this.clock.now());
      await delivery.done(tx);
    });
  }

  private async send(tx: Tx, facts: LetterFacts & { id: string; email: string }, eventId: number): Promise<void> {
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
      messageId: `application-${eventId}@${host}`,
      to: facts.email,
      subject,
      text: `${text.join('\n\n')}\n`,
    });
  }
}

const query = `
  select a.id, a.email, e.name as event, a.status, a.given_name as "givenName", a.family_name as "familyName", a.asked as question,
         a.decline_reason as "declineReason", a.appealed_at is not null as appealed, member_is_shown(p.status) as shown,
         (select d.note from application_decision d where d.application_id = a.id order by d.signed_at desc limit 1) as note
    from event e join application a on a.id = e.subject_id left join physician p on p.id = a.physician_id
   where e.id = $1 and e.subject_kind = 'application'`;
