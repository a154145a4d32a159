import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { inspectTwice, PageStore, PublishingJobs, Renderer, StoreScan } from '../publishing/index.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface Choice {
  all?: true;
  changed?: true;
  verify?: true;
}

export function addRenderCommand(program: Command, terminal: Terminal): void {
  program
    .command('render')
    .description('the public pages')
    .option('--all', 'renders every page again and writes those that differ from what is stored')
    .option('--changed', 'renders the pages that are owed')
    .option('--verify', 'renders every page again and compares, without writing')
    .action((choice: Choice) => render(terminal, choice));
}

async function render(terminal: Terminal, choice: Choice): Promise<void> {
  const chosen = Object.keys(choice);
  if (chosen.length !== 1) throw new CommandFailed(['Say one of --all, --changed and --verify.']);
  await withService(terminal, async (app) => {
    if (choice.verify) return verify(app, terminal);
    const paid = choice.all ? await renderAll(app) : await renderChanged(app);
    say(terminal, `${paid} page(s) rendered.`);
  });
}

/** What facts owe, and what another publisher configuration than it was rendered with does. */
async function renderChanged(app: INestApplicationContext): Promise<number> {
  await app.get(Renderer).oweChangedLooks();
  return app.get(PublishingJobs).payAll();
}

async function verify(app: INestApplicationContext, terminal: Terminal): Promise<void> {
  const offences = [...(await troubles(app))];
  if (offences.length > 0) throw new CommandFailed(offences.map(([path, trouble]) => `${path}: ${trouble}`));
  say(terminal, 'Every page that is not owed is stored as the facts say.');
}

/** By path, what is wrong with a page: against the facts, else in itself, as a copy that does not unpack. */
async function troubles(app: INestApplicationContext): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { path, problem } of await app.get(StoreScan).offences()) found.set(path, problem);
  for (const { path, offence } of await inspectTwice(app.get(PageStore)))
    if (!found.has(path)) found.set(path, offence);
  return found;
}

/** What is no page leaves; everything as owed, then what the store still lacks, for example after it was restored from an older backup. */
async function renderAll(app: INestApplicationContext): Promise<number> {
  const database = app.get(Database);
  const at = app.get(Clock).now();
  await app.get(StoreScan).removeForeign();
  await database.run("insert into page_debt (page_id, cause, at) select id, 'command', $1 from page", [at]);
  const paid = await app.get(PublishingJobs).payAll();
  const lacking = [...(await troubles(app)).keys()];
  // A page whose bytes have not moved is not written; without the digest of its last ones it is.
  await database.run(
    `with lost as (update page set rendered_hash = null where path = any ($1) returning id)
     insert into page_debt (page_id, cause, at) select id, 'command', $2 from lost`,
    [lacking, at],
  );
  if (lacking.length > 0) await app.get(PublishingJobs).payAll();
  await app.get(PageStore).clean();
  return paid;
}
