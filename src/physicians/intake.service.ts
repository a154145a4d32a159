import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { networkOf, Secrets, type RequestSource } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Missing, Refused } from '../platform/errors.js';
import { appendEvent, lockHead } from '../platform/event-store.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { ApplicationOutcome } from './application-effects.js';
import { ApplicationLimits } from './application-limits.js';
import { newLink, redeem, sessionOwner } from './application-links.js';
import { Applications } from './applications.service.js';
import type { Declared } from './check.js';
import { changedFields, columnsOf, formProblems, type Form } from './declared.js';
import type { LoadedApplication } from './load-application.js';
import type { Moment } from './load-membership.js';
import { beginRenewal } from './member-decisions.js';
import { isOpenFile } from './open-file.js';

/** What an applicant answers: words, fields put right, and, of a renewal, the name that attests to it. */
export interface ApplicantAnswer {
  words: string;
  fields: Partial<Declared>;
  attestedName?: string | undefined;
}

/** An applicant's side: applying, confirming the address, following the status, answering, withdrawing, appealing. */
@Injectable()
export class Intake {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly limits: ApplicationLimits,
    private readonly applications: Applications,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Takes an application. Answers nothing, so that nobody learns whether a number or an address is known; what is wrong with
   * the form itself is said ({@link Invalid}). Nothing is checked before the address is confirmed.
   */
  async apply(form: Form, solved: string, source: RequestSource): Promise<void> {
    await this.refuseUnsound(form);
    if (!(await this.limits.mayApply(form, source))) return;
    await this.database.transaction((tx) => this.insert(tx, form, solved, source));
    this.relay.wakeAfter('application.submitted');
  }

  /** Sends the link again, if there is such a file. Says nothing either way. */
  async sendAgain(email: string, source: RequestSource): Promise<void> {
    await this.limits.countLink(source);
    if (!(await this.limits.mayMail(email))) return;
    const asked = await this.database.transaction((tx) => this.requestLink(tx, email.toLowerCase(), source.requestId));
    if (asked) this.relay.wakeAfter('application.link-requested');
  }

  /** The button behind the first mail. Answers the secret of a session. Throws {@link Missing} for a link that does not work. */
  async confirm(secret: string, requestId: string): Promise<string> {
    const at = this.clock.now();
    const session = await this.database.transaction(async (tx) => {
      const id = await redeem(tx, secret, 'confirmation', at);
      const effect = ({ facts }: LoadedApplication): ApplicationOutcome => {
        const disputed = facts.application.npiTaken || facts.application.contested;
        return { set: { confirmed_at: at, disputed }, payload: { disputed } };
      };
      await this.applications.carryOut(
        tx,
        { id, name: 'confirm', actor: null, by: 'applicant', requestId, effect },
        at,
      );
      return newLink(tx, id, 'session', at);
    });
    this.relay.wakeAfter('application.confirmed');
    return session;
  }

  /** The button on the status page: exchanges the mailed link for a session. Throws {@link Missing}. */
  async exchange(secret: string): Promise<string> {
    const at = this.clock.now();
    return this.database.transaction(async (tx) => newLink(tx, await redeem(tx, secret, 'status', at), 'session', at));
  }

  /** The application behind a session's secret. Throws {@link Missing}. */
  async applicationOf(session: string | undefined): Promise<string> {
    const id = session && (await sessionOwner(this.database, session, this.clock.now()));
    if (!id) throw new Missing('application');
    return id;
  }

  /** Answers a question: words, and fields put right. Only checks that read a field which moved are made anew. */
  async answer(id: string, { words, fields, attestedName }: ApplicantAnswer, requestId: string): Promise<void> {
    const effect = async (loaded: LoadedApplication, tx: Tx): Promise<ApplicationOutcome> => {
      const { declared, dataRevision } = loaded;
      const moved = changedFields(declared, fields);
      if (moved.includes('npi') || moved.includes('email'))
        throw new Refused([
          { code: 'identity', message: 'The number and the address stay: withdraw, and apply anew.' },
        ]);
      await this.refuseUnsound({ ...declared, ...fields });
      const revision = dataRevision + 1;
      const changed = JSON.stringify(Object.fromEntries(moved.map((field) => [field, revision])));
      await tx.run('update application set changed = changed || $2::jsonb where id = $1', [id, changed]);
      return {
        set: {
          ...columnsOf(fields),
          answer: words,
          data_revision: revision,
          ...(attestedName ? { attested_name: attestedName } : {}),
        },
        payload: { dataRevision: revision, fields: moved },
        after: () => beginRenewal(tx, loaded, this.moment(), requestId),
      };
    };
    const input = attestedName ? { attestedName } : {};
    await this.applications.perform({ id, name: 'answer', input, actor: null, by: 'applicant', requestId, effect });
  }

  private moment(): Moment {
    const now = this.clock.now();
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }

  private async refuseUnsound(declared: Declared): Promise<void> {
    const problems = formProblems(declared);
    const known = await this.database.first('select 1 from specialty where slug = $1', [declared.specialty]);
    if (!known) problems.push({ code: 'specialty', message: 'Choose one of the specialties on the form.' });
    if (problems.length > 0) throw new Invalid(problems);
  }

  private async insert(tx: Tx, form: Form, solved: string, source: RequestSource): Promise<void> {
    const id = uuid();
    const at = this.clock.now();
    const columns = {
      ...columnsOf(form),
      attested_name: form.attestedName,
      filled_in_seconds: form.filledInSeconds,
      network_hash: this.secrets.pseudonym(networkOf(source.address)),
      submitted_at: at,
      proof: solved,
    };
    const names = Object.keys(columns);
    const taken = await tx.run(
      `insert into application (id, status, ${names.join(', ')}) values ($1, 'awaiting-email', ${names.map((_, n) => `$${n + 2}`).join(', ')})
       on conflict (proof) do nothing`,
      [id, ...Object.values(columns)],
    );
    if (taken === 0) throw Invalid.of('proof', 'This form was sent before: load the page again.');
    await appendEvent(
      tx,
      { kind: 'application', id, eventCount: 0, headHash: '' },
      {
        name: 'application.submitted',
        at,
        actorId: null,
        requestId: source.requestId,
        moves: [{ kind: 'application', id, from: null, to: 'awaiting-email' }],
        payload: { specialty: form.specialty },
      },
    );
  }

  private async requestLink(tx: Tx, email: string, requestId: string): Promise<boolean> {
    const file = await tx.first<{ id: string }>(
      `select a.id from application a where a.email = $1 order by a.confirmed_at is not null desc, ${isOpenFile('a')} desc, a.submitted_at desc limit 1`,
      [email],
    );
    const head = file && (await lockHead(tx, 'application', file.id));
    if (!head) return false;
    const at = this.clock.now();
    await appendEvent(tx, head, {
      name: 'application.link-requested',
      at,
      actorId: null,
      requestId,
      moves: [],
      payload: {},
    });
    return true;
  }
}
