import type { Command } from 'commander';
import { Categories, CategorySynonyms } from '../guides/index.js';
import { actingPerson } from './acting-person.js';
import { addAsOption, wholeNumber } from './options.js';
import { CommandFailed, say, type Terminal } from './terminal.js';
import { withService } from './with-service.js';

const shortestCadence = 3;
const longestCadence = 36;
const longestName = 80;
const longestDescription = 300;

export function addCategoryCommands(program: Command, terminal: Terminal): void {
  const category = program.command('category').description('what guides are about');
  addAdding(category, terminal);
  addReplacing(category, terminal);
}

function addAdding(category: Command, terminal: Terminal): void {
  const add = category
    .command('add')
    .description('adds a category')
    .argument('<slug>', 'for example hair-restoration')
    .argument('<name>', 'as printed, for example “Hair restoration”')
    .argument('<months>', 'between reviews', wholeNumber(shortestCadence, longestCadence))
    .argument('<specialties...>', 'whose physicians review it, for example dermatology plastic-surgery')
    .option('--description <text>', 'what it is about, in a sentence or two for readers', '');
  addAsOption(add, 'the admin whose act it is').action(
    (slug: string, name: string, cadenceMonths: number, specialties: string[], options: AddOptions) =>
      addCategory(
        terminal,
        { slug, name: name.trim(), description: options.description.trim(), cadenceMonths, specialties },
        options.as,
      ),
  );
}

function addReplacing(category: Command, terminal: Terminal): void {
  const synonyms = category
    .command('synonyms')
    .description('puts a list of synonyms for searching in place of the category’s list before')
    .argument('<slug>', 'for example hair-restoration')
    .argument('[pairs...]', 'for example “bald=alopecia”; none empties the list');
  addAsOption(synonyms, 'the admin or lead whose act it is').action(
    (slug: string, pairs: string[], options: { as: string }) => replaceSynonyms(terminal, slug, pairs, options.as),
  );
}

interface AddOptions {
  as: string;
  description: string;
}

type NewCategory = Parameters<Categories['create']>[0];

async function addCategory(terminal: Terminal, category: NewCategory, email: string): Promise<void> {
  if (category.name === '' || category.name.length > longestName) {
    throw new CommandFailed([`The name must have 1 to ${longestName} characters.`]);
  }
  if ((category.description ?? '').length > longestDescription) {
    throw new CommandFailed([`The description must have at most ${longestDescription} characters.`]);
  }
  await withService(terminal, async (app) =>
    app.get(Categories).create(category, await actingPerson(app, email, ['admin'])),
  );
  say(terminal, `The category ${category.slug} is there.`);
}

async function replaceSynonyms(terminal: Terminal, slug: string, pairs: string[], email: string): Promise<void> {
  const synonyms = pairs.map((pair) => {
    const [term = '', sameAs = '', more] = pair.split('=').map((words) => words.normalize('NFC').trim());
    const fits = [term, sameAs].every((words) => words.length >= 2 && words.length <= longestName);
    if (!fits || more !== undefined) throw new CommandFailed([`“${pair}” is no pair such as “bald=alopecia”.`]);
    return { term, sameAs };
  });
  await withService(terminal, async (app) => {
    const actor = await actingPerson(app, email, ['admin', 'lead']);
    // Typed by somebody who sees the whole new list: whatever it was before is replaced.
    await app.get(CategorySynonyms).replace(slug, synonyms, () => undefined, actor);
  });
  say(terminal, `The category ${slug} has ${synonyms.length} synonyms.`);
}
