import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { networkOf, type RequestSource } from './request-source.js';
import { Secrets } from './secrets.js';

export type SecurityEvent =
  | 'signed-in'
  | 'sign-in-refused'
  | 'sign-in-limited'
  | 'signed-out'
  | 'session-ended'
  | 'reauthenticated'
  | 'reauthentication-refused'
  | 'reauthentication-limited'
  | 'password-changed'
  | 'password-reset-asked'
  | 'password-reset'
  | 'mail-failed'
  | 'totp-enrolled'
  | 'totp-disabled'
  | 'token-created'
  | 'token-revoked'
  | 'forbidden';

interface Entry {
  accountId?: string | null;
  source?: RequestSource;
  requestId?: string;
  detail?: Record<string, string | number>;
}

/** Sign-ins and refusals, beside the chain of events. Never holds a password, a code, a token or an address. */
@Injectable()
export class SecurityLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** Written at once, or with `tx` together with what it records. */
  async record(kind: SecurityEvent, entry: Entry, tx: Pick<Tx, 'run'> = this.database): Promise<void> {
    await tx.run(
      'insert into security_log (at, kind, account_id, network_hash, request_id, detail) values ($1, $2, $3, $4, $5, $6)',
      [
        this.clock.now(),
        kind,
        entry.accountId ?? null,
        entry.source ? this.networkHash(entry.source) : null,
        entry.source?.requestId ?? entry.requestId ?? null,
        JSON.stringify(entry.detail ?? {}),
      ],
    );
  }

  networkHash(source: RequestSource): string {
    return this.secrets.pseudonym(networkOf(source.address));
  }
}
