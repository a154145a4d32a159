import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** At which side of the COMMIT a connection is lost: before it reached the server, or after, with the answer under way. */
export type Cut = 'before commit' | 'after commit';

interface Order {
  cut: Cut;
  /** Words of a statement of the transaction that is meant. */
  about: string;
  done: () => void;
}

interface Line {
  client: Socket;
  server: Socket;
  /** Whether the running transaction is the one that is meant. */
  meant: boolean;
}

// One message of the simple protocol: type, length, text, zero.
const commit = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

/** Stands between a service and its PostgreSQL, at one address for all its life, and breaks what a test asks for. */
export class TcpProxy {
  private readonly server: Server;
  private readonly lines = new Set<Line>();
  private order: Order | undefined;

  private constructor(private target: URL) {
    this.server = createServer((client) => this.join(client));
  }

  /** `databaseUrl` is where it leads; see {@link url}. */
  static async start(databaseUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(databaseUrl));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  /** The same database by way of this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** From here on connections lead there. */
  leadTo(databaseUrl: string): void {
    this.target = new URL(databaseUrl);
  }

  /** Loses the connection of the next transaction with a statement that contains `about`, once. Resolves when it is lost. */
  loseOne(cut: Cut, about: string): Promise<void> {
    return new Promise((done) => (this.order = { cut, about, done }));
  }

  async stop(): Promise<void> {
    for (const line of this.lines) this.end(line);
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const line: Line = { client, server, meant: false };
    this.lines.add(line);
    for (const socket of [client, server]) socket.on('error', () => undefined).on('close', () => this.end(line));
    client.on('data', (bytes) => this.forward(line, bytes));
    server.on('data', (bytes) => client.write(bytes));
  }

  private forward(line: Line, bytes: Buffer): void {
    if (this.order && bytes.includes(this.order.about)) line.meant = true;
    if (!this.order || !line.meant || !bytes.includes(commit)) {
      line.server.write(bytes);
      return;
    }
    const { cut, done } = this.order;
    this.order = undefined;
    if (cut === 'before commit') this.end(line);
    else this.swallowAnswer(line, bytes);
    done();
  }

  /** The server commits, and nobody hears of it. */
  private swallowAnswer(line: Line, bytes: Buffer): void {
    line.server.removeAllListeners('data').once('data', () => this.end(line));
    line.server.write(bytes);
  }

  private end(line: Line): void {
    line.client.destroy();
    line.server.destroy();
    this.lines.delete(line);
  }
}
