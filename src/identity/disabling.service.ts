import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, lockHead } from '../platform/event-store.js';
import { lockAccount, recordOnAccount, type Act } from './account-chain.js';
import type { Actor } from './actor.js';
import { lockAdmins } from './roles.service.js';
import { Sessions } from './sessions.service.js';

export interface Disabling {
  successorId?: string | undefined;
  reason: string;
}

/** Puts reviews back into the queue, within the transaction that disables their assignee; what reviews are is known further up. */
export type ReturnReviews = (tx: Tx, reviewIds: string[]) => Promise<void>;

interface Belongings {
  disabled: boolean;
  guides: string[];
  reviews: string[];
  successor_fits: boolean;
}

/** Closing an account without losing what it looks after. Its history, signatures and bylines stay. */
@Injectable()
export class AccountDisabling {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Disables an account from its next request on, ends its sessions, revokes its tokens, hands its guides to the successor and
   * its reviews back to the queue: one act. A review that it gets at the same moment returns with the next freshness sweep.
   * Throws {@link Refused} with all reasons.
   */
  async disable(
    actor: Actor,
    accountId: string,
    { successorId, reason }: Disabling,
    returnReviews: ReturnReviews,
  ): Promise<void> {
    if (actor.via === 'token') throw new Forbidden('An API token cannot do this: sign in yourself.');
    await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const admins = await lockAdmins(tx, at);
      const head = await lockBoth(tx, accountId, successorId);
      const facts = await tx.one<Belongings>(belongings, [accountId, successorId ?? null, at]);
      const reasons = reasonsAgainst(facts, {
        accountId,
        successorId,
        self: actor.accountId === accountId,
        lastAdmin: isLast(admins, accountId),
      });
      if (reasons.length > 0) throw new Refused(reasons);
      await this.close(tx, accountId, at);
      if (successorId) await handOver(tx, facts.guides, successorId, { at, actor });
      await returnReviews(tx, facts.reviews);
      await recordOnAccount(tx, head, { at, actor, note: reason }, 'account.disabled', {
        successorId: successorId ?? null,
        guides: facts.guides,
        reviews: facts.reviews,
      });
    });
  }

  /** Opens it again with the roles it has; sessions and tokens must be made anew, guides stay with the successor. */
  async enable(actor: Actor, accountId: string): Promise<void> {
    if (actor.via === 'token') throw new Forbidden('An API token cannot do this: sign in yourself.');
    await this.database.transaction(async (tx) => {
      const head = await lockAccount(tx, accountId);
      const enabled = await tx.run(
        'update account set disabled_at = null, version = version + 1 where id = $1 and disabled_at is not null',
        [accountId],
      );
      if (enabled === 0) throw new Refused([{ code: 'enabled', message: 'This account is not disabled.' }]);
      await recordOnAccount(tx, head, { at: this.clock.now(), actor }, 'account.enabled', {});
    });
  }

  private async close(tx: Tx, accountId: string, at: Date): Promise<void> {
    await tx.run('update account set disabled_at = $2, version = version + 1 where id = $1', [accountId, at]);
    await tx.run('update api_token set revoked_at = $2 where account_id = $1 and revoked_at is null', [accountId, at]);
    await tx.run('delete from password_reset where account_id = $1 and used_at is null', [accountId]);
    await this.sessions.endAll(tx, accountId, null);
  }
}

/** One fact for each guide, as when its owner is changed by itself. */
async function handOver(tx: Tx, guideIds: string[], successorId: string, { at, actor }: Act): Promise<void> {
  for (const id of guideIds) {
    const head = await lockHead(tx, 'guide', id);
    if (!head) continue;
    await tx.run('update guide set owner_id = $2, version = version + 1 where id = $1', [id, successorId]);
    await appendEvent(tx, head, {
      name: 'guide.changed',
      at,
      actorId: actor?.accountId ?? null,
      requestId: actor?.requestId ?? null,
      moves: [],
      payload: { fields: ['owner'] },
    });
  }
}

// In id order, as everywhere: two people disabled in favor of each other must not wait for each other.
async function lockBoth(tx: Tx, accountId: string, successorId: string | undefined) {
  await tx.rows('select id from account where id = any ($1::uuid[]) order by id for no key update', [
    [accountId, successorId ?? accountId],
  ]);
  await tx.rows(
    `select id from guide where owner_id = $1 or id in (select guide_id from review where assignee_id = $1 and status = 'assigned')
      order by id for no key update`,
    [accountId],
  );
  return lockAccount(tx, accountId);
}

const belongings = `
  select a.disabled_at is not null as disabled,
         array(select g.id from guide g where g.owner_id = a.id order by g.id) as guides,
         array(select r.id from review r where r.assignee_id = a.id and r.status = 'assigned' order by r.id) as reviews,
         exists (select 1 from role_holders($3) h where h.account_id = $2 and h.role in ('editor', 'lead')) as successor_fits
    from account a where a.id = $1`;

interface Situation {
  accountId: string;
  successorId: string | undefined;
  self: boolean;
  lastAdmin: boolean;
}

function reasonsAgainst(facts: Belongings, { accountId, successorId, self, lastAdmin }: Situation): Reason[] {
  const named = successorId !== undefined;
  const reasons: [applies: boolean, code: string, message: string][] = [
    [self, 'self', 'Nobody disables themselves: ask another admin.'],
    [facts.disabled, 'disabled', 'This account is disabled already.'],
    [lastAdmin, 'last-admin', 'Nobody else is admin: grant it to another person first.'],
    [!named && facts.guides.length > 0, 'successor', `Name a successor for ${facts.guides.length} guide(s).`],
    [successorId === accountId, 'successor', 'The successor must be somebody else.'],
    [
      named && successorId !== accountId && !facts.successor_fits,
      'successor',
      'The successor must be an active editor or lead.',
    ],
  ];
  return reasons.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}

function isLast(admins: string[], accountId: string): boolean {
  return admins.length > 0 && admins.every((id) => id === accountId);
}
