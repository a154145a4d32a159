import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../src/platform/database.js';
import { buildAccount, buildCategory } from '../test/support/build.js';
import { buildCopies } from '../test/support/build-copies.js';
import { buildLiveGuide, type BuiltLiveGuide } from '../test/support/build-guide.js';
import { Passwords } from '../src/identity/index.js';
import { password } from './cast.js';
import { child } from './child.js';
import { longContent } from './publish.js';
import { analyze, openGround, prepare, type Ground } from './harness.js';
import { asOwner } from './owner.js';
import type { Service } from '../src/service.js';

const pages = Number(process.env['BENCH_PAGES'] ?? 10_000);

export interface RenderFigures {
  pages: number;
  perSecond: number;
  peakMegabytes: number;
  bareperSecond: number;
  share: number;
}

interface ChildFigures {
  pages: number;
  seconds: number;
  peakMegabytes: number;
  bytes: number;
}

/** (c) Full re-render, as a share of one bare process that writes the same number of files and bytes with the same policy. */
export async function benchRender(): Promise<RenderFigures> {
  const ground = await openGround();
  const bareDir = await mkdtemp(join(tmpdir(), 'imprimatur-bare-'));
  try {
    await fillLive(ground, pages);
    const rendered = await child<ChildFigures>('bench/render-child.mjs', ground);
    const bare = await child<{ seconds: number }>('bench/bare-writes.ts', ground, [
      bareDir,
      String(rendered.pages),
      String(Math.round(rendered.bytes / rendered.pages)),
    ]);
    const perSecond = rendered.pages / rendered.seconds;
    const bareperSecond = rendered.pages / bare.seconds;
    return {
      pages: rendered.pages,
      perSecond,
      peakMegabytes: rendered.peakMegabytes,
      bareperSecond,
      share: perSecond / bareperSecond,
    };
  } finally {
    await rm(bareDir, { recursive: true, force: true });
    await ground.close();
  }
}

/** Live guides by SQL, sharing one signed version of about 25 kB. Answers the address of an editor who can sign in. */
export async function fillLive(ground: Ground, count: number, at = new Date()): Promise<string> {
  const service = await prepare(ground);
  const { guide, email } = await service.app.get(Database).transaction(async (tx) => {
    const category = await buildCategory(tx);
    const owner = await buildAccount(tx, { name: 'Owner One', roles: ['editor'], at });
    const reviewer = await buildAccount(tx, {
      name: 'Reviewer One',
      roles: ['reviewer'],
      specialties: ['dermatology'],
      at,
    });
    const guide = await buildLiveGuide(tx, { category, owner, reviewer, at, content: longContent(1) });
    return { guide, email: owner.email };
  });
  await copies(ground, service, guide, count - 1);
  await service.app.get(Passwords).setPassword(email, password);
  await service.stop();
  await analyze(ground);
  return email;
}

/** Without search documents: a hundred thousand of the same text take longer than what is measured, and nobody searches here. */
async function copies(ground: Ground, service: Service, guide: BuiltLiveGuide, count: number): Promise<void> {
  await asOwner(ground, (client) => client.query('alter table guide disable trigger guide_keeps_search'));
  await service.app.get(Database).transaction((tx) => buildCopies(tx, guide, count));
  await asOwner(ground, (client) => client.query('alter table guide enable trigger guide_keeps_search'));
}
