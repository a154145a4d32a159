// Holds the lead example of the demonstration against Lighthouse, three times, and prints the median of each category. Fails under 98.
// Its slowdown of four stands for a phone only on a machine as fast as it expects. Where its own benchmark says that this one is not, it is
// held three times more with the slowdown that its documentation gives for such a machine, and that is judged; both are printed.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import { FolderStore } from '../src/publishing/index.js';
import { PageResponder } from '../src/publishing/page-responder.js';
import { registerPages } from '../src/publishing/page-routes.js';
import { chromiumPath } from '../test/support/browser.js';
import { startDemo } from '../test/support/demo-service.js';

/** What is read of its report. */
interface Report {
  categories: Record<string, { title: string; score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
  environment: { benchmarkIndex: number };
}

// Fetched at the first run and kept by npm: its packages would double what everybody else installs.
const lighthouse = ['exec', '--yes', '--package', 'lighthouse@13.5.0', '--', 'lighthouse'];
const path = '/guides/scalp-micropigmentation';
const only = '--only-categories=performance,accessibility,best-practices,seo';
const runs = 3;
const wanted = 98;

/** Lighthouse’s “high-end desktop” begins here, for which its constant slowdown is meant; below are its “low-end desktop” and slower. */
const fastMachine = 1500;
/** From a low-end desktop to a mid-tier phone (docs/throttling.md of Lighthouse). */
const slowdownOfSlowMachine = 2;

const { url, stop } = await servePages();
try {
  const asExpected = await measure(url + path, 4);
  const index = middle(asExpected.map(({ environment }) => environment.benchmarkIndex));
  if (index < fastMachine)
    console.log(`This machine has an index of ${index.toFixed(0)}, where ${fastMachine} is expected.`);
  const judged = index < fastMachine ? await measure(url + path, slowdownOfSlowMachine) : asExpected;
  const scores = categoriesOf(judged).map((id) => told(judged, id).median);
  if (scores.length < 4 || scores.some((score) => score < wanted)) {
    console.error(`Under ${wanted}.`);
    process.exitCode = 1;
  }
} finally {
  await stop();
}

/**
 * The pages of a demonstration that has ended, from its store and at its address, as they are served while the database is away: what works
 * beside them would take the processors that the browser needs.
 */
async function servePages(): Promise<{ url: string; stop: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'imprimatur-pages-'));
  const running = await startDemo();
  await running.settle();
  await cp(join(running.service.config.dataDir, 'pages'), root, { recursive: true });
  await running.stop();
  const server = fastify({ forceCloseConnections: true });
  registerPages(server, new PageResponder(new FolderStore(root)), console);
  await server.listen({ port: Number(new URL(running.url).port), host: 'localhost' });
  const stop = async (): Promise<void> => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  };
  return { url: running.url, stop };
}

async function measure(url: string, slowdown: number): Promise<Report[]> {
  console.log(`${path}, processor slowed down by ${slowdown}, load ${loadavg()[0]?.toFixed(2) ?? '?'} at the start`);
  const reports: Report[] = [];
  for (let run = 0; run < runs; run += 1) reports.push(await report(url, slowdown));
  for (const id of categoriesOf(reports)) {
    const { title, median, all } = told(reports, id);
    console.log(`${title.padEnd(16)} ${median}   (${all.join(', ')})`);
  }
  for (const line of lost(reports)) console.log(line);
  return reports;
}

async function report(url: string, slowdown: number): Promise<Report> {
  const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic';
  const slowed = `--throttling.cpuSlowdownMultiplier=${slowdown}`;
  const args = [...lighthouse, url, '--quiet', '--output=json', '--no-enable-error-reporting', only, slowed, flags];
  const env = { ...process.env, CHROME_PATH: chromiumPath };
  const { stdout } = await promisify(execFile)('npm', args, { env, maxBuffer: 100 * 1024 * 1024 });
  return JSON.parse(stdout) as Report;
}

function categoriesOf([first]: Report[]): string[] {
  return Object.keys(first?.categories ?? {});
}

function told(reports: Report[], id: string): { title: string; median: number; all: number[] } {
  const all = reports.map(({ categories }) => Math.round((categories[id]?.score ?? 0) * 100));
  return { title: reports[0]?.categories[id]?.title ?? id, median: middle(all), all };
}

function middle(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** What cost points, each once. */
function lost(reports: Report[]): string[] {
  const lines = reports.flatMap(({ categories, audits }) =>
    Object.values(categories)
      .flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `  ${id}: ${audits[id]?.title ?? ''} ${audits[id]?.displayValue ?? ''}`),
  );
  return [...new Set(lines)];
}
