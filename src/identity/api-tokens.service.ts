import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Forbidden, Invalid, Missing } from '../platform/errors.js';
import { requireReauthentication, type Actor } from './actor.js';
import { actorColumns, actorFrom, type ActorRow } from './actor-row.js';
import { newSecret, secretHash } from './secrets.js';
import { SecurityLog } from './security-log.js';

export const longestTokenDays = 365;
const day = 86_400_000;
const minute = 60_000;

export interface ApiTokenEntry {
  id: string;
  name: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

const readActor = `
  select ${actorColumns}, t.id as token_id, t.used_at
    from api_token t
    join account a on a.id = t.account_id and a.disabled_at is null
    left join lateral roles_of(a.id, $2) h on true
   where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2
   group by a.id, t.id`;

/** Bearer tokens for programs. They carry the account's roles, but never sign, grant, or manage what signing in needs. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Who a token stands for, with the roles of this instant, in one read; nothing when it does not work. */
  async actor(token: string, requestId: string): Promise<Actor | undefined> {
    const now = this.clock.now();
    const row = await this.database.first<ActorRow & { token_id: string; used_at: Date | null }>(readActor, [
      secretHash(token),
      now,
    ]);
    if (!row) return undefined;
    if (now.getTime() - (row.used_at?.getTime() ?? 0) >= minute) {
      await this.database.run('update api_token set used_at = $2 where id = $1', [row.token_id, now]);
    }
    return actorFrom(row, { via: 'token', sessionHash: null, reauthenticatedAt: null, method: 'token', requestId });
  }

  /** Creates a token; the only time its secret is known. Needs a fresh re-authentication: a token outlives the session. */
  async create(actor: Actor, wanted: { name: string; expiresAt: Date }): Promise<ApiTokenEntry & { token: string }> {
    const now = this.clock.now();
    requireReauthentication(actor, now);
    if (wanted.expiresAt <= now) throw Invalid.of('expiresAt', 'The expiry has passed.');
    if (wanted.expiresAt.getTime() - now.getTime() > longestTokenDays * day) {
      throw Invalid.of('expiresAt', `A token lasts at most ${longestTokenDays} days.`);
    }
    const token = newSecret('imp_');
    const id = uuid();
    await this.database.transaction(async (tx) => {
      await tx.run(
        'insert into api_token (id, account_id, name, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
        [id, actor.accountId, wanted.name, secretHash(token), now, wanted.expiresAt],
      );
      await this.securityLog.record(
        'token-created',
        { accountId: actor.accountId, requestId: actor.requestId, detail: { tokenId: id } },
        tx,
      );
    });
    return { id, name: wanted.name, createdAt: now, expiresAt: wanted.expiresAt, usedAt: null, token };
  }

  async list(actor: Actor): Promise<ApiTokenEntry[]> {
    return this.database.rows<ApiTokenEntry>(
      `select id, name, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
         from api_token where account_id = $1 and revoked_at is null and expires_at > $2 order by created_at desc, id`,
      [actor.accountId, this.clock.now()],
    );
  }

  /** Revokes one of the person's own tokens; it is refused from the next request on. */
  async revoke(actor: Actor, id: string): Promise<void> {
    if (actor.via === 'token') throw new Forbidden('An API token cannot do this: sign in yourself.');
    await this.database.transaction(async (tx) => {
      const revoked = await tx.run(
        'update api_token set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null',
        [id, actor.accountId, this.clock.now()],
      );
      if (revoked === 0) throw new Missing('token');
      await this.securityLog.record(
        'token-revoked',
        { accountId: actor.accountId, requestId: actor.requestId, detail: { tokenId: id } },
        tx,
      );
    });
  }
}
