import type { Command } from 'commander';
import type { Config } from '../platform/config.js';
import { deepChecks } from './doctor-deep.js';
import { machineChecks } from './doctor-machine.js';
import { workChecks } from './doctor-work.js';
import { ill, type Check } from './verdict.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('looks for what is wrong; exit code 1 when something is')
    .option('--deep', 'also every promise, every page and the whole history')
    .action(({ deep }: { deep?: true }) => doctor(terminal, deep === true));
}

async function doctor(terminal: Terminal, deep: boolean): Promise<void> {
  let problems = 0;
  const examine = async ({ name, look }: Check): Promise<void> => {
    const verdict = await look().catch((error: unknown) => ill(`It could not be checked: ${reasonOf(error)}`));
    if (!verdict.well) problems += 1;
    say(terminal, `${verdict.well ? 'well   ' : 'PROBLEM'}  ${name}: ${verdict.words}`);
  };
  let started = false;
  await withService(terminal, async (app, config) => {
    started = true;
    say(terminal, `well     database: ${databaseWords(config)}, all migrations have run`);
    const checks = [...machineChecks(app, config), ...workChecks(app), ...(deep ? await deepChecks(app) : [])];
    for (const check of checks) await examine(check);
  }).catch((error: unknown) => {
    if (started) throw error;
    return examine({ name: 'start', look: async () => ill(reasonOf(error)) });
  });
  if (problems > 0) throw new CommandFailed([`${problems} problem(s).`]);
  say(terminal, 'Nothing is wrong.');
}

function databaseWords({ embedded, databaseUrl }: Config): string {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return embedded ? `embedded, port ${port}` : `${pathname.slice(1)} on ${hostname}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
