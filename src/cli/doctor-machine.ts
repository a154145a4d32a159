import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Background, toleratedSkewMilliseconds } from '../platform/background.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Queue } from '../platform/queue-connection.js';
import { VirusScanner } from '../platform/virus-scanner.js';
import { FolderStore, PageStore } from '../publishing/index.js';
import { ill, well, type Check, type Verdict } from './verdict.js';

const mailPatience = 15_000;
/** A page is written in less; what is older was left by a process that was killed. */
const leftoverAfter = 10 * 60_000;

/** What lies around the service: clock, queue, disk, mail. */
export function machineChecks(app: INestApplicationContext, config: Config): Check[] {
  return [
    { name: 'clock', look: () => clock(app) },
    { name: 'queue', look: () => queue(app) },
    { name: 'page store', look: async () => well(await app.get(PageStore).probe()) },
    { name: 'temporary files', look: () => leftovers(app) },
    { name: 'mail', look: () => mail(config) },
    { name: 'virus scanner', look: () => scanner(app) },
  ];
}

async function clock(app: INestApplicationContext): Promise<Verdict> {
  const skew = Math.round(await app.get(Background).skewMilliseconds());
  const words = `this machine is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} the database`;
  return Math.abs(skew) > toleratedSkewMilliseconds ? ill(`${words}: set it right`) : well(words);
}

async function queue(app: INestApplicationContext): Promise<Verdict> {
  const { backend, ping } = app.get(Queue);
  await ping();
  return well(`on ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}, it answers`);
}

async function leftovers(app: INestApplicationContext): Promise<Verdict> {
  const store = app.get(PageStore);
  if (!(store instanceof FolderStore)) return well('a bucket holds none');
  const count = await store.leftovers(new Date(app.get(Clock).now().getTime() - leftoverAfter));
  return count === 0 ? well('none') : ill(`${count} in the page store, left by killed processes: render --all clears`);
}

async function scanner(app: INestApplicationContext): Promise<Verdict> {
  const answers = await app.get(VirusScanner).ping();
  return well(answers ? 'clamd answers' : 'none is asked: uploads are kept without a scan');
}

async function mail({ smtpUrl, dataDir }: Config): Promise<Verdict> {
  if (!smtpUrl) {
    const folder = join(dataDir, 'mail');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    return well(`none leaves this machine: without SMTP_URL messages become files in ${folder}`);
  }
  const timeouts = { connectionTimeout: mailPatience, greetingTimeout: mailPatience, socketTimeout: mailPatience };
  const transport = createTransport({ url: smtpUrl, ...timeouts });
  await transport.verify().finally(() => transport.close());
  return well(`${new URL(smtpUrl).hostname} answers`);
}
