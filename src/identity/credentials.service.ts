import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { once, type IdempotentRequest } from '../platform/idempotency.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Missing, Refused } from '../platform/errors.js';
import { lockAccount, recordOnAccount } from './account-chain.js';
import type { Actor } from './actor.js';

export const credentialKinds = ['license', 'certification'] as const;
export const standings = ['verified', 'administrative', 'provisional', 'adverse', 'revoked'] as const;
export type Standing = (typeof standings)[number];

/** What a verifier found out, where, and until when it holds. */
export interface NewStanding {
  standing: Standing;
  /** From when it is so in the world; now unless given, and never later than now. */
  effectiveAt?: Date | undefined;
  /** Last civil day on which it holds. */
  expiresOn?: string | undefined;
  evidence: string;
  evidenceSha256?: string | undefined;
}

export interface NewCredential extends NewStanding {
  specialty: string;
  kind: (typeof credentialKinds)[number];
  authority: string;
  region?: string | undefined;
  number: string;
}

/** One credential with all that was ever recorded of it, newest first. */
export interface CredentialView {
  id: string;
  specialty: string;
  kind: string;
  authority: string;
  region: string | null;
  number: string;
  createdAt: Date;
  standings: {
    standing: Standing;
    effectiveAt: string;
    recordedAt: string;
    expiresOn: string | null;
    verifiedBy: string | null;
    evidence: string;
  }[];
}

/** The register that makes a reviewer eligible. Standings only grow; nobody records their own. */
@Injectable()
export class Credentials {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records a credential with its first standing. Answers its id. Throws Missing, Invalid and Refused. */
  async record(
    actor: Actor,
    accountId: string,
    found: NewCredential,
    idempotency: IdempotentRequest | null = null,
  ): Promise<string> {
    return this.write(actor, accountId, found, idempotency, async (tx, at) => {
      const known = await tx.first('select 1 from specialty where slug = $1', [found.specialty]);
      if (!known) throw Invalid.of('specialty', 'There is no such specialty.');
      const id = uuid();
      const inserted = await tx.run(insertCredential, [
        id,
        accountId,
        found.specialty,
        found.kind,
        found.authority,
        found.region ?? null,
        found.number,
        at,
      ]);
      if (inserted === 0)
        throw new Refused([
          { code: 'recorded', message: 'This credential is recorded already: add a standing to it.' },
        ]);
      return id;
    });
  }

  /** Adds what is known now to a recorded credential; what was known before stays readable. */
  async addStanding(
    actor: Actor,
    accountId: string,
    credentialId: string,
    found: NewStanding,
    idempotency: IdempotentRequest | null = null,
  ): Promise<void> {
    await this.write(actor, accountId, found, idempotency, async (tx) => {
      const row = await tx.first<{ id: string }>('select id from credential where id = $1 and account_id = $2', [
        credentialId,
        accountId,
      ]);
      if (!row) throw new Missing('credential');
      if (found.standing === 'verified') await refuseWhileSuspended(tx, credentialId);
      return row.id;
    });
  }

  /** The register of one person. */
  async list(accountId: string): Promise<CredentialView[]> {
    return this.database.rows<CredentialView>(register, [accountId]);
  }

  private async write(
    actor: Actor,
    accountId: string,
    found: NewStanding,
    idempotency: IdempotentRequest | null,
    credential: (tx: Tx, at: Date) => Promise<string>,
  ): Promise<string> {
    if (actor.accountId === accountId)
      throw new Refused([{ code: 'self', message: 'Nobody records their own credentials.' }]);
    const at = this.clock.now();
    const write = async (tx: Tx): Promise<string> => {
      if (found.effectiveAt && found.effectiveAt > at)
        throw Invalid.of('effectiveAt', 'A standing is recorded once it is so.');
      const head = await lockAccount(tx, accountId);
      const id = await credential(tx, at);
      await insertStanding(tx, id, found, actor, at);
      await recordOnAccount(tx, head, { at, actor }, 'account.credential-recorded', {
        credentialId: id,
        standing: found.standing,
      });
      return id;
    };
    const { body } = await this.database.transaction((tx) =>
      once(tx, idempotency, at, async () => ({ status: 201, body: { id: await write(tx) } })),
    );
    return body.id;
  }
}

/** A member's suspension is lifted as such, by as many people as it takes: never by a standing alone. */
async function refuseWhileSuspended(tx: Tx, credentialId: string): Promise<void> {
  const suspended = await tx.first(
    `select 1 from credential c join physician p on p.id = c.physician_id where c.id = $1 and p.status = 'suspended'`,
    [credentialId],
  );
  if (suspended)
    throw new Refused([{ code: 'suspended', message: 'The member is suspended: lift the suspension first.' }]);
}

async function insertStanding(tx: Tx, credentialId: string, found: NewStanding, actor: Actor, at: Date): Promise<void> {
  const { standing, effectiveAt = at, expiresOn = null, evidence, evidenceSha256 = null } = found;
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, verified_by, evidence, evidence_sha256, looked_up_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, case when $2 = 'verified' then $4::timestamptz end)`,
    [credentialId, standing, effectiveAt, at, expiresOn, actor.accountId, evidence, evidenceSha256],
  );
}

const insertCredential = `
  insert into credential (id, account_id, specialty, kind, authority, region, number, created_at)
  select $1, $2, $3, $4, $5, $6, $7, $8
   where not exists (select 1 from credential where account_id = $2 and specialty = $3 and kind = $4 and authority = $5
                        and region is not distinct from $6 and number = $7)`;

const register = `
  select c.id, c.specialty, c.kind, c.authority, c.region, c.number, c.created_at as "createdAt",
         (select json_agg(json_build_object('standing', s.standing, 'effectiveAt', s.effective_at, 'recordedAt', s.recorded_at,
                   'expiresOn', s.expires_on, 'verifiedBy', s.verified_by, 'evidence', s.evidence) order by s.recorded_at desc, s.id desc)
            from credential_standing s where s.credential_id = c.id) as standings
    from credential c where c.account_id = $1 order by c.created_at, c.id`;
