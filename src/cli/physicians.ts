import { InvalidArgumentError, type Command } from 'commander';
import { isNpi, LookUps, type FoundCheck } from '../physicians/index.js';
import { columns, CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface CheckOptions {
  name?: { givenName: string; familyName: string };
  state?: string;
  specialty?: string;
  json?: true;
}

export function addPhysicianCommands(program: Command, terminal: Terminal): void {
  program
    .command('physicians')
    .description('physicians as the sources know them')
    .command('check')
    .description('looks one up at every source; exit code 1 when a check fails or a source is silent')
    .argument('<npi>', 'the National Provider Identifier', npi)
    .option('--name <given family>', 'to compare with, such as "Ada Quill"; the last word is the family name', fullName)
    .option('--state <letters>', 'of the license, such as NY', state)
    .option('--specialty <slug>', 'such as dermatology')
    .option('--json', 'for programs')
    .action((number: string, options: CheckOptions) => check(terminal, number, options));
}

/** Reads only: neither the answers nor that somebody asked are kept. */
async function check(terminal: Terminal, number: string, options: CheckOptions): Promise<void> {
  const { name = { givenName: '', familyName: '' }, state: region = '', specialty = '' } = options;
  const found = await withService(terminal, (app) =>
    app.get(LookUps).check({ npi: number, ...name, state: region, specialty }),
  );
  const sorted = found.sort((one, other) => one.checkId.localeCompare(other.checkId));
  if (options.json) say(terminal, JSON.stringify(sorted.map(forPrograms), null, 2));
  else for (const line of columns(sorted.map(forPeople))) say(terminal, line);
  const bad = sorted.some(({ finding: { outcome } }) => outcome === 'fail' || outcome === 'error');
  if (bad) throw new CommandFailed([]);
}

function forPeople({ checkId, finding, source }: FoundCheck): string[] {
  return [checkId, finding.outcome, source, finding.reasons.join(' ')];
}

function forPrograms({ checkId, finding, source, request, sha256, dataset, expiresOn }: FoundCheck): object {
  const { outcome, reasons } = finding;
  return { check: checkId, outcome, reasons, source, request, dataset, sha256, expiresOn: expiresOn ?? undefined };
}

function npi(text: string): string {
  if (isNpi(text)) return text;
  throw new InvalidArgumentError('It must be ten digits, the first 1 or 2, the last a check digit that is right.');
}

function fullName(text: string): { givenName: string; familyName: string } {
  const words = text.trim().split(/\s+/);
  const familyName = words.pop() ?? '';
  if (words.length > 0) return { givenName: words.join(' '), familyName };
  throw new InvalidArgumentError('It must be a given name and a family name.');
}

function state(text: string): string {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('It must be the two letters of a state.');
}
