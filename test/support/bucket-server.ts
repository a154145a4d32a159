import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { BucketSettings } from '../../src/platform/site-settings.js';

const bucket = 'pages';

/**
 * A real S3 server behind a small proxy. The server ignores the conditions of a PUT; the proxy honors them, unless it is told to
 * pass them by (`enforcing`), and can run something before it hands a write on.
 */
export class BucketServer {
  enforcing = true;
  /** Every request that was handed on: method and key. */
  readonly requests: string[] = [];
  /** The next answers of writes are lost: the write happens, the connection breaks. */
  lostAnswers = 0;
  /** Every request fails so. */
  failing: number | undefined;
  /** Requests are taken and never answered. */
  silent = false;
  private port = 0;
  private interruption: { key: RegExp; act: () => Promise<void> } | undefined;
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly proxy: Server = createServer((asked, answer) => void this.take(asked, answer));

  private constructor(
    private readonly folder: string,
    private readonly server: S3rver,
    private readonly storePort: number,
  ) {}

  static async start(): Promise<BucketServer> {
    const directory = await mkdtemp(join(tmpdir(), 'bucket-'));
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      // It reckons the signature of a list with a prefix in its own way.
      allowMismatchedSignatures: true,
      directory,
      configureBuckets: [{ name: bucket, configs: [] }],
    });
    const { port } = await server.run();
    const started = new BucketServer(directory, server, port);
    await started.comeBack();
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nobody listens any more, and nobody is listened to. */
  async goAway(): Promise<void> {
    this.proxy.close();
    this.proxy.closeAllConnections();
    await once(this.proxy, 'close');
  }

  /** Under the same address as before. */
  async comeBack(): Promise<void> {
    this.proxy.listen(this.port, '127.0.0.1');
    await once(this.proxy, 'listening');
    ({ port: this.port } = this.proxy.address() as AddressInfo);
  }

  /** Settings of a store in it. */
  settings(prefix = ''): BucketSettings {
    return {
      bucket,
      prefix,
      endpoint: this.url,
      region: 'us-east-1',
      pathStyle: true,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    };
  }

  /** The same as the environment of a service. */
  environment(prefix = ''): Record<string, string> {
    return {
      PAGE_STORE_URL: `s3://${bucket}/${prefix}`,
      S3_ENDPOINT: this.url,
      S3_PATH_STYLE: 'yes',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    };
  }

  /** Runs `act` once, before the next write of such a key arrives. */
  beforeNextWrite(key: RegExp, act: () => Promise<void>): void {
    this.interruption = { key, act };
  }

  async stop(): Promise<void> {
    if (this.proxy.listening) await this.goAway();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const key = decodeURIComponent((asked.url ?? '').split('?')[0] ?? '');
    if (this.silent) return;
    if (this.failing !== undefined) {
      refuse(answer, this.failing, 'InternalError');
      return;
    }
    if (asked.method === 'PUT') await this.interrupt(key);
    this.requests.push(`${asked.method ?? ''} ${key}`);
    // One request of a key at a time: between the look and the write nobody may come, and the server writes in several steps.
    const turn = (this.queues.get(key) ?? Promise.resolve()).then(async () => {
      const refused = asked.method === 'PUT' && this.enforcing ? await this.refusal(asked, key) : undefined;
      if (refused) refuse(answer, refused, refused === 404 ? 'NoSuchKey' : 'PreconditionFailed');
      else await this.handOn(asked, Buffer.concat(parts), answer);
    });
    this.queues.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async interrupt(key: string): Promise<void> {
    const waiting = this.interruption;
    if (!waiting?.key.test(key)) return;
    this.interruption = undefined;
    await waiting.act();
  }

  /** What S3 answers where a condition does not hold; undefined where it does. */
  private async refusal({ headers }: IncomingMessage, key: string): Promise<number | undefined> {
    const { 'if-none-match': absent, 'if-match': same } = headers;
    if (absent === undefined && same === undefined) return undefined;
    const etag = await this.server.store
      .getMetadata(bucket, key.slice(`/${bucket}/`.length))
      .then((found) => found.etag)
      .catch(() => undefined);
    if (absent !== undefined) return etag === undefined ? undefined : 412;
    if (etag === undefined) return 404;
    return etag === same ? undefined : 412;
  }

  private handOn(asked: IncomingMessage, body: Buffer, answer: ServerResponse): Promise<void> {
    return new Promise((resolve, reject) => {
      const { method, url: path, headers } = asked;
      const onward = request(
        { host: '127.0.0.1', port: this.storePort, method, path, headers, agent: false },
        (given) => {
          const parts: Buffer[] = [];
          given.on('data', (part: Buffer) => parts.push(part));
          given.on('end', () => {
            if (method === 'PUT' && this.lostAnswers > 0) {
              this.lostAnswers -= 1;
              answer.destroy();
            } else answer.writeHead(given.statusCode ?? 500, given.headers).end(Buffer.concat(parts));
            resolve();
          });
        },
      );
      onward.on('error', reject);
      onward.end(body);
    });
  }
}

function refuse(answer: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  answer.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
