import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  exportFormats,
  exportHistory,
  History,
  takeSeal,
  verifyHistory,
  type Anchor,
  type ExportFormat,
} from '../audit/index.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

export function addAuditCommands(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('the history: who did what, when and why');
  audit
    .command('verify')
    .description('recomputes every chain and every seal')
    .option('--anchor <number:hash>', 'a seal noted down earlier, which must still be there as it was', readAnchor)
    .action(({ anchor }: { anchor?: Anchor }) => withService(terminal, (app) => verify(app, terminal, anchor)));
  audit
    .command('seal')
    .description('seals what has happened since the last seal')
    .action(() => withService(terminal, (app) => seal(app, terminal)));
  audit
    .command('export')
    .description('the whole history, oldest first')
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('jsonl'))
    .option('--out <file>', 'where to; standard output otherwise')
    .action((options: ExportOptions) => withService(terminal, (app) => exportAll(app, terminal, options)));
}

interface ExportOptions {
  format: ExportFormat;
  out?: string;
}

function readAnchor(text: string): Anchor {
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw new InvalidArgumentError('It must be as verify prints it, <number>:<hash>.');
  }
  return { number: Number(number), hash };
}

async function verify(app: INestApplicationContext, terminal: Terminal, anchor: Anchor | undefined): Promise<void> {
  const lines: string[] = [];
  const verified = await verifyHistory(
    app.get(Database),
    ({ subject, number, message }) => {
      lines.push(`${subject ? `${subject.kind} ${subject.id}` : 'seal'} ${number ?? ''}: ${message}`);
    },
    anchor,
  );
  if (lines.length > 0) throw new CommandFailed(lines);
  const { events, subjects, seals, unsealed, lastSeal } = verified;
  say(terminal, `${events} events of ${subjects} subjects and ${seals} seals hold; ${unsealed} events await a seal.`);
  if (lastSeal) say(terminal, `Keep elsewhere, for --anchor: ${lastSeal.number}:${lastSeal.hash}`);
}

async function seal(app: INestApplicationContext, terminal: Terminal): Promise<void> {
  const number = await takeSeal(app.get(Database), app.get(Clock).now());
  say(terminal, number === undefined ? 'There was nothing to seal.' : `Seal ${number} was taken.`);
}

async function exportAll(app: INestApplicationContext, terminal: Terminal, options: ExportOptions): Promise<void> {
  const history = exportHistory(app.get(History).all({}), options.format);
  if (options.out === undefined) await pipeline(history, terminal.output, { end: false }).catch(unlessReaderLeft);
  else await pipeline(history, createWriteStream(options.out, { mode: 0o600 }));
}

/** Somebody who read enough, such as head, closes the pipe. */
function unlessReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
