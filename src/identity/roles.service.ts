import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused, type Reason } from '../platform/errors.js';
import { lockAccount, recordOnAccount } from './account-chain.js';
import type { Actor, Role } from './actor.js';

export interface WantedRole {
  role: Role;
  categoryId?: string | undefined;
  expiresAt?: Date | undefined;
}

interface GrantFacts {
  disabled: boolean;
  held: boolean;
  category_unknown: boolean;
  /** The wish ends in the past. */
  past: boolean;
  /** The wish lasts longer than a privilege may. */
  beyond: boolean;
}

/** Months after which a safety holder must be granted anew. */
const safetyMonths = 12;
// Any fixed number: whoever changes who is admin takes this turn first.
const adminsTurn = 4_502_118;

/** Takes the turn of changing who is admin, and lists those who are. Call it before any account is locked. */
export async function lockAdmins(tx: Tx, now: Date): Promise<string[]> {
  await tx.run('select pg_advisory_xact_lock($1)', [adminsTurn]);
  const rows = await tx.rows<{ account_id: string }>("select account_id from role_holders($1) where role = 'admin'", [
    now,
  ]);
  return rows.map((row) => row.account_id);
}

/** Granting and taking away. Nobody grants themselves anything; the last admin stays. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Grants a role; it counts from that person's next request. Answers the grant's id. Throws {@link Refused} with all reasons. */
  async grant(actor: Actor, accountId: string, wanted: WantedRole): Promise<string> {
    requireSession(actor);
    return this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const head = await lockAccount(tx, accountId);
      const categoryId = wanted.categoryId ?? null;
      const expiresAt = wanted.expiresAt ?? null;
      const facts = await tx.one<GrantFacts>(grantFacts, [accountId, wanted.role, categoryId, expiresAt, at]);
      const reasons = reasonsAgainst(facts, wanted, actor.accountId === accountId);
      if (reasons.length > 0) throw new Refused(reasons);
      await tx.run(closeExpired, [accountId, wanted.role, at]);
      const id = uuid();
      await tx.run(
        'insert into account_role (id, account_id, role, category_id, granted_by, granted_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, accountId, wanted.role, categoryId, actor.accountId, at, expiresAt],
      );
      await tx.run('update account set version = version + 1 where id = $1', [accountId]);
      await recordOnAccount(tx, head, { at, actor }, 'account.role-granted', {
        role: wanted.role,
        categoryId,
        expiresAt: expiresAt?.toISOString() ?? null,
      });
      return id;
    });
  }

  /** Takes a role away, from that person's next request on. Throws {@link Missing} and {@link Refused}. */
  async revoke(actor: Actor, accountId: string, grantId: string): Promise<void> {
    requireSession(actor);
    await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const admins = await lockAdmins(tx, at);
      const head = await lockAccount(tx, accountId);
      const grant = await tx.first<{ role: Role; category_id: string | null }>(
        'select role, category_id from account_role where id = $1 and account_id = $2 and revoked_at is null',
        [grantId, accountId],
      );
      if (!grant) throw new Missing('role');
      if (grant.role === 'admin' && admins.every((id) => id === accountId)) {
        throw lastAdmin();
      }
      await tx.run('update account_role set revoked_at = $2, revoked_by = $3 where id = $1', [
        grantId,
        at,
        actor.accountId,
      ]);
      await tx.run('update account set version = version + 1 where id = $1', [accountId]);
      await recordOnAccount(tx, head, { at, actor }, 'account.role-revoked', {
        role: grant.role,
        categoryId: grant.category_id,
      });
    });
  }
}

const grantFacts = `
  select a.disabled_at is not null as disabled,
         exists (select 1 from account_role r where r.account_id = a.id and r.role = $2 and r.category_id is not distinct from $3::uuid
                    and r.revoked_at is null and (r.expires_at is null or r.expires_at > $5)) as held,
         $3::uuid is not null and not exists (select 1 from category c where c.id = $3) as category_unknown,
         coalesce($4::timestamptz <= $5, false) as past,
         coalesce($4::timestamptz > $5::timestamptz + make_interval(months => ${safetyMonths}), true) as beyond
    from account a where a.id = $1`;

// An expired grant still stands in the index of live ones: it is closed with the instant at which it ended.
const closeExpired = `
  update account_role set revoked_at = expires_at where account_id = $1 and role = $2 and revoked_at is null and expires_at <= $3`;

function reasonsAgainst(facts: GrantFacts, wanted: WantedRole, toOneself: boolean): Reason[] {
  const reasons: [applies: boolean, code: string, message: string][] = [
    [toOneself, 'self', 'Nobody grants a role to themselves: ask another admin.'],
    [facts.disabled, 'disabled', 'This account is disabled.'],
    [facts.held, 'held', `This person holds the role ${wanted.role} already.`],
    [wanted.categoryId !== undefined && wanted.role !== 'lead', 'category', 'Only a lead is granted for one category.'],
    [facts.category_unknown, 'category', 'There is no such category.'],
    [facts.past, 'expired', 'The expiry has passed.'],
    [
      wanted.role === 'safety' && facts.beyond,
      'expiry',
      `Safety is granted for at most ${safetyMonths} months: name its expiry.`,
    ],
  ];
  return reasons.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}

function lastAdmin(): Refused {
  return new Refused([{ code: 'last-admin', message: 'Nobody else is admin: grant it to another person first.' }]);
}

function requireSession(actor: Actor): void {
  if (actor.via === 'token') throw new Forbidden('An API token cannot do this: sign in yourself.');
}
