import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { lockAccount, recordOnAccount } from './account-chain.js';
import { requireReauthentication, type Actor } from './actor.js';
import { Proofs } from './proofs.service.js';
import { newTotpSecret, totpUri } from './second-factor.js';
import { Secrets } from './secrets.js';
import { SecurityLog } from './security-log.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

/** Codes from an authenticator (RFC 6238) as a second factor. The secret is stored sealed, and shown once. */
@Injectable()
export class Totp {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly proofs: Proofs,
    private readonly limits: SignInLimits,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Starts over with a new secret, which counts once a code of it is confirmed. Needs a fresh re-authentication. */
  async enrol(actor: Actor): Promise<{ secret: string; uri: string }> {
    requireReauthentication(actor, this.clock.now());
    const secret = newTotpSecret();
    const stored = await this.database.run(
      'update account set totp_secret_sealed = $2 where id = $1 and totp_confirmed_at is null',
      [actor.accountId, this.secrets.seal(secret, actor.accountId)],
    );
    if (stored === 0) throw refused('enrolled', 'An authenticator is enrolled already: remove it first.');
    return { secret, uri: totpUri(secret, actor.email, this.config.publisher.name) };
  }

  /** Makes the second factor count from now on and ends every other session. */
  async confirm(actor: Actor, code: string): Promise<void> {
    requireReauthentication(actor, this.clock.now());
    await this.limits.countReauthentication(actor.accountId);
    await this.database.transaction(async (tx) => {
      const head = await lockAccount(tx, actor.accountId);
      await this.useFirstCode(tx, actor.accountId, code);
      const at = this.clock.now();
      await tx.run('update account set totp_confirmed_at = $2 where id = $1', [actor.accountId, at]);
      await this.sessions.endAll(tx, actor.accountId, actor.sessionHash);
      await recordOnAccount(tx, head, { at, actor }, 'account.changed', { fields: ['totp'] });
      await this.securityLog.record('totp-enrolled', { accountId: actor.accountId, requestId: actor.requestId }, tx);
    });
    await this.limits.forgiveReauthentication(actor.accountId);
  }

  /** Removes the second factor. Needs a fresh re-authentication, which showed a code. */
  async disable(actor: Actor): Promise<void> {
    requireReauthentication(actor, this.clock.now());
    await this.database.transaction((tx) => this.remove(tx, actor.accountId, actor, undefined));
  }

  /** An admin removes it for somebody who lost the device; every session of that person ends. Never one's own. */
  async clear(actor: Actor, accountId: string, reason: string): Promise<void> {
    requireReauthentication(actor, this.clock.now());
    if (accountId === actor.accountId) throw refused('self', 'Remove your own authenticator with a code of it.');
    await this.database.transaction(async (tx) => {
      await this.remove(tx, accountId, actor, reason);
      await this.sessions.endAll(tx, accountId, null);
    });
  }

  private async useFirstCode(tx: Tx, accountId: string, code: string): Promise<void> {
    const row = await tx.one<{ id: string; totp_secret_sealed: string | null; totp_confirmed_at: Date | null }>(
      'select id, totp_secret_sealed, totp_confirmed_at from account where id = $1',
      [accountId],
    );
    if (row.totp_secret_sealed === null) throw refused('not-started', 'Ask for a new secret first.');
    if (row.totp_confirmed_at !== null)
      throw refused('enrolled', 'An authenticator is enrolled already: remove it first.');
    const step = this.proofs.stepOf(row, code);
    const works = step !== undefined && (await this.proofs.useStep(tx, accountId, step));
    if (!works) throw refused('code', 'This code does not work. Check the clock of the device and enter the next one.');
  }

  private async remove(tx: Tx, accountId: string, actor: Actor, note: string | undefined): Promise<void> {
    const head = await lockAccount(tx, accountId);
    const removed = await tx.run(
      'update account set totp_secret_sealed = null, totp_confirmed_at = null where id = $1 and totp_secret_sealed is not null',
      [accountId],
    );
    if (removed === 0) throw refused('not-enrolled', 'No authenticator is enrolled.');
    await recordOnAccount(tx, head, { at: this.clock.now(), actor, note }, 'account.changed', { fields: ['totp'] });
    await this.securityLog.record(
      'totp-disabled',
      { accountId, requestId: actor.requestId, detail: { by: actor.accountId } },
      tx,
    );
  }
}

function refused(code: string, message: string): Refused {
  return new Refused([{ code, message }]);
}
