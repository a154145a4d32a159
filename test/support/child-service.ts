import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = ['--import', './test/support/typescript-hooks.mjs', 'src/main.ts'];
/** A busy machine loads the sources for a while. */
const startLimitMilliseconds = 60_000;

/** How a process ended: by itself with a code, or by a signal. */
interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The service as a process of its own, as `npm start` runs it: one that can really be killed. */
export class ChildService {
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  private ending: Ending | undefined;
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    this.ended = once(child, 'exit').then(
      ([code, signal]) => (this.ending = { code: code as number | null, signal: signal as NodeJS.Signals | null }),
    );
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
  }

  /** Resolves when it listens. Throws with what it said when it ends before. */
  static async start(env: Record<string, string>): Promise<ChildService> {
    const started = await ChildService.spawn(env);
    try {
      await within(startLimitMilliseconds, 'the service listens', () => started.listens());
    } catch (error) {
      await started.kill();
      throw new Error(`${(error as Error).message}\n${started.output}`, { cause: error });
    }
    return started;
  }

  private static async spawn(env: Record<string, string>): Promise<ChildService> {
    const port = await freePort();
    const child = spawn(process.execPath, program, {
      cwd: root,
      // What the test run itself is told, such as a production setting, is none of its business.
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ChildService(child, `http://127.0.0.1:${port}`);
  }

  /** Everything it wrote so far, on both streams. */
  get output(): string {
    return this.said;
  }

  get running(): boolean {
    return this.ending === undefined;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Gone for certain, whatever it was doing. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async listens(): Promise<boolean> {
    if (this.ending) throw new Error(`The service ended: ${JSON.stringify(this.ending)}`);
    const answer = await fetch(`${this.url}/health/live`).catch(() => undefined);
    return answer?.ok ?? false;
  }
}

/** A TCP port of 127.0.0.1 on which nobody listens at this moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Asks again and again until `check` holds; answers after how many milliseconds. Throws past `limit`, saying what did not happen. */
export async function within(limit: number, what: string, check: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  for (;;) {
    if (await check()) return performance.now() - start;
    if (performance.now() - start > limit) throw new Error(`Not within ${limit} ms: ${what}`);
    await pause(25);
  }
}
