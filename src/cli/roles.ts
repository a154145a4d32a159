import type { INestApplicationContext } from '@nestjs/common';
import { Argument, type Command } from 'commander';
import { Categories } from '../guides/index.js';
import { AccountQueries, Roles, roles, type Role } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { accountId, actingPerson } from './acting-person.js';
import { addAsOption, days, daysAfter } from './options.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface Choice {
  as: string;
  category?: string;
  days?: number;
}

export function addRoleCommands(user: Command, terminal: Terminal): void {
  const role = user.command('role').description('roles of an account');
  const choice = new Argument('<role>', 'what for').choices(roles);
  for (const [verb, act, does] of [
    ['grant', grant, 'grants a role, from the next request on'],
    ['revoke', revoke, 'takes a role away, from the next request on'],
  ] as const) {
    const command = role
      .command(`${verb} <email>`)
      .description(does)
      .addArgument(choice)
      .option('--category <slug>', 'for a lead: of this category alone')
      .action((email: string, name: Role, options: Choice) => act(terminal, email, name, options));
    if (verb === 'grant') command.option('--days <number>', 'how long it is held; a safety holder needs it', days);
    addAsOption(command, 'the admin whose act it is');
  }
}

async function grant(terminal: Terminal, email: string, role: Role, options: Choice): Promise<void> {
  await withService(terminal, async (app) => {
    const admin = await actingPerson(app, options.as, ['admin']);
    const expiresAt = options.days === undefined ? undefined : daysAfter(app.get(Clock).now(), options.days);
    const wanted = { role, categoryId: await categoryId(app, options.category), expiresAt };
    await app.get(Roles).grant(admin, await accountId(app, email), wanted);
  });
  say(terminal, `${email} is ${role} now.`);
}

async function revoke(terminal: Terminal, email: string, role: Role, options: Choice): Promise<void> {
  await withService(terminal, async (app) => {
    const admin = await actingPerson(app, options.as, ['admin']);
    const person = await app.get(AccountQueries).read(await accountId(app, email));
    const category = (await categoryId(app, options.category)) ?? null;
    const held = person.roles.find((each) => each.role === role && each.categoryId === category);
    if (!held) throw new CommandFailed([`${email} does not hold the role ${role}${options.category ? ' there' : ''}.`]);
    await app.get(Roles).revoke(admin, person.id, held.id);
  });
  say(terminal, `${email} is ${role} no longer.`);
}

async function categoryId(app: INestApplicationContext, slug: string | undefined): Promise<string | undefined> {
  if (slug === undefined) return undefined;
  const category = (await app.get(Categories).list()).find((each) => each.slug === slug);
  if (!category) throw new CommandFailed([`There is no category “${slug}”.`]);
  return category.id;
}
