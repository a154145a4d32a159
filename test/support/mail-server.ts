import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface TakenMail {
  to: string;
  messageId: string;
  subject: string;
  text: string;
}

/** A small real mail server that can also misbehave. */
export class MailServer {
  /** Everything it took, in order; also what it then failed to answer. */
  readonly taken: TakenMail[] = [];
  /** Mailboxes it refuses. */
  readonly refused = new Set<string>();
  /** Takes the next messages and drops the connection instead of answering. */
  dropsAfterData = 0;
  /** Connections made so far. */
  connections = 0;

  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onConnect: (_session, done) => {
        this.connections += 1;
        done();
      },
      onRcptTo: ({ address }, _session, done) =>
        done(this.refused.has(address) ? new Error('No such mailbox here') : null),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void this.take(Buffer.concat(chunks), session.envelope.rcptTo[0]?.address ?? '', done));
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Taken mail to one mailbox. */
  to(address: string): TakenMail[] {
    return this.taken.filter((mail) => mail.to === address);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async take(bytes: Buffer, to: string, done: (error?: Error | null) => void): Promise<void> {
    const mail = await PostalMime.parse(bytes);
    this.taken.push({ to, messageId: mail.messageId ?? '', subject: mail.subject ?? '', text: mail.text ?? '' });
    if (this.dropsAfterData === 0) {
      done();
      return;
    }
    this.dropsAfterData -= 1;
    for (const connection of this.server.connections)
      (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
  }
}
