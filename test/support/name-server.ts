import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

/** What a zone says of a name: exchanges by priority (one of `.` refuses mail), addresses, or how the server fails. */
export interface Zone {
  mx?: [priority: number, exchange: string][];
  a?: string[];
  fails?: 'servfail' | 'refused' | 'silent' | 'garbage';
}

const types = { a: 1, mx: 15, aaaa: 28 };
const codes = { servfail: 2, nxdomain: 3, refused: 5 };

/** A name server over UDP that knows invented names, and can also fail. */
export class NameServer {
  /** Each question so far, as `MX derm.example`. */
  readonly questions: string[] = [];
  /** What it says of names that no zone is for; undefined: there are no such names. */
  otherwise: Zone | undefined;
  private readonly zones = new Map<string, Zone>();
  private readonly socket = createSocket('udp4', (message, from) => this.take(message, from));

  static async start(): Promise<NameServer> {
    const server = new NameServer();
    server.socket.bind(0, '127.0.0.1');
    await once(server.socket, 'listening');
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  put(name: string, zone: Zone): void {
    this.zones.set(name, zone);
  }

  async stop(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  private take(message: Buffer, from: RemoteInfo): void {
    const { name, type, end } = questionIn(message);
    const kind = Object.entries(types).find(([, number]) => number === type)?.[0] ?? `type ${type}`;
    this.questions.push(`${kind.toUpperCase()} ${name}`);
    const zone = this.zones.get(name) ?? this.otherwise;
    if (zone?.fails === 'silent') return;
    const answer =
      zone?.fails === 'garbage' ? Buffer.from('no answer') : answerTo(message.subarray(0, end), type, zone);
    this.socket.send(answer, from.port, from.address);
  }
}

/** RFC 1035, 4.1: twelve bytes of header, then the question. */
function questionIn(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(asked: Buffer, type: number, zone: Zone | undefined): Buffer {
  const records = recordsOf(zone, type);
  const { fails } = zone ?? {};
  const code = zone === undefined ? codes.nxdomain : fails === 'servfail' || fails === 'refused' ? codes[fails] : 0;
  const head = Buffer.from(asked);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, ...records.map((data) => record(type, data))]);
}

function recordsOf(zone: Zone | undefined, type: number): Buffer[] {
  if (type === types.a) return (zone?.a ?? []).map((address) => Buffer.from(address.split('.').map(Number)));
  if (type !== types.mx) return [];
  return (zone?.mx ?? []).map(([priority, exchange]) => {
    const labels = exchange.split('.').filter(Boolean);
    const name = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
    return Buffer.concat([Buffer.from([priority >> 8, priority & 255]), ...name, Buffer.from([0])]);
  });
}

/** Of the name asked for, to be kept by nobody. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
