import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Clock } from './clock.js';
import { Config } from './config.js';

/** One plain-text message to one person. */
export interface Mail {
  /** Stable per message, without angle brackets: handed over again under the same id, the reader's program shows it once. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

interface Transport {
  sendMail(message: Record<string, unknown>): Promise<{ message?: unknown }>;
}

const timeouts = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 15_000,
  dnsTimeout: 15_000,
};
const subjectLength = 200;
/** One plain mailbox, as it can be mailed to. */
export const addressForm = /^[^\s<>"(),:;@\\]{1,64}@[^\s<>"(),:;@\\]{1,190}$/;

/** A message that was not taken: by its mailbox, by the server, or because the address is none. `cause` is what failed. */
export class MailNotTaken extends Error {
  override readonly name = 'MailNotTaken';
  /** What the server answered, where it did. */
  readonly responseCode: number | undefined;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    const { responseCode } = cause as { responseCode?: unknown };
    this.responseCode = typeof responseCode === 'number' ? responseCode : undefined;
  }
}

/** Hands mail to SMTP_URL; without it, writes one `.eml` file a message below `<dataDir>/mail/`. */
@Injectable()
export class Mailer {
  private readonly transport: Transport;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.transport = config.smtpUrl
      ? createTransport({ url: config.smtpUrl, ...timeouts }, { from: config.mailFrom })
      : createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from: config.mailFrom });
  }

  /** Throws {@link MailNotTaken} when the address is not one, or when the server did not take the message. */
  async send(mail: Mail): Promise<void> {
    const message = {
      messageId: `<${headerText(mail.messageId, subjectLength)}>`,
      subject: headerText(mail.subject, subjectLength),
      text: mail.text,
      date: this.clock.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    try {
      // An object is never parsed as a list of addresses.
      const sent = await this.transport.sendMail({ ...message, to: { name: '', address: oneAddress(mail.to) } });
      if (!this.config.smtpUrl) await this.keep(mail.messageId, sent.message as Buffer);
    } catch (error) {
      throw new MailNotTaken(error);
    }
  }

  private async keep(messageId: string, message: Buffer): Promise<void> {
    const folder = join(this.config.dataDir, 'mail');
    const file = join(folder, `${messageId.replace(/[^a-zA-Z0-9._-]/g, '_')}.eml`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = `${file}.${randomUUID()}.part`;
    await writeFile(part, message, { mode: 0o600 });
    await rename(part, file);
  }
}

/** A header on one line: line breaks and other control characters become spaces. */
export function headerText(text: string, length: number): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, length);
}

/** The address as it is; throws unless it is exactly one plain mailbox. */
export function oneAddress(address: string): string {
  if (!addressForm.test(address)) throw new Error('This is not one mail address.');
  return address;
}
