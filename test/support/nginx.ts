import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The nginx program of this machine, or undefined where none is installed (`apt-get install nginx-light` brings one). */
export const nginxProgram = ['nginx', '/usr/sbin/nginx'].find((program) => {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
}

/** Asks over plain HTTP: `fetch` would undo compression and tidy paths up. */
export function ask(port: number, path: string, { method = 'GET', headers = {} }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject);
    asked.end(method === 'POST' ? '{}' : undefined);
  });
}

/** nginx with the configuration that is deployed, on a port, folder, store and service of its own. */
export class Nginx {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static start(pages: string, servicePort: number, accessLog = 'off'): Promise<Nginx> {
    return Nginx.with((folder, port) => configure(folder, { port, pages, servicePort, accessLog }));
  }

  /** `configure` writes nginx.conf, and what it includes, into the folder. */
  static async with(configure: (folder: string, port: number) => Promise<void>): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
    await chmod(folder, 0o755);
    const port = await freePort();
    await configure(folder, port);
    const child = spawn(nginxProgram ?? 'nginx', [...argumentsFor(folder), '-g', 'daemon off;'], { stdio: 'ignore' });
    const nginx = new Nginx(port, folder, child);
    await nginx.listening();
    return nginx;
  }

  /** Of the process that the others are children of. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What `nginx -t` has to say about the configuration; empty when it is content. */
  complaints(): string {
    try {
      execFileSync(nginxProgram ?? 'nginx', ['-t', '-q', ...argumentsFor(this.folder)], { stdio: 'pipe' });
      return '';
    } catch (error) {
      return String(error);
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async listening(): Promise<void> {
    while (this.child.exitCode === null) {
      const socket = connect(this.port, '127.0.0.1');
      const up = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (up) return;
    }
    throw new Error('nginx did not start.');
  }
}

function argumentsFor(folder: string): string[] {
  return ['-p', folder, '-c', join(folder, 'nginx.conf')];
}

/** The deployed files, with only addresses and folders exchanged. */
async function configure(
  folder: string,
  at: { port: number; pages: string; servicePort: number; accessLog: string },
): Promise<void> {
  const deploy = new URL('../../deploy/', import.meta.url);
  const text = await readFile(new URL('nginx.conf', deploy), 'utf8');
  const here = text
    .replaceAll('/tmp/', `${folder}/`)
    .replace('listen 8080;', `listen 127.0.0.1:${at.port};`)
    .replace('web:3000', `127.0.0.1:${at.servicePort}`)
    .replaceAll('/srv/pages', at.pages)
    .replace('/dev/stdout plain buffer=32k flush=1s', at.accessLog);
  await writeFile(join(folder, 'nginx.conf'), here);
  await copyFile(new URL('page-headers.conf', deploy), join(folder, 'page-headers.conf'));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
