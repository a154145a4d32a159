import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { command, mustCommand } from '../../test/support/command.js';
import { environment } from '../../test/support/service.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { formatGuideFile, parseGuideFile } from '../guides/index.js';

const examples = 'examples/guides';
const admin = 'ada.roth@desk.example';
const editor = 'edda.winter@desk.example';
/** Milliseconds for several commands in a row. */
const patience = 90_000;
const password = 'tidal-lantern-42-orchard\n';

let cloned: TestDatabase;
let folder: string;
let env: Record<string, string>;
let client: pg.Client;
let files: string[];

beforeAll(async () => {
  cloned = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'imprimatur-files-'));
  env = environment(cloned.url, folder);
  client = new pg.Client({ connectionString: cloned.url });
  await client.connect();
  files = (await readdir(examples)).map((name) => join(examples, name)).sort();
  await mustCommand(env, ['user', 'add', admin, '--name', 'Ada Roth', '--admin'], password);
  await mustCommand(env, ['user', 'add', editor, '--name', 'Edda Winter', '--as', admin]);
  await mustCommand(env, ['user', 'role', 'grant', editor, 'editor', '--as', admin]);
}, patience);
afterAll(async () => {
  await client.end();
  await cloned.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('An import with something wrong', () => {
  it('names everything that is wrong with every file, and imports nothing', async () => {
    const good = await written('good', await readFile(files[0] ?? '', 'utf8'));
    const loose = await written('loose', example('loose-ends', 'See [it](guide:no-such-guide).'));
    const broken = await written('broken', 'no front matter');
    const twice = await written('twice', example('loose-ends', 'Again.'));
    const { code, errors } = await importing([good, loose, broken, twice], editor);
    expect(code).toBe(1);
    expect(errors.trim().split('\n')).toEqual([
      expect.stringMatching(/^\S+good.md: There is no category “skin-health”.$/),
      expect.stringMatching(/^\S+good.md: It links to a guide that there is not: “guide:keloid-scars”.$/),
      expect.stringMatching(/^\S+good.md: It links to a guide that there is not: “guide:melasma”.$/),
      expect.stringMatching(/^\S+loose.md: There is no category “hair-restoration”.$/),
      expect.stringMatching(/^\S+loose.md: It links to a guide that there is not: “guide:no-such-guide”.$/),
      expect.stringMatching(/^\S+broken.md: The file must begin with front matter/),
      expect.stringMatching(/^\S+twice.md: Its slug “loose-ends” is, or looks like, that of \S+loose.md.$/),
      expect.stringMatching(/^\S+twice.md: There is no category “hair-restoration”.$/),
      'Nothing was imported.',
    ]);
    expect(await count('guide')).toBe(0);
  });

  it('is one in which an editor who is no admin would create categories', async () => {
    const { code, errors } = await importing([...files, '--category-create'], editor);
    expect([code, errors]).toEqual([1, expect.stringContaining(`created by an admin, which ${editor} is not`)]);
    expect([await count('guide'), await count('category')]).toEqual([0, 0]);
  });

  it('is one for an owner who is no editor, or as somebody who is not there', async () => {
    expect((await importing(files, admin)).errors).toContain('editor');
    expect((await importing([...files, '--as', 'nobody@desk.example'], editor)).errors).toContain('no active account');
  });
});

describe('An import of guides that link each other', () => {
  beforeAll(async () => {
    const specialties = ['dermatology', 'plastic-surgery', 'facial-plastic', 'oculoplastic'];
    for (const slug of ['hair-restoration', 'skin-health', 'eyelid-and-face']) {
      await mustCommand(env, ['category', 'add', slug, slug, '12', ...specialties, '--as', admin]);
    }
    const lines = await mustCommand(env, ['guide', 'import', ...files, '--owner', editor]);
    expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual(files.map(() => 'created'));
  }, patience);

  it('comes out again as it went in', async () => {
    const out = join(folder, 'out');
    await mustCommand(env, ['guide', 'export', '--all', '--draft', '--dir', out]);
    for (const file of files) {
      const name = file.slice(examples.length + 1);
      expect(await readFile(join(out, name), 'utf8')).toBe(rewritten(await readFile(file, 'utf8')));
    }
  });

  it('stores links as ids, so that a renamed guide is still found', async () => {
    const { rows } = await client.query<{ text: string }>(
      `select p.body::text as text from revision_part p join revision r on r.id = p.revision_id
         join guide g on g.id = r.guide_id and g.slug = 'androgenetic-alopecia'`,
    );
    const text = rows.map((row) => row.text).join('');
    expect(text.match(/guide:[0-9a-f-]{36}/g)?.length).toBeGreaterThan(3);
    expect(text).not.toContain('guide:topical-minoxidil');
  });

  it('is the act of the person it names, from the command line', async () => {
    const { rows } = await client.query(
      `select distinct a.email, left(e.request_id, 4) as request from event e join account a on a.id = e.actor_id
        where e.name in ('guide.created', 'revision.opened')`,
    );
    expect(rows).toEqual([{ email: editor, request: 'cli-' }]);
  });

  it('done again, or done with what was exported, changes nothing', async () => {
    const before = await everything();
    const out = join(folder, 'out');
    const exported = (await readdir(out)).map((name) => join(out, name));
    for (const again of [files, exported]) {
      const lines = await mustCommand(env, ['guide', 'import', ...again, '--owner', editor]);
      expect(new Set(lines.map((line) => line.split(/ {2,}/)[0]))).toEqual(new Set(['unchanged']));
    }
    expect(await everything()).toEqual(before);
  });

  it('done again with another text moves the parts that differ, and no others', async () => {
    const file = join(folder, 'out', 'melasma.md');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text
        .replace('Melasma', 'This melasma')
        .replace(/^cadence: .*\n/m, '')
        .replace(/^slug: .*$/m, '$&\ncadence: 9'),
    );
    const before = await parts('melasma');
    const [line] = await mustCommand(env, ['guide', 'import', file, '--owner', editor]);
    expect(line).toMatch(/^draft updated {2}melasma/);
    const after = await parts('melasma');
    const moved = Object.keys(after).filter((key) => after[key] !== before[key]);
    expect(moved).toEqual(['head']);
    const { rows } = await client.query("select cadence_override from guide where slug = 'melasma'");
    expect(rows).toEqual([{ cadence_override: 9 }]);
    expect(await mustCommand(env, ['guide', 'export', 'melasma', '--draft'])).toContain('cadence: 9');
  });

  it('drops a section that the file no longer has', async () => {
    const file = join(folder, 'out', 'keloid-scars.md');
    const text = await readFile(file, 'utf8');
    const [section, key = ''] = /\n## [^\n]*\{#([a-z-]+)\}\n[^]*?(?=\n## )/.exec(text) ?? [''];
    await writeFile(file, text.replace(section, ''));
    expect(Object.keys(await parts('keloid-scars'))).toContain(`section:${key}`);
    await mustCommand(env, ['guide', 'import', file, '--owner', editor]);
    expect(Object.keys(await parts('keloid-scars'))).not.toContain(`section:${key}`);
    const exported = (await mustCommand(env, ['guide', 'export', 'keloid-scars', '--draft'])).join('\n');
    expect(`${exported}\n`).toBe(rewritten(await readFile(file, 'utf8')));
  });
});

describe('An export', () => {
  it('of a guide that readers do not have yet needs the word --draft', async () => {
    const { code, errors, out } = await command(env, ['guide', 'export', 'melasma']);
    expect([code, out, errors]).toEqual([1, '', expect.stringContaining('--draft')]);
  });

  it('of a guide that there is not says so', async () => {
    expect((await command(env, ['guide', 'export', 'no-such-guide'])).errors).toContain('There is no guide');
  });
});

function importing(words: string[], owner: string) {
  return command(env, ['guide', 'import', ...words, '--owner', owner]);
}

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, `${name}.md`);
  await writeFile(file, text);
  return file;
}

function example(slug: string, lead: string): string {
  return `---\ntitle: Loose ends\ncategory: hair-restoration\nspecialties: [dermatology]\nlanguage: en-US\nslug: ${slug}\n---\n\n${lead}\n`;
}

function rewritten(text: string): string {
  const file = parseGuideFile(text);
  if ('problems' in file) throw new Error(file.problems.join(' '));
  return formatGuideFile(file);
}

async function count(table: string): Promise<number> {
  return (await client.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ?? -1;
}

async function everything(): Promise<unknown[]> {
  const tables = ['guide', 'revision', 'revision_part', 'contribution', 'event'];
  const digests = tables.map((table) => `(select md5(string_agg(t::text, '|' order by t::text)) from ${table} t)`);
  return (await client.query({ text: `select ${digests.join(', ')}`, rowMode: 'array' })).rows;
}

/** ETags by part of the open draft. */
async function parts(slug: string): Promise<Record<string, number>> {
  const { rows } = await client.query<{ key: string; etag: number }>(
    `select p.key, p.etag from revision_part p join revision r on r.id = p.revision_id join guide g on g.id = r.guide_id where g.slug = $1`,
    [slug],
  );
  return Object.fromEntries(rows.map(({ key, etag }) => [key, etag]));
}
