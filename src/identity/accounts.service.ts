import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Invalid, Refused } from '../platform/errors.js';
import { lockAccount, recordOnAccount, type Act } from './account-chain.js';
import type { Actor } from './actor.js';
import { hashPassword, passwordProblems } from './passwords.js';
import { PasswordResets } from './password-resets.service.js';
import { lockAdmins } from './roles.service.js';

export interface NewAccount {
  email: string;
  name: string;
  postNominals?: string | undefined;
  languages?: string[] | undefined;
}

/** What may change of an account. Name, post-nominals and states only by an admin; whether the name is withheld also by a lead. */
export interface AccountChanges {
  name?: string | undefined;
  postNominals?: string | undefined;
  languages?: string[] | undefined;
  awayFrom?: string | null | undefined;
  awayUntil?: string | null | undefined;
  reviewsPerWeek?: number | undefined;
  /** Postal codes of the states whose files a verifier may take; none means all. */
  states?: string[] | undefined;
  /** No page names them as a reviewer, for their safety. */
  nameWithheld?: boolean | undefined;
}

const columns: Record<keyof AccountChanges, string> = {
  name: 'name',
  postNominals: 'post_nominals',
  languages: 'languages',
  awayFrom: 'away_from',
  awayUntil: 'away_until',
  reviewsPerWeek: 'reviews_per_week',
  states: 'states',
  nameWithheld: 'name_withheld',
};
const printed: (keyof AccountChanges)[] = ['name', 'postNominals'];

@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly resets: PasswordResets,
  ) {}

  /** Makes an account without roles and mails its owner a link to set a password. Answers its id. Throws Refused for a known address. */
  async create(actor: Actor, wanted: NewAccount): Promise<string> {
    const act = { at: this.clock.now(), actor };
    const id = await this.database.transaction((tx) => this.insert(tx, wanted, null, act));
    this.resets.invite({ id, email: wanted.email.trim().toLowerCase(), name: wanted.name });
    return id;
  }

  /** For the command line: the first admin, while there is none. The only role that nobody granted. Answers the account's id. */
  async createFirstAdmin(email: string, name: string, password: string): Promise<string> {
    const problems = passwordProblems(password, { email, name });
    if (problems.length > 0) throw new Invalid(problems);
    const hash = await hashPassword(password);
    const act = { at: this.clock.now(), actor: null };
    return this.database.transaction(async (tx) => {
      if ((await lockAdmins(tx, act.at)).length > 0)
        throw refused('admin', 'There is an admin already, who makes accounts and grants roles.');
      const id = await this.insert(tx, { email, name }, hash, act);
      await tx.run("insert into account_role (id, account_id, role, granted_at) values ($1, $2, 'admin', $3)", [
        uuid(),
        id,
        act.at,
      ]);
      await recordOnAccount(tx, await lockAccount(tx, id), act, 'account.role-granted', {
        role: 'admin',
        categoryId: null,
        expiresAt: null,
      });
      return id;
    });
  }

  /**
   * Changes an account: an admin everything, a lead whether a name is withheld, a person their own languages, absence and weekly reviews.
   * `seen` is called with the version under the lock and throws when the caller saw another. Answers the new version.
   */
  async change(actor: Actor, id: string, changes: AccountChanges, seen: (version: number) => void): Promise<number> {
    const wanted = (Object.keys(columns) as (keyof AccountChanges)[]).filter((field) => changes[field] !== undefined);
    mayChange(actor, id, wanted);
    return this.database.transaction(async (tx) => {
      const head = await lockAccount(tx, id);
      const before = await tx.one<AccountChanges & { version: number }>(current, [id]);
      seen(before.version);
      const fields = wanted.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(changes[field]));
      if (fields.length === 0) return before.version;
      checkAbsence({ ...before, ...changes });
      const sets = fields.map((field, index) => `${columns[field]} = $${index + 2}`).join(', ');
      await tx.run(`update account set ${sets}, version = version + 1 where id = $1`, [
        id,
        ...fields.map((field) => changes[field]),
      ]);
      await recordOnAccount(tx, head, { at: this.clock.now(), actor }, 'account.changed', { fields });
      return before.version + 1;
    });
  }

  private async insert(tx: Tx, wanted: NewAccount, passwordHash: string | null, act: Act): Promise<string> {
    const id = uuid();
    const inserted = await tx.run(
      `insert into account (id, email, name, post_nominals, languages, password_hash, created_at)
       values ($1, $2, $3, $4, coalesce($5::text[], '{en-US}'), $6, $7) on conflict (email) do nothing`,
      [
        id,
        wanted.email.trim().toLowerCase(),
        wanted.name,
        wanted.postNominals ?? '',
        wanted.languages ?? null,
        passwordHash,
        act.at,
      ],
    );
    if (inserted === 0) throw refused('email', 'There is an account with this address already.');
    await recordOnAccount(tx, await lockAccount(tx, id), act, 'account.created', {});
    return id;
  }
}

const current = `
  select name, post_nominals as "postNominals", languages, away_from as "awayFrom", away_until as "awayUntil",
         reviews_per_week as "reviewsPerWeek", states, name_withheld as "nameWithheld", version from account where id = $1`;

function mayChange(actor: Actor, id: string, fields: (keyof AccountChanges)[]): void {
  if (actor.roles.has('admin')) return;
  if (actor.roles.has('lead') && fields.length > 0 && fields.every((field) => field === 'nameWithheld')) return;
  if (fields.includes('nameWithheld')) throw new Forbidden('A lead or an admin says whose name is withheld.');
  if (actor.accountId !== id) throw new Forbidden();
  if (fields.some((field) => printed.includes(field)))
    throw new Forbidden('Name and post-nominals are printed on pages: an admin changes them.');
  if (fields.includes('states')) throw new Forbidden('An admin says whose files a verifier may take.');
}

function checkAbsence({ awayFrom, awayUntil }: AccountChanges): void {
  if (awayFrom && awayUntil && awayFrom > awayUntil)
    throw Invalid.of('awayUntil', 'The absence ends before it begins.');
}

function refused(code: string, message: string): Refused {
  return new Refused([{ code, message }]);
}
