import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Refused, Unauthenticated } from '../platform/errors.js';
import { reauthenticationMinutes, type Actor } from './actor.js';
import { Proofs, signInColumns, type Proof, type SignInRow } from './proofs.service.js';
import type { RequestSource } from './request-source.js';
import { SecondFactorNeeded } from './second-factor.js';
import { secretHash } from './secrets.js';
import { SecurityLog, type SecurityEvent } from './security-log.js';
import { Sessions } from './sessions.service.js';
import { LimitPassed, SignInLimits } from './sign-in-limits.js';

export interface SignInRequest {
  email: string;
  password: string;
  code?: string | undefined;
  /** The secret of the session this one takes the place of, if the browser had one. */
  previous?: string | undefined;
}

/** Signing in, and showing the same again inside a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly limits: SignInLimits,
    private readonly proofs: Proofs,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  /**
   * Opens a session; answers its secret. One answer, as slow, for an unknown address, a wrong password and a disabled account.
   * Throws {@link Unauthenticated}, {@link SecondFactorNeeded} once the password is right, and TooMany.
   */
  async signIn(request: SignInRequest, source: RequestSource): Promise<string> {
    const email = request.email.trim().toLowerCase();
    await this.limited('sign-in-limited', null, source, () => this.limits.countSignIn(email, source));
    const row = await this.find('email', email);
    const proof = await this.proofs.judge(row, request.password, request.code);
    const secret = row && proof.kind === 'shown' ? await this.open(row, proof, request.previous, source) : undefined;
    if (secret === undefined) {
      await this.securityLog.record('sign-in-refused', {
        accountId: row?.id ?? null,
        source,
        detail: { why: proof.kind },
      });
      throw proof.kind === 'code-needed'
        ? new SecondFactorNeeded()
        : new Unauthenticated('The address, the password or the code is wrong.');
    }
    await this.limits.forgiveSignIn(email, source);
    return secret;
  }

  /**
   * Password (and code) again, for what needs them fresh; answers when. Five tries in five minutes an account.
   * Throws {@link Refused} when they are wrong: the session itself stands.
   */
  async reauthenticate(
    actor: Actor,
    shown: { password: string; code?: string | undefined },
    source: RequestSource,
  ): Promise<{ at: Date; until: Date }> {
    const at = this.clock.now();
    await this.confirm(actor, shown, source, async (tx, proof) => {
      await tx.run('update session set reauthenticated_at = $2, method = $3 where token_hash = $1', [
        actor.sessionHash,
        at,
        proof.method,
      ]);
      await this.securityLog.record('reauthenticated', { accountId: actor.accountId, source }, tx);
    });
    return { at, until: new Date(at.getTime() + reauthenticationMinutes * 60_000) };
  }

  /** Runs `work` in the transaction that uses the code up, once password (and code) are shown to be right. */
  async confirm(
    actor: Actor,
    shown: { password: string; code?: string | undefined },
    source: RequestSource,
    work: (tx: Tx, proof: Extract<Proof, { kind: 'shown' }>) => Promise<void>,
  ): Promise<void> {
    if (actor.via === 'token') throw new Forbidden('An API token cannot do this: sign in yourself.');
    const { accountId } = actor;
    await this.limited('reauthentication-limited', accountId, source, () =>
      this.limits.countReauthentication(accountId),
    );
    const row = await this.find('id', accountId);
    const proof = await this.proofs.judge(row, shown.password, shown.code);
    const done = proof.kind === 'shown' && row && (await this.whileUnchanged(row, proof, (tx) => work(tx, proof)));
    if (!done) {
      await this.securityLog.record('reauthentication-refused', { accountId, source, detail: { why: proof.kind } });
      throw proof.kind === 'code-needed'
        ? refused('code-needed', 'Enter the code that your authenticator shows now.')
        : refused('credentials', 'The password or the code is wrong.');
    }
    await this.limits.forgiveReauthentication(accountId);
  }

  private async open(
    row: SignInRow,
    proof: Extract<Proof, { kind: 'shown' }>,
    previous: string | undefined,
    source: RequestSource,
  ): Promise<string | undefined> {
    let secret: string | undefined;
    await this.whileUnchanged(row, proof, async (tx) => {
      if (previous !== undefined) await tx.run('delete from session where token_hash = $1', [secretHash(previous)]);
      secret = await this.sessions.open(tx, row.id, proof.method, source.userAgent);
      await this.securityLog.record('signed-in', { accountId: row.id, source, detail: { method: proof.method } }, tx);
    });
    return secret;
  }

  // Under the account's lock: whoever changes the password, or disables the account, meanwhile ends what is opened here, or prevents it.
  private whileUnchanged(
    row: SignInRow,
    proof: Extract<Proof, { kind: 'shown' }>,
    work: (tx: Tx) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const still = await tx.first(
        'select id from account where id = $1 and disabled_at is null and password_hash = $2 for no key update',
        [row.id, row.password_hash],
      );
      if (!still || !(await this.proofs.useStep(tx, row.id, proof.step))) return false;
      await work(tx);
      return true;
    });
  }

  private find(column: 'email' | 'id', value: string): Promise<SignInRow | undefined> {
    return this.database.first<SignInRow>(`select ${signInColumns} from account where ${column} = $1`, [value]);
  }

  private async limited(
    kind: SecurityEvent,
    accountId: string | null,
    source: RequestSource,
    count: () => Promise<void>,
  ): Promise<void> {
    try {
      await count();
    } catch (error) {
      if (error instanceof LimitPassed && error.first) await this.securityLog.record(kind, { accountId, source });
      throw error;
    }
  }
}

function refused(code: string, message: string): Refused {
  return new Refused([{ code, message }], 'You were not recognized.');
}
