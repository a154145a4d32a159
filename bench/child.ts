import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ground } from './harness.js';

/** Runs a script in a process of its own on the ground's database, with the flags that the built command line gives Node; answers the JSON of its last line. */
export function child<Figures>(file: string, ground: Ground, args: string[] = []): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const made = spawn(
      process.execPath,
      [...commandFlags(), '--import', './test/support/typescript-hooks.mjs', file, ...args],
      {
        env: {
          ...process.env,
          DATABASE_URL: ground.databaseUrl,
          DATA_DIR: join(ground.dataDir, 'service'),
          SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
          ROLE: 'web',
          HOST: '127.0.0.1',
          PORT: '0',
          LOG_LEVEL: 'error',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let text = '';
    made.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    made.once('exit', (code) => {
      if (code === 0) resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '') as Figures);
      else reject(new Error(`${file} ended with ${String(code)}`));
    });
  });
}

function commandFlags(): string[] {
  const [first = ''] = readFileSync('dist/cli.js', 'utf8').split('\n');
  return first.split(' ').filter((word) => word.startsWith('--'));
}
