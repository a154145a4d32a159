import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { isEmail } from 'class-validator';
import { FreshnessJobs } from '../freshness/index.js';
import { Categories } from '../guides/index.js';
import { AccountDisabling, AccountQueries, Accounts, Passwords, Roles, type AccountView } from '../identity/index.js';
import { accountId, actingPerson } from './acting-person.js';
import { addAsOption } from './options.js';
import { columns, CommandFailed, readSecret, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface NewPerson {
  name: string;
  postNominals?: string;
  admin?: true;
  as?: string;
}

const longestName = 120;
const longestAddress = 254;
const page = 500;

export function addAccountCommands(program: Command, terminal: Terminal): Command {
  const user = program.command('user').description('accounts: the people of the desk');
  user
    .command('add <email>')
    .description('makes an account; its owner gets a mail to set a password')
    .requiredOption('--name <name>', 'as printed on pages')
    .option('--post-nominals <letters>', 'as printed after the name, for example MD')
    .option('--admin', 'grants the role admin; for the first admin leave out --as and give a password')
    .option('--as <email>', whose)
    .action((email: string, options: NewPerson) => add(terminal, email, options));
  user
    .command('list')
    .description('everybody, with roles')
    .action(() => withService(terminal, (app) => list(app, terminal)));
  user
    .command('password <email>')
    .description('sets a password, asked for or read from standard input, and ends all sessions of the account')
    .action((email: string) => setPassword(terminal, email));
  const closing = user
    .command('disable <email>')
    .description('closes an account; its history, signatures and bylines stay')
    .requiredOption('--reason <text>', 'why')
    .option('--successor <email>', 'who takes over its guides');
  addAsOption(closing, whose).action((email: string, options: Disabling) => disable(terminal, email, options));
  return user;
}

const whose = 'the admin whose act it is';

async function add(terminal: Terminal, email: string, options: NewPerson): Promise<void> {
  const problems = [
    ...(isEmail(email) && email.length <= longestAddress ? [] : [`${email} is not one mail address.`]),
    ...(printable(options.name) ? [] : [`The name must have 1 to ${longestName} characters, none of them unseen.`]),
    ...(options.as || options.admin ? [] : ['Say with --as which admin makes this account; --admin makes the first.']),
  ];
  if (problems.length > 0) throw new CommandFailed(problems);
  if (options.as === undefined) return addFirstAdmin(terminal, email, options.name);
  return withService(terminal, async (app, config) => {
    const admin = await actingPerson(app, options.as ?? '', ['admin']);
    const id = await app.get(Accounts).create(admin, { email, name: options.name, postNominals: options.postNominals });
    if (options.admin) await app.get(Roles).grant(admin, id, { role: 'admin' });
    const where = config.smtpUrl ? 'by mail' : `as a file in ${config.dataDir}/mail`;
    say(terminal, `${email} was added. The link to set a password goes out ${where}.`);
  });
}

function printable(name: string): boolean {
  return name.trim() !== '' && name.length <= longestName && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name);
}

async function addFirstAdmin(terminal: Terminal, email: string, name: string): Promise<void> {
  const password = await readSecret(terminal, `Password for ${email}`);
  await withService(terminal, (app) => app.get(Accounts).createFirstAdmin(email, name, password));
  say(terminal, `${email} is the first admin.`);
}

async function list(app: INestApplicationContext, terminal: Terminal): Promise<void> {
  const slugs = new Map((await app.get(Categories).list()).map(({ id, slug }) => [id, slug]));
  const people: AccountView[] = [];
  for (let after: readonly unknown[] | undefined; ;) {
    const rows = await app.get(AccountQueries).list({ sort: 'name', limit: page, after });
    people.push(...rows);
    const last = rows.at(-1);
    if (!last || rows.length < page) break;
    after = [last.name, last.id];
  }
  const rows = people.map((person) => [person.email, person.name, rolesOf(person, slugs)]);
  for (const line of columns([['email', 'name', 'roles'], ...rows])) say(terminal, line);
}

function rolesOf({ roles, disabledAt }: AccountView, slugs: Map<string, string>): string {
  const words = roles.map(
    ({ role, categoryId, expiresAt }) =>
      role +
      (categoryId ? ` of ${slugs.get(categoryId) ?? categoryId}` : '') +
      (expiresAt ? ` until ${expiresAt.slice(0, 10)}` : ''),
  );
  return [...(disabledAt ? ['disabled'] : []), ...words].join(', ') || 'none';
}

async function setPassword(terminal: Terminal, email: string): Promise<void> {
  const password = await readSecret(terminal, `New password for ${email}`);
  await withService(terminal, (app) => app.get(Passwords).setPassword(email, password));
  say(terminal, `The password of ${email} is set; all its sessions have ended.`);
}

interface Disabling {
  as: string;
  reason: string;
  successor?: string;
}

async function disable(terminal: Terminal, email: string, options: Disabling): Promise<void> {
  await withService(terminal, async (app) => {
    const admin = await actingPerson(app, options.as, ['admin']);
    const successorId = options.successor === undefined ? undefined : await accountId(app, options.successor);
    const id = await accountId(app, email);
    const freshness = app.get(FreshnessJobs);
    await app
      .get(AccountDisabling)
      .disable(admin, id, { successorId, reason: options.reason }, (tx, ids) => freshness.returnNow(tx, ids));
  });
  say(terminal, `${email} is disabled.`);
}
