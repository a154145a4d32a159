// Fills the generated parts of ARCHITECTURE.md from the tables. `--check` fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { guideLifecycle } from '../src/editorial/guide-lifecycle.js';
import { reviewLifecycle } from '../src/editorial/review-lifecycle.js';
import { revisionLifecycle } from '../src/editorial/revision-lifecycle.js';
import { reportLifecycle } from '../src/guides/report-lifecycle.js';
import { jobs } from '../src/jobs.js';
import { applicationLifecycle } from '../src/physicians/application-lifecycle.js';
import { membershipLifecycle } from '../src/physicians/membership-lifecycle.js';

interface Row {
  from: readonly string[] | 'none';
  to: readonly string[];
  by: readonly string[];
  event: string;
}

const file = new URL('../ARCHITECTURE.md', import.meta.url);
const before = readFileSync(file, 'utf8');
const after = [
  ['revision', diagram(revisionLifecycle)],
  ['guide', diagram(guideLifecycle)],
  ['review', diagram(reviewLifecycle)],
  ['report', diagram(reportLifecycle)],
  ['application', diagram(applicationLifecycle)],
  ['membership', diagram(membershipLifecycle)],
  ['jobs', jobTable()],
].reduce((text, [name = '', body = '']) => fill(text, name, body), before);

if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('ARCHITECTURE.md is stale: run npm run docs.');
    process.exit(1);
  }
} else {
  writeFileSync(file, after);
}

function fill(text: string, name: string, body: string): string {
  const pattern = new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!pattern.test(text)) throw new Error(`ARCHITECTURE.md has no place for ${name}.`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n${body}\n\n${end}`);
}

/** Edges with the same ends share an arrow; transitions that stay where they are are left out. */
function diagram(table: Record<string, Row>): string {
  const edges = new Map<string, string[]>();
  for (const [name, row] of Object.entries(table)) {
    const starts = row.from === 'none' ? ['[*]'] : row.from;
    for (const from of starts) {
      for (const to of row.to) {
        if (from === to || (row.to.length > 1 && row.from !== 'none' && row.from.length > 1)) continue;
        const edge = `${from} --> ${to}`;
        edges.set(edge, [...(edges.get(edge) ?? []), row.by.includes('clock') ? `${name} (clock)` : name]);
      }
    }
  }
  const lines = [...edges].map(([edge, names]) => `  ${edge} : ${names.join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

function jobTable(): string {
  const rows = Object.entries(jobs).map(([name, spec]) => {
    const woken = 'on' in spec ? `${spec.on.length} facts` : `every ${every(spec.everySeconds)}`;
    return `| \`${name}\` | ${woken} | ${spec.does} |`;
  });
  return ['| job | woken by | does |', '| --- | --- | --- |', ...rows].join('\n');
}

function every(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
