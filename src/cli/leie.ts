import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import {
  ExclusionList,
  LeieUnreachable,
  MonitoringJobs,
  openLeie,
  publishedLeie,
  type LoadReport,
} from '../physicians/index.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface LoadOptions {
  acceptSmaller?: boolean;
}

export function addLeieCommand(program: Command, terminal: Terminal): void {
  program
    .command('leie')
    .description('the federal list of excluded physicians')
    .command('load')
    .description('replaces the list, whole or not at all')
    .argument('[file-or-url]', 'the CSV as published', publishedLeie)
    .option('--accept-smaller', 'also with less than half of the rows that the list has now')
    .action((place: string, options: LoadOptions) =>
      withService(terminal, async (app) => {
        say(terminal, sentenceOn(await load(app, place, options)));
        const named = await app.get(MonitoringJobs).joinExclusionsNow();
        if (named > 0) say(terminal, `${named} member(s) are named: see the monitoring lane.`);
      }),
    );
}

async function load(app: INestApplicationContext, place: string, { acceptSmaller }: LoadOptions): Promise<LoadReport> {
  const { stream, from } = await openLeie(place).catch((error: unknown) => {
    throw error instanceof LeieUnreachable ? new CommandFailed([error.message]) : error;
  });
  return app.get(ExclusionList).load(stream, from, acceptSmaller ? { leastShare: 0 } : {});
}

function sentenceOn({ outcome, list, previous }: LoadReport): string {
  if (outcome === 'unchanged') {
    return `This list stands already: ${list.rows} rows, loaded ${list.loadedAt.toISOString()}.`;
  }
  const before = previous ? `, ${previous.rows} before` : '';
  return `The exclusion list was replaced: ${list.rows} rows${before}.`;
}
