import { Command, CommanderError } from 'commander';
import { migrate } from '../platform/migrations.js';
import { ConfigError } from '../platform/config.js';
import { startEmbeddedPostgres } from '../platform/embedded-postgres.js';
import { EmbeddedPostgresError } from '../platform/embedded-postgres-error.js';
import { Forbidden, Invalid, Missing, Refused, Stale } from '../platform/errors.js';
import { addAccountCommands } from './accounts.js';
import { addCategoryCommands } from './categories.js';
import { addDoctorCommand } from './doctor.js';
import { addGuideCommands } from './guides.js';
import { addAuditCommands } from './history.js';
import { addRenderCommand } from './pages.js';
import { addRoleCommands } from './roles.js';
import { addLeieCommand } from './leie.js';
import { addPhysicianCommands } from './physicians.js';
import { addSweepCommand } from './sweep.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { addTokenCommands } from './tokens.js';
import { commandConfig } from './with-service.js';

/** Runs one command. Answers the exit code: 0 done, 1 refused or something is wrong, 2 the command was not understood. */
export async function runCommand(words: string[], terminal: Terminal): Promise<number> {
  try {
    await programFor(terminal).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    for (const line of linesOf(error)) terminal.errors.write(`${line}\n`);
    return 1;
  }
}

function programFor(terminal: Terminal): Command {
  const program = new Command('imprimatur')
    .description('Editorial workflow for medical guides: draft, medical review, published page, stale, reviewed again.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errors.write(text),
    });
  program.command('start').description('starts the service, as npm start does').action(start);
  program
    .command('migrate')
    .description('brings the database up to date')
    .action(() => migrateDatabase(terminal));
  addRoleCommands(addAccountCommands(program, terminal), terminal);
  addTokenCommands(program, terminal);
  addCategoryCommands(program, terminal);
  addGuideCommands(program, terminal);
  addRenderCommand(program, terminal);
  addSweepCommand(program, terminal);
  addLeieCommand(program, terminal);
  addPhysicianCommands(program, terminal);
  addAuditCommands(program, terminal);
  addDoctorCommand(program, terminal);
  return program;
}

async function start(): Promise<void> {
  await import('../main.js');
}

async function migrateDatabase(terminal: Terminal): Promise<void> {
  const { databaseUrl, dataDir } = await commandConfig(terminal.env);
  const postgres = databaseUrl === '' ? await startEmbeddedPostgres({ dataDir }) : undefined;
  try {
    await migrate(postgres?.url ?? databaseUrl);
  } finally {
    await postgres?.stop();
  }
  say(terminal, 'The database is up to date.');
}

/** Refusals and wrong settings are sentences for the person; anything else is a bug or an outage, with its stack. */
function linesOf(error: unknown): string[] {
  if (error instanceof CommandFailed) return error.lines;
  if (error instanceof Refused) return error.reasons.map(({ message }) => message);
  if (error instanceof Invalid) return error.problems.map(({ message }) => message);
  const expected = [ConfigError, EmbeddedPostgresError, Forbidden, Missing, Stale].some(
    (kind) => error instanceof kind,
  );
  if (expected || isOutage(error)) return [messageOf(error)];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

const outages = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT', 'EACCES', 'EISDIR', '28P01', '3D000'];

function isOutage(error: unknown): boolean {
  return outages.includes((error as { code?: string } | undefined)?.code ?? '');
}

/** Node gives a failed connection to several addresses a list of errors and no message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
