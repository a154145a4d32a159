import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { Clock } from './clock.js';
import { readConfig } from './config.js';
import { Mailer } from './mailer.js';

const letter = {
  messageId: 'due-1@imprimatur',
  to: 'ines@guides.example',
  subject: 'Fällig\r\nBcc: x@x.example',
  text: 'Zeile eins\n.\nZeile drei\n',
};
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function mailer(environment: Record<string, string>): Promise<{ mailer: Mailer; folder: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-mail-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }));
  const config = readConfig({
    DATABASE_URL: 'postgres://localhost/none',
    SECRET_KEY: Buffer.alloc(32).toString('base64'),
    DATA_DIR: dataDir,
    ...environment,
  });
  return { mailer: new Mailer(config, new Clock()), folder: join(dataDir, 'mail') };
}

async function smtpServer(answer: (recipient: string) => Error | null): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (recipient, _session, done) => done(answer(recipient.address)),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as { port: number }).port, taken };
}

describe('without an SMTP server', () => {
  it('a mail is a file, and the same message handed over twice is one file', async () => {
    const { mailer: post, folder } = await mailer({});
    await post.send(letter);
    await post.send(letter);
    expect(await readdir(folder)).toEqual(['due-1_imprimatur.eml']);
    const mail = await PostalMime.parse(await readFile(join(folder, 'due-1_imprimatur.eml')));
    expect([mail.messageId, mail.subject, mail.to?.[0]?.address]).toEqual([
      '<due-1@imprimatur>',
      'Fällig Bcc: x@x.example',
      'ines@guides.example',
    ]);
    expect(mail.bcc).toBeUndefined();
    expect(mail.text).toBe(letter.text);
  });

  it('a message id cannot leave the folder', async () => {
    const { mailer: post, folder } = await mailer({});
    await post.send({ ...letter, messageId: '../../escape@imprimatur' });
    expect(await readdir(folder)).toEqual(['.._.._escape_imprimatur.eml']);
  });
});

describe('with an SMTP server', () => {
  it('a mail arrives under its stable Message-ID', async () => {
    const { port, taken } = await smtpServer(() => null);
    const { mailer: post } = await mailer({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await post.send(letter);
    const mail = await PostalMime.parse(taken[0]!);
    expect([mail.messageId, mail.subject, mail.text]).toEqual([
      '<due-1@imprimatur>',
      'Fällig Bcc: x@x.example',
      letter.text,
    ]);
  });

  it('a refusal of the server is an error for the caller', async () => {
    const { port } = await smtpServer(() => new Error('Mailbox unknown'));
    const { mailer: post } = await mailer({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await expect(post.send(letter)).rejects.toThrow('Mailbox unknown');
  });
});
