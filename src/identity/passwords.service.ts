import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Missing } from '../platform/errors.js';
import { lockAccount, recordOnAccount, type Act } from './account-chain.js';
import type { Actor } from './actor.js';
import { hashPassword, passwordProblems } from './passwords.js';
import type { RequestSource } from './request-source.js';
import { SecurityLog } from './security-log.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';

/** Changing a password: by its owner, who shows the old one, or from the command line. */
@Injectable()
export class Passwords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Sets a new password and ends every other session. Throws Invalid, Refused when the old one is wrong, and TooMany. */
  async change(
    actor: Actor,
    shown: { password: string; code?: string | undefined },
    next: string,
    source: RequestSource,
  ): Promise<void> {
    const problems = passwordProblems(next, actor);
    if (problems.length > 0) throw new Invalid(problems);
    const hash = await hashPassword(next);
    await this.signIn.confirm(actor, shown, source, async (tx) => {
      await this.set(tx, actor.accountId, hash, { at: this.clock.now(), actor }, actor.sessionHash);
      await this.securityLog.record('password-changed', { accountId: actor.accountId, source }, tx);
    });
  }

  /** For the command line: sets the password of the account with this address and ends all its sessions. */
  async setPassword(email: string, password: string): Promise<void> {
    const account = await this.database.first<{ id: string; email: string; name: string }>(
      'select id, email, name from account where email = $1',
      [email.trim().toLowerCase()],
    );
    if (!account) throw new Missing('account');
    const problems = passwordProblems(password, account);
    if (problems.length > 0) throw new Invalid(problems);
    const hash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await this.set(tx, account.id, hash, { at: this.clock.now(), actor: null }, null);
      await this.securityLog.record('password-changed', { accountId: account.id, detail: { by: 'command line' } }, tx);
    });
  }

  private async set(tx: Tx, accountId: string, hash: string, act: Act, keepSession: string | null): Promise<void> {
    const head = await lockAccount(tx, accountId);
    await tx.run('update account set password_hash = $2 where id = $1', [accountId, hash]);
    await tx.run('delete from password_reset where account_id = $1 and used_at is null', [accountId]);
    await this.sessions.endAll(tx, accountId, keepSession);
    await recordOnAccount(tx, head, act, 'account.changed', { fields: ['password'] });
  }
}
