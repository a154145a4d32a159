import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers. `late` never does; `truncated` ends in the middle; `down` loses the connection; `unavailable` is a 503. */
export type OutsideMode = 'right' | 'late' | 'html' | 'truncated' | 'down' | 'unavailable';

export interface OutsideRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface OutsideAnswer {
  status: number;
  body?: unknown;
}

/** A small real server of somebody outside that can also misbehave. */
export abstract class OutsideServer {
  readonly requests: OutsideRequest[] = [];
  private current: OutsideMode = 'right';
  private left = Infinity;
  private readonly server: Server = createServer((request, response) => void this.take(request, response));

  /** What it answers when it is well. */
  protected abstract answer(request: OutsideRequest): OutsideAnswer;

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  set mode(mode: OutsideMode) {
    this.misbehave(mode, Infinity);
  }

  /** Answers the next `times` requests so, then rightly again. */
  misbehave(mode: OutsideMode, times: number): void {
    this.current = mode;
    this.left = times;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const asked = {
      method: request.method ?? '',
      url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.requests.push(asked);
    const mode = this.left > 0 ? this.current : 'right';
    this.left -= 1;
    const { status, body } = this.answer(asked);
    const right = body === undefined ? '' : JSON.stringify(body);
    if (mode === 'late') return;
    if (mode === 'down') response.destroy();
    else if (mode === 'unavailable') response.writeHead(503).end('Busy');
    else if (mode === 'html')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Maintenance</title>');
    else if (mode === 'truncated') response.writeHead(200).end(right.slice(0, right.length / 2));
    else response.writeHead(status, { 'content-type': 'application/json' }).end(right);
  }
}
