import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Refused } from '../platform/errors.js';
import { Log } from '../platform/log.js';
import { lockAccount, recordOnAccount } from './account-chain.js';
import { AccountMail, type AccountLetter } from './account-mail.js';
import { hashPassword, passwordProblems } from './passwords.js';
import type { RequestSource } from './request-source.js';
import { newSecret, secretHash } from './secrets.js';
import { SecurityLog } from './security-log.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

const resetMinutes = 30;
const invitationMinutes = 3 * 24 * 60;

interface Owner {
  id: string;
  email: string;
  name: string;
}

/** Single-use links by mail: for a forgotten password, and for the first one of a new account. */
@Injectable()
export class PasswordResets implements OnApplicationShutdown {
  private readonly underway = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly limits: SignInLimits,
    private readonly sessions: Sessions,
    private readonly mail: AccountMail,
    private readonly securityLog: SecurityLog,
    private readonly log: Log,
  ) {}

  /**
   * Mails a link if the address is known. Answers before it has looked: neither words nor time tell which addresses are.
   * Throws TooMany by network only.
   */
  async ask(address: string, source: RequestSource): Promise<void> {
    await this.limits.countReset(source);
    this.later(() => this.mailReset(address.trim().toLowerCase(), source));
  }

  /** Mails the first link to a new account, after the transaction that made it. */
  invite(owner: Owner): void {
    this.later(async () => {
      const letter = await this.database.transaction((tx) => this.newLetter(tx, owner, invitationMinutes));
      await this.mail.sendInvitation(letter);
    });
  }

  /**
   * Sets the password behind a link, ends every session and uses the link up. TOTP stays as it is.
   * Throws {@link Invalid} for a bad password, which leaves the link usable, and {@link Refused} for a link that is not.
   */
  async complete(secret: string, password: string, source: RequestSource): Promise<void> {
    await this.limits.countReset(source);
    const now = this.clock.now();
    const owner = await this.ownerOf(secret, now);
    if (!owner) throw linkSpent();
    const problems = passwordProblems(password, owner);
    if (problems.length > 0) throw new Invalid(problems);
    const hash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const head = await lockAccount(tx, owner.id);
      if ((await tx.run(useLink, [secretHash(secret), now])) === 0) throw linkSpent();
      await tx.run('update account set password_hash = $2 where id = $1', [owner.id, hash]);
      await tx.run('delete from password_reset where account_id = $1 and used_at is null', [owner.id]);
      await this.sessions.endAll(tx, owner.id, null);
      await recordOnAccount(
        tx,
        head,
        { at: now, actor: { accountId: owner.id, requestId: source.requestId } },
        'account.changed',
        { fields: ['password'] },
      );
      await this.securityLog.record('password-reset', { accountId: owner.id, source }, tx);
    });
    await this.limits.forgiveAddress(owner.email);
  }

  /** Resolves once every letter under way is handed over. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private async mailReset(email: string, source: RequestSource): Promise<void> {
    const mayMail = await this.limits.mayMailReset(email);
    const owner = await this.database.first<Owner>(
      'select id, email, name from account where email = $1 and disabled_at is null',
      [email],
    );
    await this.securityLog.record('password-reset-asked', { accountId: owner?.id ?? null, source });
    if (!owner || !mayMail) return;
    const letter = await this.database.transaction((tx) => this.newLetter(tx, owner, resetMinutes));
    await this.mail.sendReset(letter);
  }

  /** A new link makes the ones before it worthless. */
  private async newLetter(tx: Tx, owner: Owner, minutes: number): Promise<AccountLetter> {
    const now = this.clock.now();
    const secret = newSecret();
    await lockAccount(tx, owner.id);
    await tx.run('delete from password_reset where account_id = $1 and used_at is null', [owner.id]);
    await tx.run(
      `insert into password_reset (token_hash, account_id, created_at, expires_at)
       values ($1, $2, $3, $3::timestamptz + make_interval(mins => $4))`,
      [secretHash(secret), owner.id, now, minutes],
    );
    return { to: owner.email, name: owner.name, secret, messageId: `reset-${uuid()}@imprimatur` };
  }

  private ownerOf(secret: string, now: Date): Promise<Owner | undefined> {
    return this.database.first<Owner>(
      `select a.id, a.email, a.name from password_reset r join account a on a.id = r.account_id and a.disabled_at is null
        where r.token_hash = $1 and r.used_at is null and r.expires_at > $2`,
      [secretHash(secret), now],
    );
  }

  private later(work: () => Promise<void>): void {
    const run = work().catch((error: unknown) => this.log.error({ error }, 'account mail was not sent'));
    this.underway.add(run);
    void run.finally(() => this.underway.delete(run));
  }
}

const useLink = `
  update password_reset r set used_at = $2 from account a
   where r.token_hash = $1 and r.used_at is null and r.expires_at > $2 and a.id = r.account_id and a.disabled_at is null`;

function linkSpent(): Refused {
  return new Refused([
    { code: 'link', message: 'This link was used, has expired, or was replaced by a newer one. Ask for a new one.' },
  ]);
}
