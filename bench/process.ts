import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Seconds after ready at which memory is read. */
const settleSeconds = 30;
const port = 4805;

export interface ProcessFigures {
  /** Resident megabytes of the Node process, PostgreSQL not counted. */
  megabytes: number;
  /** Seconds from spawn to ready on an initialized cluster. */
  readySeconds: number;
}

/** (f) One process with everything in it, on its embedded database. */
export async function benchProcess(): Promise<ProcessFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-process-'));
  try {
    await (await startMain(dataDir)).stop();
    const starts: number[] = [];
    for (let n = 0; n < 3; n++) {
      const again = await startMain(dataDir);
      starts.push(again.readySeconds);
      if (n < 2) {
        await again.stop();
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, settleSeconds * 1000));
      const megabytes = residentMegabytes(again.pid);
      await again.stop();
      return { megabytes, readySeconds: starts.sort((a, b) => a - b)[1] ?? 0 };
    }
    throw new Error('unreachable');
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startMain(dataDir: string): Promise<{ pid: number; readySeconds: number; stop: () => Promise<void> }> {
  const { DATABASE_URL: _url, ...inherited } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null) throw new Error('The service ended before it was ready.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const readySeconds = (performance.now() - started) / 1000;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { pid: child.pid ?? 0, readySeconds, stop };
}

function residentMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
