import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registryRecord } from './registry-record.js';

/**
 * How it answers. `late` never does; `truncated` ends in the middle of the JSON; `cut` loses the connection in the middle;
 * `down` loses it at once; `unavailable` is a 503; `moved` leads elsewhere; `refusing` is an error of the registry inside a 200.
 */
export type RegistryMode =
  'right' | 'wrong-person' | 'late' | 'html' | 'truncated' | 'cut' | 'down' | 'unavailable' | 'moved' | 'refusing';

/** A request that is kept open. */
export interface HeldRequest {
  /** Resolves when it has come. */
  asked: Promise<void>;
  /** Sends what was true when it came. */
  release(): void;
}

export interface RegistryRequest {
  /** Milliseconds of the process’s steady clock. */
  at: number;
  url: string;
}

/** A small real registry of providers that can also misbehave. Answers in the shapes of the NPPES API 2.1. */
export class RegistryServer {
  readonly requests: RegistryRequest[] = [];
  private readonly records = new Map<string, Record<string, unknown>>();
  private readonly deactivated = new Set<string>();
  private current: RegistryMode = 'right';
  private left = Infinity;
  private holding: ((send: () => void) => void) | undefined;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.take(request, response));
  }

  static async start(): Promise<RegistryServer> {
    const registry = new RegistryServer(createServer());
    registry.server.listen(0, '127.0.0.1');
    await once(registry.server, 'listening');
    return registry;
  }

  /** Base of its addresses, for the client. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  get mode(): RegistryMode {
    return this.current;
  }

  set mode(mode: RegistryMode) {
    this.misbehave(mode, Infinity);
  }

  /** Answers the next `times` requests so, then rightly again. */
  misbehave(mode: RegistryMode, times: number): void {
    this.current = mode;
    this.left = times;
  }

  /** Keeps the next request open until it is released; those after it are answered meanwhile. */
  holdNext(): HeldRequest {
    let send: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      this.holding = (answer) => {
        send = answer;
        resolve();
      };
    });
    return { asked, release: () => send() };
  }

  /** Adds or replaces a record; see `registryRecord`. */
  put(record: Record<string, unknown> & { number: string }): void {
    this.records.set(record.number, record);
    this.deactivated.delete(record.number);
  }

  /** From here on the number is one that may no longer be used. */
  deactivate(npi: string): void {
    this.deactivated.add(npi);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push({ at: performance.now(), url: url.href });
    const npi = url.searchParams.get('number') ?? '';
    if (this.holding) {
      const body = this.bodyFor(npi);
      this.holding(() => send(response, body));
      this.holding = undefined;
      return;
    }
    const mode = this.left > 0 ? this.current : 'right';
    this.left -= 1;
    this.answer(mode, npi, response);
  }

  private answer(mode: RegistryMode, npi: string, response: ServerResponse): void {
    const right = this.bodyFor(npi);
    if (mode === 'late') return;
    if (mode === 'down') response.destroy();
    else if (mode === 'unavailable') response.writeHead(503, { 'content-type': 'text/plain' }).end('Busy');
    else if (mode === 'moved') response.writeHead(302, { location: `${this.url}?number=${npi}&moved=1` }).end();
    else if (mode === 'html') send(response, '<!DOCTYPE html><title>Maintenance</title>', 'text/html');
    else if (mode === 'truncated') send(response, right.slice(0, right.length / 2));
    else if (mode === 'cut') cutOff(response, right);
    else if (mode === 'wrong-person') send(response, found(strangersRecord()));
    else if (mode === 'refusing') send(response, errorBody('04', 'No valid search criteria provided'));
    else send(response, right);
  }

  private bodyFor(npi: string): string {
    if (this.deactivated.has(npi))
      return errorBody('15', `CMS deactivated NPI ${npi}. The provider can no longer use this NPI.`);
    const record = this.records.get(npi);
    return record ? found(record) : '{"result_count":0,"results":[]}';
  }
}

function found(record: Record<string, unknown>): string {
  return JSON.stringify({ result_count: 1, results: [record] });
}

function strangersRecord(): Record<string, unknown> {
  return registryRecord({ npi: '2234567891', first: 'PETER', last: 'STRANGER', state: 'NV', license: 'N11111' });
}

function errorBody(number: string, description: string): string {
  return JSON.stringify({ Errors: [{ field: 'number', number, description }] });
}

function send(response: ServerResponse, body: string, type = 'application/json'): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}

function cutOff(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}
