import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, Nginx, nginxProgram } from '../test/support/nginx.js';
import { leadPath, storeLeadExample } from './lead-example.js';
import { browserHeaders, compare, type Compared, type Target } from './load.js';

const connections = 64;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
/** Written as on a real server, and kept nowhere. */
const log = '/dev/null';

export interface WebServerFigures extends Compared {
  connections: number;
  rounds: number;
  /** In which coding the page came. */
  coding: string;
  bytes: number;
}

/** (l) The deployed nginx in front of the store, against the same nginx with the same file and nothing else; null where none is installed. */
export async function benchWebServer(): Promise<WebServerFigures | null> {
  if (nginxProgram === undefined) return null;
  const pages = await mkdtemp(join(tmpdir(), 'imprimatur-pages-'));
  try {
    await chmod(pages, 0o755);
    await storeLeadExample(pages);
    // Nobody listens there: the store answers all that is asked.
    const ours = await Nginx.start(pages, 9, `${log} plain buffer=32k flush=1s`);
    const bare = await Nginx.with((folder, port) => configureBare(folder, port, pages));
    try {
      return await measure(await targetOf(ours, leadPath), await targetOf(bare, `${leadPath}.html`));
    } finally {
      await Promise.all([ours.stop(), bare.stop()]);
    }
  } finally {
    await rm(pages, { recursive: true, force: true });
  }
}

/** What Debian’s own configuration does, with compressed copies: no headers, no limits, no service behind. */
async function configureBare(folder: string, port: number, pages: string): Promise<void> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `worker_processes auto; pid ${folder}/nginx.pid; error_log stderr warn;
     events { worker_connections 4096; }
     http {
       ${temporary.join(' ')}
       types { text/html html; }
       sendfile on; tcp_nopush on; gzip_static on; access_log ${log};
       server { listen 127.0.0.1:${port}; root ${pages}/files; }
     }`,
  );
}

async function measure(ours: Target, bare: Target): Promise<WebServerFigures> {
  const [mine, theirs] = [await fetched(ours), await fetched(bare)];
  if (!mine.body.equals(theirs.body)) throw new Error('The two servers answer with other bytes.');
  const figures = await compare(ours, bare, { connections, rounds, seconds });
  const coding = String(mine.headers['content-encoding'] ?? 'plain');
  return { ...figures, connections, rounds, coding, bytes: mine.body.length };
}

const fetched = (target: Target) => ask(target.port, target.path, { headers: target.headers });

async function targetOf(nginx: Nginx, path: string): Promise<Target> {
  let pids: number[] = [];
  while (pids.length < availableParallelism()) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    pids = childrenOf(nginx.pid);
  }
  return { port: nginx.port, path, headers: browserHeaders, pids };
}

function childrenOf(pid: number): number[] {
  const parent = (each: string): number => {
    try {
      return Number(readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
    } catch {
      return 0; // It ended meanwhile.
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parent(name) === pid)
    .map(Number);
}
