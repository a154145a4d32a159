import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Mailer } from '../platform/mailer.js';
import { newLink } from './application-links.js';
import { letterRound } from './letter-round.js';
import type { Moment } from './load-membership.js';
import {
  expiryLetter,
  memberFacts,
  memberLetter,
  type Ending,
  type MemberFact,
  type MemberLetter,
} from './member-words.js';
import type { SuspensionCause } from './membership-facts.js';

interface Addressee {
  physicianId: string;
  name: string;
  suspension: SuspensionCause | null;
  /** Of the file that their links lead to. */
  applicationId: string;
  email: string;
}

interface Reminder {
  id: number;
  subject: Ending;
  endsOn: string;
  physicianId: string;
}

/** Writes to members. Handed over within the transaction that notes it: at least once, under one Message-ID a cause. */
@Injectable()
export class MemberLetters {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly mailer: Mailer,
  ) {}

  /** About one fact of a membership; nothing for facts that members are not told of. */
  async tellOf(tx: Tx, eventId: number, at: Date): Promise<void> {
    const event = await tx.first<{ name: string; physicianId: string }>(
      `select name, subject_id as "physicianId" from event where id = $1 and subject_kind = 'physician'`,
      [eventId],
    );
    const fact = memberFacts.find((name) => name === event?.name);
    if (!event || !fact) return;
    await this.send(tx, event.physicianId, `physician-${eventId}`, at, (to, link) => this.letterOn(fact, to, link));
  }

  /** Reminders of licenses and terms that end, each once, as {@link letterRound} does. Answers how many were sent or had nobody to go to. */
  async tellDue({ now }: Moment): Promise<number> {
    const due = await this.database.rows<{ id: number }>(untold);
    return letterRound(
      due.map(({ id }) => id),
      (id) => this.database.transaction((tx) => this.remind(tx, id, now)),
      (id) => this.database.run('update expiry_reminder set failed_at = $2 where id = $1', [id, now]),
    );
  }

  /** Sends one, unless another worker does. Throws where the mail was not taken. */
  private async remind(tx: Tx, id: number, at: Date): Promise<void> {
    const reminder = await tx.first<Reminder>(`${reminders} and r.id = $1 for no key update of r skip locked`, [id]);
    if (!reminder) return;
    const { subject, endsOn, physicianId } = reminder;
    const sent = await this.send(tx, physicianId, `expiry-${id}`, at, (_to, link) =>
      expiryLetter(subject, endsOn, link),
    );
    await tx.run(sent ? toldReminder : unaddressed, [id, ...(sent ? [at] : [])]);
  }

  /** A finding that was cleared after the term leaves the member hidden: they are told of that. */
  private letterOn(fact: MemberFact, { suspension }: Addressee, link: string): MemberLetter {
    const { name, contact } = this.config.publisher;
    const told = fact === 'physician.reinstated' && suspension !== null ? 'physician.suspended' : fact;
    return memberLetter(told, { publisher: name, contact, link, suspension });
  }

  private async send(
    tx: Tx,
    physicianId: string,
    cause: string,
    at: Date,
    compose: (to: Addressee, link: string) => MemberLetter,
  ): Promise<boolean> {
    const to = await tx.first<Addressee>(addressee, [physicianId]);
    if (!to) return false;
    // In the fragment, which no server and no log sees.
    const link = `${this.config.publicUrl}/apply/status#${await newLink(tx, to.applicationId, 'status', at)}`;
    const { subject, paragraphs } = compose(to, link);
    const text = [`Hello ${to.name},`, ...paragraphs, this.config.publisher.name].join('\n\n');
    const messageId = `${cause}@${new URL(this.config.publicUrl).hostname}`;
    await this.mailer.send({ messageId, to: to.email, subject, text: `${text}\n` });
    return true;
  }
}

// The address that was confirmed last, and the file that is worked on now, if there is one.
const addressee = `
  select p.id as "physicianId", p.given_name || ' ' || p.family_name as name, p.suspension, a.id as "applicationId", a.email
    from physician p join application a on p.id in (a.physician_id, a.member_id)
   where p.id = $1 and a.email <> '' and a.status not in ('declined', 'withdrawn', 'expired')
     and a.email = (select l.email from application l where l.physician_id = p.id and l.status = 'approved' order by l.decided_at desc limit 1)
   order by a.status = 'approved', a.submitted_at desc limit 1`;

const reminders = `
  select r.id, coalesce(c.kind, 'membership') as subject, r.ends_on as "endsOn", coalesce(c.physician_id, p.id) as "physicianId"
    from expiry_reminder r
    left join credential c on r.subject = 'credential' and c.id = r.subject_id
    left join physician p on r.subject = 'membership' and p.id = r.subject_id
   where r.told_at is null and r.suppressed is null and coalesce(c.physician_id, p.id) is not null`;
const untold = `${reminders} order by r.failed_at nulls first, r.id`;
const toldReminder = 'update expiry_reminder set told_at = $2 where id = $1';
const unaddressed = `update expiry_reminder set suppressed = 'There is no address of the member.' where id = $1`;
