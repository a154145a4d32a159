// Holds the lead example of the demonstration against Lighthouse, three times, and prints the median of each category. Fails under 98.
import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { chromiumPath } from '../test/support/browser.js';
import { startDemo } from '../test/support/demo-service.js';

/** What is read of its report. */
interface Report {
  categories: Record<string, { title: string; score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>;
}

// Fetched at the first run and kept by npm: its packages would double what everybody else installs.
const lighthouse = ['exec', '--yes', '--package', 'lighthouse@13.5.0', '--', 'lighthouse'];
const path = '/guides/scalp-micropigmentation';
const only = '--only-categories=performance,accessibility,best-practices,seo';
const runs = 3;
const wanted = 98;

const running = await startDemo();
try {
  console.log(`${path}, load ${loadavg()[0]?.toFixed(2) ?? '?'} at the start`);
  const reports: Report[] = [];
  for (let run = 0; run < runs; run += 1) reports.push(await report(running.url + path));
  const scores = Object.keys(reports[0]?.categories ?? {}).map((id) => ({ id, ...told(reports, id) }));
  for (const { title, median, all } of scores) console.log(`${title.padEnd(16)} ${median}   (${all.join(', ')})`);
  for (const line of lost(reports)) console.log(line);
  console.log(`load ${loadavg()[0]?.toFixed(2) ?? '?'} at the end`);
  if (scores.length < 4 || scores.some(({ median }) => median < wanted)) {
    console.error(`Under ${wanted}.`);
    process.exitCode = 1;
  }
} finally {
  await running.stop();
}

async function report(url: string): Promise<Report> {
  const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic';
  const args = [...lighthouse, url, '--quiet', '--output=json', '--no-enable-error-reporting', only, flags];
  const env = { ...process.env, CHROME_PATH: chromiumPath };
  const { stdout } = await promisify(execFile)('npm', args, { env, maxBuffer: 100 * 1024 * 1024 });
  return JSON.parse(stdout) as Report;
}

function told(reports: Report[], id: string): { title: string; median: number; all: number[] } {
  const all = reports.map(({ categories }) => Math.round((categories[id]?.score ?? 0) * 100));
  const median = all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
  return { title: reports[0]?.categories[id]?.title ?? id, median, all };
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
