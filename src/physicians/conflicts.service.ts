import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing } from '../platform/errors.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { Applications } from './applications.service.js';

/** What somebody is to an applicant. */
export const conflictCauses = ['relative', 'referrer'] as const;
export type ConflictCause = (typeof conflictCauses)[number];

/** What became of a declaration. */
export interface Declaration {
  applicationId: string;
  /** As it was declared first. */
  cause: ConflictCause;
  /** They held the file, and it went back to its queue. */
  released: boolean;
}

/** Verifiers who are close to an applicant: they say so themselves, and keep away from the file for good. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly applications: Applications,
    private readonly relay: OutboxRelay,
  ) {}

  /** Bars the one who declares it, and takes the file from them if they hold it. Twice is the same as once. Throws {@link Missing}. */
  async declare(applicationId: string, cause: ConflictCause, actor: Actor): Promise<Declaration> {
    const at = this.clock.now();
    const declaration = await this.database.transaction(async (tx) => {
      const holds = await isHeldBy(tx, applicationId, actor.accountId);
      await tx.run(
        'insert into application_bar (application_id, account_id, cause, at) values ($1, $2, $3, $4) on conflict do nothing',
        [applicationId, actor.accountId, cause, at],
      );
      if (holds) await this.release(tx, applicationId, actor, at);
      const kept = await tx.one<{ cause: ConflictCause }>(
        'select cause from application_bar where application_id = $1 and account_id = $2',
        [applicationId, actor.accountId],
      );
      return { applicationId, cause: kept.cause, released: holds };
    });
    if (declaration.released) this.relay.wakeAfter('application.released');
    return declaration;
  }

  /** Throws {@link Forbidden} for whoever the file is about, or who is close to them: the list is all that they see of it. */
  async refuseConcerned(applicationId: string, accountId: string): Promise<void> {
    const { concerned } = await this.database.one<{ concerned: boolean }>('select is_concerned($1, $2) as concerned', [
      applicationId,
      accountId,
    ]);
    if (concerned)
      throw new Forbidden('This file is about you, a relative, or somebody you referred: other verifiers work on it.');
  }

  private async release(tx: Tx, id: string, actor: Actor, at: Date): Promise<void> {
    await this.applications.carryOut(
      tx,
      {
        id,
        name: 'release',
        input: { reason: 'Conflict of interest.' },
        actor,
        by: 'person',
        requestId: actor.requestId,
        effect: () => ({
          set: { holder_id: null, lease_until: null },
          payload: { holderId: actor.accountId, conflict: true },
        }),
      },
      at,
    );
  }
}

/** Holds the confirmed file for the rest of the transaction. Is this person at it? Throws {@link Missing}. */
async function isHeldBy(tx: Tx, id: string, accountId: string): Promise<boolean> {
  const file = await tx.first<{ held: boolean }>(
    `select status = 'in-review' and holder_id = $2 as held from application
      where id = $1 and confirmed_at is not null for no key update`,
    [id, accountId],
  );
  if (!file) throw new Missing('application');
  return file.held;
}
