import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { ScheduleJobs } from '../editorial/index.js';
import { FreshnessJobs } from '../freshness/index.js';
import { NotificationsJobs } from '../notifications/index.js';
import { MonitoringJobs, PhysicianJobs } from '../physicians/index.js';
import { PublishingJobs } from '../publishing/index.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

type Counts = Record<string, number>;

export function addSweepCommand(program: Command, terminal: Terminal): void {
  program
    .command('sweep')
    .description('does once what the clock does: freshness, schedules, physicians, notifications, announcements')
    .action(() => withService(terminal, (app) => sweep(app, terminal)));
}

/** A sweep that fails stops none of the others. */
async function sweep(app: INestApplicationContext, terminal: Terminal): Promise<void> {
  const failures: string[] = [];
  for (const [name, run] of sweeps(app)) {
    try {
      const done = Object.entries(await run()).map(([what, count]) => `${count} ${wordsOf(what)}`);
      say(terminal, `${name}: ${done.join(', ') || 'done'}`);
    } catch (error) {
      failures.push(`${name}: ${reasonsOf(error).join('; ')}`);
    }
  }
  if (failures.length > 0) throw new CommandFailed(failures);
}

function sweeps(app: INestApplicationContext): [string, () => Promise<Counts>][] {
  return [
    ['schedules', async () => ({ ...(await app.get(ScheduleJobs).run()) })],
    ['freshness', () => app.get(FreshnessJobs).run()],
    ['physicians', async () => ({ ...(await app.get(PhysicianJobs).run()) })],
    ['members', async () => ({ ...(await app.get(MonitoringJobs).run()) })],
    ['notifications', async () => (await app.get(NotificationsJobs).run(), {})],
    ['announcements', async () => ({ pages: await app.get(PublishingJobs).payAll() })],
  ];
}

/** `minorsLapsed` is “minors lapsed”. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function reasonsOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(reasonsOf);
  return [error instanceof Error ? error.message : String(error)];
}
