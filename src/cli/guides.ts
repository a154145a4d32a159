import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exportGuides, GuideImport, Guides, type ImportPlan } from '../guides/index.js';
import { Database } from '../platform/database.js';
import { actingPerson } from './acting-person.js';
import { GuideWriting } from './guide-writing.js';
import { columns, CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

interface ImportOptions {
  owner: string;
  as?: string;
  categoryCreate?: true;
}

interface ExportOptions {
  all?: true;
  draft?: true;
  dir?: string;
}

export function addGuideCommands(program: Command, terminal: Terminal): void {
  const guide = program.command('guide').description('guides as Markdown files with front matter');
  guide
    .command('import <files...>')
    .description('creates or updates drafts from files; links “guide:<slug>” may name guides in the same import')
    .requiredOption('--owner <email>', 'who owns the new guides: an active editor or lead')
    .option('--as <email>', 'the editor whose act and words it is (default: the owner)')
    .option('--category-create', 'creates categories that are missing; then --as must be an admin, too')
    .action((files: string[], options: ImportOptions) => importFiles(terminal, files, options));
  guide
    .command('export [slug]')
    .description('prints a guide as a file, or writes it into a folder: the text that readers get')
    .option('--all', 'every guide that has such a text')
    .option('--draft', 'the text of the open revision instead, where there is one')
    .option('--dir <folder>', 'writes <slug>.md there')
    .action((slug: string | undefined, options: ExportOptions) => exportFiles(terminal, slug, options));
}

async function importFiles(terminal: Terminal, names: string[], options: ImportOptions): Promise<void> {
  const files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(name, 'utf8') })));
  await withService(terminal, async (app) => {
    const owner = await actingPerson(app, options.owner, ['editor', 'lead']);
    const actor = await actingPerson(app, options.as ?? options.owner, ['editor']);
    const createCategories = options.categoryCreate === true;
    const plan = await new GuideImport(app.get(Database), app.get(Guides)).plan(files, { createCategories });
    if ('problems' in plan) {
      const lines = plan.problems.map(({ file, problem }) => `${file}: ${problem}`);
      throw new CommandFailed([...lines, 'Nothing was imported.']);
    }
    if (plan.newCategories.length > 0) requireAdmin(plan, actor);
    const imported = await new GuideWriting(app, actor).carryOut(plan, owner.accountId);
    for (const line of columns(imported.map(({ outcome, slug, file }) => [outcome, slug, file]))) say(terminal, line);
  });
}

function requireAdmin({ newCategories }: ImportPlan, { roles, email }: { roles: ReadonlySet<string>; email: string }) {
  if (roles.has('admin')) return;
  const missing = newCategories.map(({ slug }) => slug).join(', ');
  throw new CommandFailed([
    `Categories are created by an admin, which ${email} is not: ${missing}. Nothing was imported.`,
  ]);
}

async function exportFiles(terminal: Terminal, slug: string | undefined, options: ExportOptions): Promise<void> {
  if ((slug === undefined) !== (options.all === true)) throw new CommandFailed(['Name one guide, or say --all.']);
  if (options.all && !options.dir) throw new CommandFailed(['Say with --dir where to write all guides.']);
  const wanted = { slug: slug ?? null, draft: options.draft === true };
  const guides = await withService(terminal, (app) => app.get(Database).snapshot((tx) => exportGuides(tx, wanted)));
  if (slug !== undefined && guides.length === 0) throw new CommandFailed([`There is no guide “${slug}”.`]);
  if (slug !== undefined && guides[0]?.text === null) {
    throw new CommandFailed([`Readers have no text of “${slug}” yet: --draft exports its open revision.`]);
  }
  for (const { slug: name, text } of guides) {
    if (text === null) continue;
    if (options.dir === undefined) terminal.output.write(text);
    else await writeGuide(terminal, options.dir, name, text);
  }
}

async function writeGuide(terminal: Terminal, folder: string, slug: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${slug}.md`);
  await writeFile(file, text);
  say(terminal, file);
}
