import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** What `npm run lint:imports` finds in the folder `src` below `cwd`. */
async function violations(cwd: string): Promise<Violation[]> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const words = ['src', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  // It ends with the number of errors as its code; the answer is in what it prints either way.
  const { stdout } = await run(process.execPath, [cruiser, ...words], { cwd, maxBuffer: 64_000_000 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

/** One planted offence a rule: the file, what it imports, and what that file holds if it is ours. */
const planted: [rule: string, file: string, text: string][] = [
  ['platform-imports-downwards', 'src/platform/a.ts', `import '../guides/index.js';`],
  ['identity-imports-downwards', 'src/identity/a.ts', `import '../guides/index.js';`],
  ['audit-imports-downwards', 'src/audit/a.ts', `import '../guides/index.js';`],
  [
    'guides-imports-downwards',
    'src/guides/a.ts',
    `import type { one } from '../editorial/index.js'; export type Two = typeof one;`,
  ],
  ['reviews-imports-downwards', 'src/reviews/a.ts', `import '../editorial/index.js';`],
  ['physicians-imports-downwards', 'src/physicians/a.ts', `import '../editorial/index.js';`],
  ['editorial-imports-downwards', 'src/editorial/a.ts', `import '../publishing/index.js';`],
  ['freshness-imports-downwards', 'src/freshness/a.ts', `import '../publishing/index.js';`],
  ['notifications-imports-downwards', 'src/notifications/a.ts', `import '../publishing/index.js';`],
  ['publishing-imports-downwards', 'src/publishing/a.ts', `import '../freshness/index.js';`],
  ['site-imports-downwards', 'src/site/a.ts', `import '../guides/index.js';`],
  ['api-imports-downwards', 'src/api/a.ts', `import '../site/index.js';`],
  ['through-the-index', 'src/publishing/b.ts', `import '../guides/inside.js';`],
  ['nothing-imports-the-roots', 'src/api/b.ts', `import '../service.js';`],
  ['site-knows-nothing-of-ours', 'src/site/b.ts', `import '../platform/clock.js';`],
  ['site-renders-with-preact-alone', 'src/site/c.ts', `import 'node:fs';`],
  ['queue-library-in-platform', 'src/freshness/b.ts', `import 'bullmq';`],
  ['lifecycles-are-pure', 'src/editorial/b-lifecycle.ts', `import '../platform/clock.js';`],
  ['guards-are-pure', 'src/editorial/guards.ts', `import '../platform/clock.js';`],
  ['catalogues-import-nothing', 'src/jobs.ts', `import './platform/clock.js';`],
  ['no-circles', 'src/reviews/c.ts', `import './d.js';`],
  ['no-tests-in-the-service', 'src/api/c.ts', `import '../../test/support.js';`],
  ['no-development-packages-in-the-service', 'src/api/d.ts', `import 'jest';`],
  ['resolvable', 'src/api/e.ts', `import './nowhere.js';`],
];

describe('Imports', () => {
  it('point one way, as the design says', async () => {
    const found = await violations(root);
    expect(found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 60_000);

  it('that break a rule are found, rule by rule', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'imprimatur-imports-'));
    try {
      await plantOffences(folder);
      const found = new Set((await violations(folder)).map(({ rule }) => rule.name));
      expect([...found].sort()).toEqual(planted.map(([rule]) => rule).sort());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

async function plantOffences(folder: string): Promise<void> {
  const modules = ['platform', 'identity', 'guides', 'editorial', 'publishing', 'freshness', 'site'];
  const manifest = { type: 'module', dependencies: { bullmq: '*' }, devDependencies: { jest: '*' } };
  const files: [path: string, text: string][] = [
    ['tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023' }, include: ['src'] })],
    ['package.json', JSON.stringify(manifest)],
    ['test/support.ts', 'export {};'],
    ['src/service.ts', 'export {};'],
    ['src/guides/inside.ts', 'export {};'],
    ['src/platform/clock.ts', 'export {};'],
    ['src/reviews/d.ts', `import './c.js';`],
    ...modules.map((module): [string, string] => [`src/${module}/index.ts`, 'export const one = 1;']),
    ...planted.map(([, path, text]): [string, string] => [path, text]),
  ];
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}
