import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Line } from './lines.js';

const file = new URL('../docs/benchmarks.md', import.meta.url);
const heading = /^## \((\w)\)/;

/** Puts a part into the document in place of what it said before; the other parts stay as they were measured. */
export function writePart(
  name: string,
  title: string,
  lines: readonly Line[] | string,
  cause: string | undefined,
): void {
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kept = written
    .split(/\n(?=## \()/)
    .map((section) => section.trim())
    .filter((section) => heading.test(section) && heading.exec(section)?.[1] !== name);
  const sections = [...kept, section(name, title, lines, cause)].sort();
  writeFileSync(file, `${[head(), ...sections].join('\n\n')}\n`);
}

function head(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, PostgreSQL 18.4 with default durability`;
  return `# Benchmarks\n\nBy \`npm run bench\` on one machine: ${machine}. Load generator, database and service share the cores, so ratios are more reliable than absolutes.`;
}

function section(name: string, title: string, lines: readonly Line[] | string, cause: string | undefined): string {
  if (typeof lines === 'string') return `## (${name}) ${title}\n\n${lines}`;
  const day = new Date().toISOString().slice(0, 10);
  const rows = lines.map(
    ({ figure, measured, target, met }) => `| ${figure} | ${measured} | ${target} | ${met ? 'met' : '**missed**'} |`,
  );
  const when = `Measured on ${day}; load of the machine in the last minute of it: ${loadavg()[0]?.toFixed(1)}.`;
  return [
    `## (${name}) ${title}`,
    ['| figure | measured | target | |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...(cause ? [cause] : []),
    when,
  ].join('\n\n');
}
