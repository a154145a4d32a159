// Runs every test that can run here, kind by kind, and says plainly what was skipped and why.
// Usage: node scripts/test.mjs [kind …] [-- jest options]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const kinds = ['pure', 'shape', 'database', 'stories', 'browser', 'properties'];
const args = process.argv.slice(2);
const split = args.indexOf('--');
const asked = (split < 0 ? args : args.slice(0, split)).filter((name) => kinds.includes(name));
const jestOptions = split < 0 ? [] : args.slice(split + 1);
const skipped = [];

const chromium = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  process.env.CHROMIUM,
].find((path) => path && existsSync(path));
const redis = process.env.REDIS_TEST_URL;

function run(name, selection, env = {}) {
  console.log(`\n── ${name}`);
  const result = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      selection,
      ...jestOptions,
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  );
  if (result.status !== 0) process.exitCode = 1;
}

for (const kind of asked.length > 0 ? asked : kinds) {
  if (kind === 'browser' && !chromium) {
    skipped.push('browser tests: no Chromium on this machine (install the package chromium, or set CHROMIUM)');
    continue;
  }
  run(kind, kind, { CHROMIUM: chromium ?? '' });
  if (kind !== 'stories') continue;
  if (redis) run('stories on Redis', 'stories', { STORY_REDIS_URL: redis });
  else skipped.push('stories on Redis: REDIS_TEST_URL is not set (they ran on PostgreSQL)');
}

console.log(
  skipped.length > 0 ? `\nSkipped:\n${skipped.map((line) => `  - ${line}`).join('\n')}` : '\nNothing was skipped.',
);
if (process.exitCode) console.log('\nSome tests failed.');
