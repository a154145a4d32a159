import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Refused, type Reason } from '../platform/errors.js';
import { once, type IdempotentRequest } from '../platform/idempotency.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { Lane } from './application-facts.js';
import { Applications, type ApplicationDone } from './applications.service.js';

/** Which queue somebody wants a file of; all of them where nothing is said. */
export interface QueueFilter {
  group?: string | undefined;
  lane?: Lane | undefined;
}

/** Gives out the files that wait, the most pressing first. */
@Injectable()
export class Claims {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly applications: Applications,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Claims the next file that this person may take. Whoever asks at the same time gets another one, and waits for nobody.
   * Throws {@link Refused} where there is none, and says why.
   */
  async next(filter: QueueFilter, actor: Actor, idempotency: IdempotentRequest | null): Promise<ApplicationDone> {
    const at = this.clock.now();
    const answer = await this.database.transaction((tx) =>
      once(tx, idempotency, at, async () => ({ status: 201, body: await this.take(tx, filter, actor, at) })),
    );
    if (!answer.replayed) this.relay.wakeAfter('application.claimed');
    return answer.body;
  }

  private async take(tx: Tx, { group, lane }: QueueFilter, actor: Actor, at: Date): Promise<ApplicationDone> {
    // Account before file, as every claim does: one person's claims come one after the other.
    await tx.run('select 1 from account where id = $1 for no key update', [actor.accountId]);
    const asked = [actor.accountId, group ?? null, lane ?? null];
    const today = civilDate(at, this.config.publisher.timeZone);
    const file = await tx.first<{ id: string }>(nextFile, [...asked, today]);
    if (!file) throw new Refused(reasons(await tx.one<Waiting>(waitingFor, asked)), 'There is no file to take.');
    const command = { id: file.id, name: 'claim', actor, by: 'person', requestId: actor.requestId } as const;
    return this.applications.carryOut(tx, command, at);
  }
}

const waits = `a.status in ('queued', 'escalated', 'appealed')
  and ($2::text is null or a.specialty_group = $2) and ($3::text is null or a.lane = $3)`;

const nextFile = `
  select a.id from application a where ${waits} and may_decide(a.id, $1)
   order by queue_priority(a.status, a.lane, a.due_on, $4::date), a.due_on nulls last, a.queued_at, a.id
   limit 1 for no key update of a skip locked`;

interface Waiting {
  waiting: number;
  /** Those that they may take, and that somebody else has in hand at this moment. */
  busy: number;
  unskilled: number;
  another: number;
  concerned: number;
}

const waitingFor = `
  select count(*)::integer as waiting, (count(*) filter (where may_decide(a.id, $1)))::integer as busy,
         (count(*) filter (where not is_skilled(a.id, $1)))::integer as unskilled,
         (count(*) filter (where $1::uuid in (a.escalated_by, a.decided_by)))::integer as another,
         (count(*) filter (where is_concerned(a.id, $1)))::integer as concerned
    from application a where ${waits}`;

/** Why there is nothing for this person, with everything that waits for others. */
function reasons({ waiting, busy, unskilled, another, concerned }: Waiting): Reason[] {
  if (waiting === 0) return [{ code: 'nothing', message: 'Nothing waits.' }];
  const causes: [code: string, count: number, words: string][] = [
    ['busy', busy, 'in the hands of somebody else at this moment: try again'],
    ['skilled', unskilled, 'of states that you do not take files of'],
    ['another', another, 'prepared or decided by you, for another person'],
    ['concerned', concerned, 'about you, a relative, or somebody you referred'],
  ];
  const against = causes.filter(([, count]) => count > 0);
  return [
    { code: 'nothing', message: `Nothing waits that you may take; ${waiting} for others.` },
    ...against.map(([code, count, words]) => ({ code, message: `${count} ${words}.` })),
  ];
}
