import type { INestApplicationContext } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { actorColumns, actorFrom, type Actor, type ActorRow, type Role } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { CommandFailed } from './terminal.js';

/**
 * The active account that a command acts as; it must hold one of `roles`. Whoever may run a command holds the database's
 * password already, so none is asked for; the request id of its events begins with `cli-`.
 */
export async function actingPerson(
  app: INestApplicationContext,
  email: string,
  roles: readonly Role[],
): Promise<Actor> {
  const now = app.get(Clock).now();
  const row = await app.get(Database).first<ActorRow>(
    `select ${actorColumns} from account a left join lateral roles_of(a.id, $2) h on true
      where a.email = $1 and a.disabled_at is null group by a.id`,
    [addressOf(email), now],
  );
  if (!row) throw new CommandFailed([`There is no active account ${email}.`]);
  if (!row.roles.some((role) => roles.includes(role))) {
    throw new CommandFailed([`${email} does not hold a role that this needs: ${roles.join(' or ')}.`]);
  }
  const presence = { via: 'session', sessionHash: null, reauthenticatedAt: null, method: 'command line' } as const;
  return actorFrom(row, { ...presence, requestId: `cli-${uuid()}` });
}

/** The id of the account with this address, disabled ones included. */
export async function accountId(app: INestApplicationContext, email: string): Promise<string> {
  const row = await app
    .get(Database)
    .first<{ id: string }>('select id from account where email = $1', [addressOf(email)]);
  if (!row) throw new CommandFailed([`There is no account ${email}.`]);
  return row.id;
}

function addressOf(email: string): string {
  return email.trim().toLowerCase();
}
