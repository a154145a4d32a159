import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Clock } from '../src/platform/clock.js';
import { readConfig } from '../src/platform/config.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/platform/embedded-postgres.js';
import { migrate } from '../src/platform/migrations.js';
import { startService, type Service } from '../src/service.js';

/** A PostgreSQL with default durability and one database, for one benchmark. */
export interface Ground {
  databaseUrl: string;
  dataDir: string;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-bench-'));
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  await migrate(postgres.url);
  return {
    databaseUrl: postgres.url,
    dataDir,
    close: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function environment(ground: Ground, more: Record<string, string> = {}): Record<string, string> {
  return {
    DATABASE_URL: ground.databaseUrl,
    DATA_DIR: join(ground.dataDir, 'service'),
    SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    PUBLIC_URL: 'http://guides.example',
    MX_RESOLVER: 'off',
    ...more,
  };
}

/** The service in this process, without HTTP or workers: to prepare a benchmark through the real services. */
export function prepare(ground: Ground, role: 'web' | 'all' = 'web'): Promise<Service> {
  return startService(readConfig(environment(ground, { ROLE: role })), { clock: new Clock(), listen: true });
}

/** The built service as a process of its own, as operators run it. */
export interface Running {
  url: string;
  pid: number;
  /** Milliseconds from spawn to ready. */
  readyAfter: number;
  stop(): Promise<void>;
}

export async function spawnService(ground: Ground, port: number, more: Record<string, string> = {}): Promise<Running> {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { ...process.env, ...environment(ground, { PORT: String(port), ...more }) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return { url, pid: child.pid ?? 0, readyAfter: performance.now() - started, stop: () => ended(child) };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (child.exitCode !== null) throw new Error('The service ended before it was ready.');
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The service was not ready within a minute.');
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** A client that keeps its connections, with one session. */
export class Client {
  private cookie = '';
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    connections = 64,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  async signIn(email: string, password: string): Promise<this> {
    const answer = await this.send('POST', '/api/v1/session', { email, password });
    if (answer.status >= 300) throw new Error(`Sign-in failed: ${answer.text}`);
    return this;
  }

  async reauthenticate(password: string): Promise<void> {
    await this.must('POST', '/api/v1/session/reauthentication', { password });
  }

  async must<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const answer = await this.send(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return (answer.text ? JSON.parse(answer.text) : {}) as Body;
  }

  send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const asked = request(
        this.url + path,
        {
          method,
          agent: this.agent,
          headers: {
            ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
            ...(this.cookie ? { cookie: this.cookie } : {}),
            ...headers,
          },
        },
        (answer) => {
          const set = answer.headers['set-cookie']?.[0];
          if (set) this.cookie = set.split(';')[0] ?? '';
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export interface Quantiles {
  n: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Of milliseconds. */
export function quantiles(samples: number[]): Quantiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}

/** Runs `work` on several lanes at once for a while; answers how many were done a second. */
export async function throughput(
  lanes: number,
  seconds: number,
  work: (lane: number, round: number) => Promise<void>,
): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let round = 0; performance.now() < end; round++) {
        await work(lane, round);
        done++;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

/** Counts every table, as autovacuum does within a minute; only the owner may. */
export async function analyze(ground: Ground): Promise<void> {
  const client = new pg.Client({ connectionString: ground.databaseUrl });
  await client.connect();
  await client.query('analyze');
  await client.end();
}

/** A bare pool on the ground's database, as the runtime role. */
export function barePool(ground: Ground, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: ground.databaseUrl, max, options: '-c role=imprimatur_app' });
  // An idle connection that the server ends with itself is no failure.
  return pool.on('error', () => undefined);
}
