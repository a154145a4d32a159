import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asOwner } from './owner.js';
import { child } from './child.js';
import { fillExamples, reviewerName, type Library } from './example-library.js';
import { openGround, prepare, type Ground } from './harness.js';
import { writeHugoSite } from './hugo-site.js';

const run = promisify(execFile);
const pages = Number(process.env['BENCH_PAGES'] ?? 10_000);

export interface HugoFigures {
  version: string;
  /** Of ours; both rendered the same number of guides. */
  pages: number;
  perSecond: number;
  /** Bytes of a page, on average. */
  bytes: number;
  hugo: { pages: number; perSecond: number; bytes: number };
  share: number;
}

/** (m) Full re-render, against Hugo from the same texts; null where there is no Hugo. */
export async function benchHugo(): Promise<HugoFigures | null> {
  const version = hugoVersion();
  if (!version) return null;
  const ground = await openGround();
  const site = await mkdtemp(join(tmpdir(), 'imprimatur-hugo-'));
  try {
    await writeSite(site, await fill(ground));
    const hugo = await buildSite(site);
    const ours = await child<{ pages: number; seconds: number; bytes: number }>('bench/render-child.mjs', ground);
    const perSecond = ours.pages / ours.seconds;
    const bytes = ours.bytes / ours.pages;
    return { version, pages: ours.pages, perSecond, bytes, hugo, share: perSecond / hugo.perSecond };
  } finally {
    await rm(site, { recursive: true, force: true });
    await ground.close();
  }
}

function hugoVersion(): string | undefined {
  try {
    return /v\d+\.\d+\.\d+/.exec(execFileSync('hugo', ['version'], { encoding: 'utf8' }))?.[0];
  } catch {
    return undefined;
  }
}

/** Without search documents, as in (c): nobody searches here. */
async function fill(ground: Ground): Promise<Library> {
  const service = await prepare(ground);
  const trigger = (state: 'enable' | 'disable') =>
    asOwner(ground, (client) => client.query(`alter table guide ${state} trigger guide_keeps_search`));
  await trigger('disable');
  const library = await fillExamples(ground, service, pages);
  await trigger('enable');
  await service.stop();
  return library;
}

async function writeSite(site: string, { guides, examples }: Library): Promise<void> {
  const [{ lastReviewedOn, dueOn } = { lastReviewedOn: '', dueOn: '' }] = guides.values();
  const signature = { reviewer: `${reviewerName}, MD`, lastReviewedOn, dueOn };
  await writeHugoSite(site, { examples: [...examples.values()], signature, count: pages });
}

/** From the start of the program to its end, on all processors as it does by itself. */
async function buildSite(site: string): Promise<HugoFigures['hugo']> {
  const made = join(site, 'public');
  const started = performance.now();
  await run('hugo', ['--quiet', '--source', site, '--destination', made]);
  const seconds = (performance.now() - started) / 1000;
  const files = (await readdir(made, { recursive: true })).filter((name) => name.endsWith('index.html'));
  if (files.length !== pages) throw new Error(`Hugo made ${files.length} pages of ${pages}.`);
  const sizes = await Promise.all(files.slice(0, 1100).map(async (name) => (await stat(join(made, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return { pages, perSecond: pages / seconds, bytes };
}
