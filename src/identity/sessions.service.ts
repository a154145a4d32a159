import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import type { Actor } from './actor.js';
import { actorColumns, actorFrom, type ActorRow } from './actor-row.js';
import { newSecret, secretHash } from './secrets.js';
import { SecurityLog } from './security-log.js';

/** A session ends this many days after sign-in, whatever happens in it. */
export const sessionDays = 7;
const idleHours = 12;
const minute = 60_000;

/** One of a person's own sessions; `id` is the beginning of its stored hash. */
export interface SessionEntry {
  id: string;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  method: string;
  current: boolean;
}

interface SessionRow extends ActorRow {
  seen_at: Date;
  reauthenticated_at: Date | null;
  method: string;
}

const readActor = `
  select ${actorColumns}, s.seen_at, s.reauthenticated_at, s.method
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    left join lateral roles_of(a.id, $2) h on true
   where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $2::timestamptz - make_interval(hours => ${idleHours})
   group by a.id, s.token_hash`;

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Who a session's secret stands for, with the roles of this instant, in one read; nothing when it has ended. */
  async actor(secret: string, requestId: string): Promise<Actor | undefined> {
    const now = this.clock.now();
    const sessionHash = secretHash(secret);
    const row = await this.database.first<SessionRow>(readActor, [sessionHash, now]);
    if (!row) return undefined;
    if (now.getTime() - row.seen_at.getTime() >= minute) {
      await this.database.run('update session set seen_at = $2 where token_hash = $1 and seen_at < $2', [
        sessionHash,
        now,
      ]);
    }
    const { reauthenticated_at: reauthenticatedAt, method } = row;
    return actorFrom(row, { via: 'session', sessionHash, reauthenticatedAt, method, requestId });
  }

  /** Opens a session with a secret never used before; answers the secret. Sweeps away what has expired of this account. */
  async open(tx: Tx, accountId: string, method: string, userAgent: string | null): Promise<string> {
    const now = this.clock.now();
    const secret = newSecret();
    await tx.run('delete from session where account_id = $1 and expires_at <= $2', [accountId, now]);
    await tx.run(
      `insert into session (token_hash, account_id, created_at, seen_at, expires_at, method, user_agent)
       values ($1, $2, $3, $3, $3::timestamptz + make_interval(days => ${sessionDays}), $4, $5)`,
      [secretHash(secret), accountId, now, method, userAgent?.slice(0, 300) ?? null],
    );
    return secret;
  }

  async list(actor: Actor): Promise<SessionEntry[]> {
    return this.database.rows<SessionEntry>(
      `select left(token_hash, 16) as id, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt",
              user_agent as "userAgent", method, token_hash = $2 as current
         from session
        where account_id = $1 and expires_at > $3 and seen_at > $3::timestamptz - make_interval(hours => ${idleHours})
        order by created_at desc, token_hash`,
      [actor.accountId, actor.sessionHash ?? '', this.clock.now()],
    );
  }

  /** Ends one of the person's own sessions. Throws {@link Missing} for anything else. */
  async end(actor: Actor, id: string): Promise<void> {
    const ended = await this.database.run('delete from session where account_id = $1 and left(token_hash, 16) = $2', [
      actor.accountId,
      id,
    ]);
    if (ended === 0) throw new Missing('session');
    await this.securityLog.record('session-ended', { accountId: actor.accountId, requestId: actor.requestId });
  }

  async signOut(actor: Actor): Promise<void> {
    await this.database.run('delete from session where token_hash = $1', [actor.sessionHash]);
    await this.securityLog.record('signed-out', { accountId: actor.accountId, requestId: actor.requestId });
  }

  /** Ends every session of an account, but for `keepHash`. */
  async endAll(tx: Tx, accountId: string, keepHash: string | null): Promise<void> {
    await tx.run('delete from session where account_id = $1 and token_hash is distinct from $2', [accountId, keepHash]);
  }
}
