import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Mailer } from '../platform/mailer.js';

/** Whom a letter goes to, and what it hands over. The secret stands in the fragment, which no server and no log sees. */
export interface AccountLetter {
  to: string;
  name: string;
  secret: string;
  messageId: string;
}

/** The two letters that sign-in itself needs. */
@Injectable()
export class AccountMail {
  constructor(
    private readonly config: Config,
    private readonly mailer: Mailer,
  ) {}

  async sendReset(letter: AccountLetter): Promise<void> {
    await this.send(letter, 'Set a new password', [
      'Somebody, probably you, asked for a new password. This link works once, within 30 minutes:',
      this.link(letter),
      'If it was not you, ignore this mail: nothing has changed.',
    ]);
  }

  async sendInvitation(letter: AccountLetter): Promise<void> {
    await this.send(letter, `Your account at ${this.config.publisher.name}`, [
      `An account was made for you at ${this.config.publisher.name}. Set your password within three days:`,
      this.link(letter),
      'After that, ask for a new link on the sign-in page.',
    ]);
  }

  private link(letter: AccountLetter): string {
    return `${this.config.publicUrl}/reset#${letter.secret}`;
  }

  private async send(letter: AccountLetter, subject: string, paragraphs: string[]): Promise<void> {
    const text = [`Hello ${letter.name},`, ...paragraphs, this.config.publisher.name].join('\n\n');
    await this.mailer.send({ messageId: letter.messageId, to: letter.to, subject, text: `${text}\n` });
  }
}
