import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Clock } from '../../src/platform/clock.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { command, mustCommand } from '../support/command.js';
import { password } from '../support/people.js';
import { environment, startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';

const slug = 'scalp-micropigmentation';
let test: TestService;
let people: Cast;
let env: Record<string, string>;
let owner: pg.Client;

beforeAll(async () => {
  // Commands take the machine's time.
  test = await startTestService({}, new Clock().now().toISOString());
  people = await cast(test);
  await publishGuide(people, slug);
  await test.announce();
  env = environment(test.service.config.databaseUrl, test.dataDir);
  owner = new pg.Client({ connectionString: env['DATABASE_URL'] });
  await owner.connect();
}, 60_000);
afterAll(async () => {
  await owner.end();
  await test.stop();
});

const run = (...words: string[]) => command(env, words);

describe('The doctor', () => {
  it('finds nothing wrong with a service at work, however deep it looks', async () => {
    const { code, out, errors } = await run('doctor', '--deep');
    expect([code, errors]).toEqual([0, '']);
    for (const name of [
      'clock',
      'queue',
      'page store',
      'mail',
      'schedulers',
      'history',
      'promise page-without-basis',
    ]) {
      expect(out).toContain(`well     ${name}: `);
    }
    expect(out).toMatch(/Nothing is wrong\.\n$/);
  });

  it('finds a page that nobody renders, and a scheduler that is gone', async () => {
    const queues = test.service.app.get(QueueSet);
    await queues.get('publishing').pause();
    await queues.get('publishing').removeJobScheduler('publishing.announce');
    await owner.query(
      `insert into page_debt (page_id, cause, at) select id, 'planted', $1 from page where path = '/'`,
      [minutesAgo(10)],
    );
    const { code, out } = await run('doctor');
    expect(code).toBe(1);
    expect(out).toContain('PROBLEM  schedulers: none for publishing.announce');
    expect(out).toContain('PROBLEM  pages owed: 1, the oldest for 10 minutes');
    await queues.ensureSchedulers();
    await queues.get('publishing').resume();
    expect((await run('render', '--changed')).code).toBe(0);
    expect((await run('doctor')).code).toBe(0);
  });

  it('finds an effect that was given up, and with the deep look the promise it breaks', async () => {
    const { rows } = await owner.query<{ id: number }>(
      `insert into outbox (job, created_at, sent_at, dead_at, failure) values ('publishing.render', $1, $1, $1, 'planted') returning id`,
      [minutesAgo(10)],
    );
    const { code, out } = await run('doctor');
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('PROBLEM  effects given up: 1 × publishing.render (planted)'),
    ]);
    expect((await run('doctor', '--deep')).out).toContain('PROBLEM  promise effect-lost: ');
    await owner.query('delete from outbox where id = $1', [rows[0]?.id]);
    expect((await run('doctor')).code).toBe(0);
  });

  it('takes a check that fails for a problem, not for passed', async () => {
    const { code, out } = await command({ ...env, SMTP_URL: 'smtp://127.0.0.1:9' }, ['doctor']);
    expect([code, out]).toEqual([1, expect.stringContaining('PROBLEM  mail: It could not be checked: ')]);
  });

  it('says so when the database is not there, or not migrated', async () => {
    const nowhere = { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/imprimatur' };
    expect(await command(nowhere, ['doctor'])).toMatchObject({ code: 1, out: expect.stringContaining('ECONNREFUSED') });
    const { rows } = await owner.query<{ name: string; checksum: string; ran_at: Date }>(
      'delete from migration where name = (select max(name) from migration) returning *',
    );
    const behind = await run('doctor');
    expect(behind).toMatchObject({
      code: 1,
      out: expect.stringContaining(`lacks ${rows[0]?.name}. Run “imprimatur migrate”`),
    });
    expect((await run('sweep')).errors).toContain('Run “imprimatur migrate”');
    const { name, checksum, ran_at } = rows[0] ?? {};
    await owner.query('insert into migration values ($1, $2, $3)', [name, checksum, ran_at]);
    expect(await run('migrate')).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
  });
});

describe('Rendering', () => {
  it('verifies the store, and repairs a page that was damaged or lost, without touching the others', async () => {
    expect((await run('render', '--verify')).code).toBe(0);
    const before = await stored();
    const damaged =
      Object.keys(before).find((name) => name.startsWith(`guides/${slug}.`) && !/\.(gz|br)$/.test(name)) ?? '';
    await writeFile(join(test.dataDir, 'pages', 'bodies', damaged), 'something else');
    expect(await run('render', '--verify')).toMatchObject({ code: 1, errors: `/guides/${slug}: bytes differ\n` });
    expect((await run('doctor', '--deep')).out).toContain(
      `PROBLEM  pages as the facts say: /guides/${slug} bytes differ`,
    );
    expect((await run('render', '--all')).out).toMatch(/^\d+ page\(s\) rendered\.\n$/);
    expect((await run('render', '--verify')).code).toBe(0);
    const after = await stored();
    const kept = Object.keys(after).filter((name) => before[name] === after[name]);
    expect(
      Object.keys(before)
        .filter((name) => !kept.includes(name))
        .every((name) => name.startsWith(`guides/${slug}.`)),
    ).toBe(true);
    expect((await test.page(`/guides/${slug}`)).status).toBe(200);
  });

  it('asks for exactly one of its three ways', async () => {
    for (const words of [[], ['--all', '--verify']])
      expect((await run('render', ...words)).errors).toContain('Say one of');
  });
});

describe('A guide file of a published guide', () => {
  const file = () => join(test.dataDir, 'live.md');
  const asEditor = () => ['--owner', people.editor.email];

  it('holds the text that readers get, and changes nothing when it is read back', async () => {
    await writeFile(file(), (await run('guide', 'export', slug)).out);
    expect((await run('guide', 'import', file(), ...asEditor())).out).toMatch(/^unchanged/);
    const { rows } = await owner.query('select status from revision');
    expect(rows).toEqual([{ status: 'published' }]);
  });

  it('with another text opens a revision, which readers do not see', async () => {
    const live = await readFile(file(), 'utf8');
    await writeFile(file(), live.replace('Mild discomfort', 'Some discomfort'));
    expect((await run('guide', 'import', file(), ...asEditor())).out).toMatch(/^revision opened/);
    expect((await run('guide', 'export', slug)).out).toBe(live);
    expect((await run('guide', 'export', slug, '--draft')).out).toContain('Some discomfort');
  });

  it('is refused while the text is under review', async () => {
    const { rows } = await owner.query<{ id: string }>(`select id from revision where status = 'draft'`);
    await transition(people.editor, 'revisions', rows[0]?.id ?? '', { name: 'submit', reviewKind: 'full' });
    const { code, errors } = await run('guide', 'import', file(), ...asEditor());
    expect([code, errors]).toEqual([1, expect.stringContaining('Its open revision is in-review: the text is locked.')]);
  });
});

describe('Accounts', () => {
  const email = 'nell.hart@desk.example';

  it('are made, given roles and a password, and closed, as acts of a named admin', async () => {
    const as = ['--as', people.admin.email];
    await mustCommand(env, ['user', 'add', email, '--name', 'Nell Hart', ...as]);
    await mustCommand(env, ['user', 'role', 'grant', email, 'editor', ...as]);
    await mustCommand(env, ['user', 'role', 'grant', email, 'lead', '--category', 'hair-restoration', ...as]);
    await mustCommand(env, ['user', 'password', email], `${password}\n`);
    expect((await run('user', 'list')).out).toMatch(
      /nell\.hart@desk\.example +Nell Hart +editor, lead of hair-restoration\n/,
    );
    expect((await signIn(email)).status).toBe(201);
    await mustCommand(env, ['user', 'role', 'revoke', email, 'lead', '--category', 'hair-restoration', ...as]);
    await mustCommand(env, ['user', 'disable', email, '--reason', 'Left the desk', ...as]);
    expect((await signIn(email)).status).toBe(401);
    const { rows } = await owner.query(
      `select e.name, coalesce(e.actor_id = $2, false) as by_admin from event e join account a on a.id = e.subject_id where a.email = $1 order by e.number`,
      [email, people.admin.id],
    );
    expect(rows).toEqual([
      { name: 'account.created', by_admin: true },
      { name: 'account.role-granted', by_admin: true },
      { name: 'account.role-granted', by_admin: true },
      { name: 'account.changed', by_admin: false },
      { name: 'account.role-revoked', by_admin: true },
      { name: 'account.disabled', by_admin: true },
    ]);
  });

  it.each([
    ['a second first admin', ['user', 'add', 'x@desk.example', '--name', 'X', '--admin'], 'There is an admin already'],
    ['no admin to act', ['user', 'add', 'x@desk.example', '--name', 'X'], 'Say with --as'],
    [
      'an address that is none',
      ['user', 'add', 'x', '--name', 'X', '--as', 'first.admin@desk.example'],
      'not one mail address',
    ],
    [
      'an acting person without the role',
      ['user', 'add', 'x@desk.example', '--name', 'X', '--as', 'edda.winter@desk.example'],
      'role that this needs: admin',
    ],
    [
      'a grant to oneself',
      ['user', 'role', 'grant', 'first.admin@desk.example', 'editor', '--as', 'first.admin@desk.example'],
      'to themselves',
    ],
    [
      'a safety holder for ever',
      ['user', 'role', 'grant', 'edda.winter@desk.example', 'safety', '--as', 'first.admin@desk.example'],
      '12 months',
    ],
  ])('are refused for %s, and nothing is left behind', async (_, words, reason) => {
    const before = await owner.query('select count(*) from event');
    const { code, errors } = await command(env, words, `${password}\n`);
    expect([code, errors]).toEqual([1, expect.stringContaining(reason)]);
    expect((await owner.query('select count(*) from event')).rows).toEqual(before.rows);
  });

  it('hold tokens that open the API until they are revoked', async () => {
    const as = ['--as', people.editor.email];
    const [token = ''] = await mustCommand(env, ['token', 'create', 'exporter', '--days', '7', ...as]);
    const ask = () => fetch(`${test.url}/api/v1/guides`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    const [, row = ''] = await mustCommand(env, ['token', 'list', ...as]);
    expect(row).toContain('exporter');
    await mustCommand(env, ['token', 'revoke', row.split(' ')[0] ?? '', ...as]);
    expect((await ask()).status).toBe(401);
  });
});

describe('The history', () => {
  it('is sealed, verified against a seal noted down, and exported whole', async () => {
    await mustCommand(env, ['audit', 'seal']);
    const [, noted = ''] = await mustCommand(env, ['audit', 'verify']);
    const anchor = noted.split(' ').at(-1) ?? '';
    expect((await run('audit', 'verify', '--anchor', anchor)).code).toBe(0);
    const forged = anchor.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect((await run('audit', 'verify', '--anchor', forged)).code).toBe(1);
    const lines = await mustCommand(env, ['audit', 'export']);
    const { rows } = await owner.query<{ count: number }>('select count(*)::int as count from event');
    expect(lines).toHaveLength(rows[0]?.count ?? 0);
    const out = join(test.dataDir, 'history.csv');
    await mustCommand(env, ['audit', 'export', '--format', 'csv', '--out', out]);
    expect(await readFile(out, 'utf8')).toContain('guide.published');
  });

  it('that somebody rewrote does not verify', async () => {
    await owner.query(`update event set at = at - interval '1 day' where name = 'guide.published'`);
    const { code, errors } = await run('audit', 'verify');
    expect([code, errors]).toEqual([1, expect.stringMatching(/^guide \S+ \d+: Its content does not give its hash\./)]);
    expect((await run('doctor', '--deep')).out).toContain('PROBLEM  history: ');
    await owner.query(`update event set at = at + interval '1 day' where name = 'guide.published'`);
    expect((await run('audit', 'verify')).code).toBe(0);
  });
});

describe('Synonyms', () => {
  it('are replaced as a whole, as the act of a named lead', async () => {
    const as = ['--as', people.lead.email];
    await mustCommand(env, [
      'category',
      'synonyms',
      'hair-restoration',
      'bald=alopecia',
      'thin hair = hair loss',
      ...as,
    ]);
    await mustCommand(env, ['category', 'synonyms', 'hair-restoration', 'bald=alopecia', ...as]);
    expect((await people.lead.get('categories/hair-restoration/synonyms')).body).toEqual({
      items: [{ term: 'bald', sameAs: 'alopecia' }],
    });
    const wrong = await run('category', 'synonyms', 'hair-restoration', 'bald', ...as);
    expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('“bald” is no pair')]);
  });
});

describe('A category', () => {
  it('is added with what it is about, which its page says and an admin may change', async () => {
    const told = 'What nails show, and when to see a physician.';
    const as = ['--as', people.admin.email];
    await mustCommand(env, ['category', 'add', 'nails', 'Nails', '12', 'dermatology', '--description', told, ...as]);
    const { items } = (
      await people.admin.get<{ items: { id: string; slug: string; description: string }[] }>('categories')
    ).body;
    expect(items.find(({ slug }) => slug === 'nails')?.description).toBe(told);
    const shown = items.find(({ slug }) => slug === 'hair-restoration');
    const page = async (description: string): Promise<string> => {
      await must(people.admin.ask('PATCH', `categories/${shown?.id ?? ''}`, { description }, { 'if-match': '*' }));
      await test.announce();
      return (await test.page('/categories/hair-restoration')).text;
    };
    expect(await page(told)).toContain(`<p class="lead">${told}</p>`);
    expect(await page('')).not.toContain('class="lead"');
    const { code, errors } = await run(
      'category',
      'add',
      'hands',
      'Hands',
      '12',
      'dermatology',
      '--description',
      'x'.repeat(301),
      ...as,
    );
    expect([code, errors]).toEqual([1, expect.stringContaining('at most 300 characters')]);
  });
});

describe('The command line', () => {
  it('sweeps once on request', async () => {
    const lines = await mustCommand(env, ['sweep']);
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'schedules',
      'freshness',
      'physicians',
      'members',
      'notifications',
      'announcements',
    ]);
  });

  it.each([
    [[], 2, 'Usage: imprimatur'],
    [['frobnicate'], 2, 'unknown command'],
    [
      ['category', 'add', 'skin-health', 'Skin health', '99', 'dermatology', '--as', 'x@desk.example'],
      2,
      'from 3 to 36',
    ],
    [['token', 'revoke', '7', '--as', 'x@desk.example'], 1, 'not the id of a token'],
  ])('answers %j with exit code %i and a sentence', async (words, code, sentence) => {
    const answer = await command(env, words);
    expect([answer.code, answer.errors]).toEqual([code, expect.stringContaining(sentence)]);
  });

  it('is a program of its own, whose exit code a script can trust', () => {
    const words = ['--import', './test/support/typescript-hooks.mjs', 'src/cli.ts'];
    const environmentOfShell = { PATH: process.env['PATH'] ?? '', ...env };
    const list = spawnSync(process.execPath, [...words, 'user', 'list'], { env: environmentOfShell, encoding: 'utf8' });
    expect([list.status, list.stderr]).toEqual([0, '']);
    expect(list.stdout).toContain('edda.winter@desk.example');
    const wrong = { ...environmentOfShell, PORT: 'high' };
    const refused = spawnSync(process.execPath, [...words, 'user', 'list'], { env: wrong, encoding: 'utf8' });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('PORT must be a whole number')]);
  }, 90_000);
});

function minutesAgo(minutes: number): Date {
  return new Date(test.clock.now().getTime() - minutes * 60_000);
}

function signIn(email: string): Promise<Response> {
  const body = JSON.stringify({ email, password });
  return fetch(`${test.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** Every body in the page store, by file name. */
async function stored(): Promise<Record<string, string>> {
  const folder = join(test.dataDir, 'pages', 'bodies');
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[file.slice(folder.length + 1)] = await readFile(file, 'base64');
  }
  return found;
}
