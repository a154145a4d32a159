import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the stand-in takes for a virus. */
export const inventedVirus = 'X5-INVENTED-VIRUS-FOR-TESTS';

/** A stand-in for clamd, which speaks PING and INSTREAM; `silent` never answers, `down` hangs up, `garbage` and `full` answer something else. */
export class ClamdServer {
  mode: 'right' | 'silent' | 'down' | 'garbage' | 'full' = 'right';
  /** Bytes of each stream that it was given whole. */
  readonly streams: Buffer[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => void this.take(socket).catch(() => socket.destroy()));

  static async start(): Promise<ClamdServer> {
    const started = new ClamdServer();
    started.server.listen(0, '127.0.0.1');
    await once(started.server, 'listening');
    return started;
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private async take(socket: Socket): Promise<void> {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    let heard = Buffer.alloc(0);
    for await (const part of socket) {
      heard = Buffer.concat([heard, part as Buffer]);
      const answer = this.answerTo(heard);
      if (answer === undefined || this.mode === 'silent') continue;
      if (this.mode === 'down') socket.destroy();
      else socket.end(`${answer}\0`);
    }
  }

  /** Undefined until the question is whole. */
  private answerTo(heard: Buffer): string | undefined {
    if (this.mode === 'garbage') return 'UNKNOWN COMMAND';
    if (this.mode === 'full') return 'INSTREAM size limit exceeded. ERROR';
    if (heard.toString('latin1') === 'zPING\0') return 'PONG';
    const stream = streamIn(heard);
    if (stream === undefined) return undefined;
    this.streams.push(stream);
    return stream.includes(inventedVirus) ? 'stream: Invented.Test.Virus FOUND' : 'stream: OK';
  }
}

function streamIn(heard: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= heard.length;) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
