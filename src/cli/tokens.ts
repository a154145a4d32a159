import type { Command } from 'commander';
import { validate as isUuid } from 'uuid';
import { ApiTokens, type Role } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { actingPerson } from './acting-person.js';
import { addAsOption, daysAfter, wholeNumber } from './options.js';
import { columns, CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

const mayHold: Role[] = ['editor', 'admin'];
const longestName = 100;
const usualDays = 90;
const longestDays = 365;

/** Bearer tokens for programs; a token carries the roles of its owner, `--as`. */
export function addTokenCommands(program: Command, terminal: Terminal): void {
  const token = program.command('token').description('bearer tokens for programs');
  const create = token
    .command('create <name>')
    .description('makes a token and prints it, once')
    .option('--days <number>', 'how long it works', wholeNumber(1, longestDays), usualDays);
  addAsOption(create, 'whose token it is').action((name: string, options: { days: number; as: string }) =>
    createToken(terminal, name, options),
  );
  const list = token.command('list').description('the tokens that work, without their secrets');
  addAsOption(list, 'whose tokens').action((options: { as: string }) => listTokens(terminal, options.as));
  const revoke = token.command('revoke <id>').description('ends a token, from the next request on');
  addAsOption(revoke, 'whose token it is').action((id: string, options: { as: string }) =>
    revokeToken(terminal, id, options.as),
  );
}

async function createToken(terminal: Terminal, name: string, options: { days: number; as: string }): Promise<void> {
  if (name.trim() === '' || name.length > longestName) {
    throw new CommandFailed([`The name must have 1 to ${longestName} characters.`]);
  }
  await withService(terminal, async (app) => {
    const owner = await actingPerson(app, options.as, mayHold);
    const now = app.get(Clock).now();
    const wanted = { name, expiresAt: daysAfter(now, options.days) };
    // Whoever runs this holds the database's password: that stands for showing the owner's again.
    const { token } = await app.get(ApiTokens).create({ ...owner, reauthenticatedAt: now }, wanted);
    say(terminal, token);
  });
}

async function listTokens(terminal: Terminal, email: string): Promise<void> {
  await withService(terminal, async (app) => {
    const tokens = await app.get(ApiTokens).list(await actingPerson(app, email, mayHold));
    const rows = tokens.map(({ id, name, expiresAt, usedAt }) => [id, name, dayOf(expiresAt), dayOf(usedAt)]);
    for (const line of columns([['id', 'name', 'expires', 'last used'], ...rows])) say(terminal, line);
  });
}

function dayOf(instant: Date | null): string {
  return instant?.toISOString().slice(0, 10) ?? 'never';
}

async function revokeToken(terminal: Terminal, id: string, email: string): Promise<void> {
  if (!isUuid(id)) throw new CommandFailed([`“${id}” is not the id of a token: see imprimatur token list.`]);
  await withService(terminal, async (app) => app.get(ApiTokens).revoke(await actingPerson(app, email, mayHold), id));
  say(terminal, 'The token is revoked.');
}
