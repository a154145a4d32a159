import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGround, spawnService, type Ground } from './harness.js';
import { leadPath, storeLeadExample, type ShownPage } from './lead-example.js';
import { browserHeaders, compare, type Compared, type Target } from './load.js';

const connections = 64;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);

export interface ServingFigures {
  connections: number;
  rounds: number;
  /** What a browser gets: the copy that was compressed at publish. */
  br: Compared & { bytes: number };
  /** What a client gets that takes no coding. */
  plain: Compared & { bytes: number };
}

/** (k) The lead example from the service's own process, against the same bytes in the memory of a bare server. */
export async function benchServing(): Promise<ServingFigures> {
  const ground = await openGround();
  try {
    const page = await storeLeadExample(join(ground.dataDir, 'service', 'pages'));
    const running = await spawnService(ground, 4807, { ROLE: 'web' });
    try {
      const service = { port: Number(new URL(running.url).port), path: leadPath, pids: [running.pid] };
      const both = async (accepted: string, body: Buffer | null): Promise<Compared & { bytes: number }> => {
        if (!body) throw new Error('The lead example has no such copy.');
        const headers = { ...browserHeaders, 'accept-encoding': accepted };
        const figures = await besideBare(ground, { ...service, headers }, page, body);
        return { ...figures, bytes: body.length };
      };
      const br = await both(browserHeaders['accept-encoding'], page.br);
      return { connections, rounds, br, plain: await both('identity', page.plain) };
    } finally {
      await running.stop();
    }
  } finally {
    await ground.close();
  }
}

async function besideBare(ground: Ground, service: Target, page: ShownPage, body: Buffer): Promise<Compared> {
  const file = join(ground.dataDir, 'bare-page');
  await writeFile(file, body);
  const coding = body === page.br ? { 'content-encoding': 'br' } : {};
  const headers = JSON.stringify({ 'content-type': page.entry.contentType, ...coding });
  const child = spawn(process.execPath, ['bench/bare-pages-child.mjs', file, headers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const bare = { ...service, port: Number(port.toString()), pids: [child.pid ?? 0] };
    return await compare(service, bare, { connections, rounds, seconds });
  } finally {
    child.kill();
  }
}
