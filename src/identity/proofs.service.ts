import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { Tx } from '../platform/database.js';
import { passwordMatches } from './passwords.js';
import { totpStep } from './second-factor.js';
import { Secrets } from './secrets.js';

/** What is stored of a person's ways to prove who they are. */
export interface SignInRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  totp_secret_sealed: string | null;
  totp_confirmed_at: Date | null;
  disabled_at: Date | null;
}

export const signInColumns = 'id, email, name, password_hash, totp_secret_sealed, totp_confirmed_at, disabled_at';

/** What was shown, or what is missing. `step` is the TOTP step still to be used up. */
export type Proof =
  { kind: 'wrong' } | { kind: 'code-needed' } | { kind: 'shown'; method: string; step: number | undefined };

/** Judges a password and a code against what is stored. */
@Injectable()
export class Proofs {
  constructor(
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** Takes as long for an account that is unknown, disabled or without a password. */
  async judge(row: SignInRow | undefined, password: string, code: string | undefined): Promise<Proof> {
    const matches = await passwordMatches(row?.password_hash, password);
    if (!row || !matches || row.disabled_at !== null) return { kind: 'wrong' };
    if (row.totp_confirmed_at === null) return { kind: 'shown', method: 'password', step: undefined };
    if (code === undefined) return { kind: 'code-needed' };
    const step = this.stepOf(row, code);
    return step === undefined ? { kind: 'wrong' } : { kind: 'shown', method: 'password+totp', step };
  }

  /** The step of a code under this account's sealed secret. */
  stepOf(row: Pick<SignInRow, 'id' | 'totp_secret_sealed'>, code: string): number | undefined {
    if (row.totp_secret_sealed === null) return undefined;
    return totpStep(this.secrets.open(row.totp_secret_sealed, row.id), code, this.clock.now());
  }

  /** Uses a step up; false when it, or a later one, was used before: by whichever process. */
  async useStep(tx: Tx, accountId: string, step: number | undefined): Promise<boolean> {
    if (step === undefined) return true;
    return (
      (await tx.run('update account set totp_last_step = $2 where id = $1 and totp_last_step < $2', [
        accountId,
        step,
      ])) === 1
    );
  }
}
