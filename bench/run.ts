// Every figure of the product, on one machine; writes docs/benchmarks.md. Name parts to measure only them anew: npm run bench -- b f
import { writePart } from './document.js';
import { benchDue } from './due.js';
import { ms, percent, spread, type Part } from './lines.js';
import { benchLists } from './lists.js';
import { physicianParts } from './physician-parts.js';
import { benchProcess } from './process.js';
import { benchPublish } from './publish.js';
import { benchRender } from './render.js';
import { benchSearch } from './search.js';
import { siteParts } from './site-parts.js';
import { benchTransitions } from './transitions.js';

/** Why a part misses a target, as far as it was measured; printed where a line of the part does. */
const causes: Record<string, string> = {
  a: 'A pair saves, checks and renders 10 kB, hashes every part and takes a version, in some fifteen statements a request: both cores are busy, a quarter of the service’s time being writes to PostgreSQL’s sockets. Fewer statements would move it, or a third core.',
  b: 'A publish takes about 27 ms of Node’s and 16 ms of PostgreSQL’s processor time in some sixty round trips, a third of them the queue’s. Rendering in the publishing process, without the queue between, would halve it, and would lose pages with a killed process until the sweep.',
  c: 'A page of 70 kB takes 1.0 ms to render and encode, 0.7 ms to store and 0.3 ms to read and decode in one thread, where the bare process only stores. Rendering in a second thread would bring about a third on two cores.',
  h: 'A page takes some 4 ms of Node’s processor time in one thread to be rendered and stored anew, and 1.5 ms of PostgreSQL’s. A further worker process on a processor of its own would move it; a second thread on the two that are shared did not.',
  i: 'From the form to the queue an application takes about 22 ms of the service’s and 38 ms of PostgreSQL’s processor time; the registry could be asked seven times as often. At sixty times the pace that fills most of two cores, and where the rest is taken, applications wait for a processor.',
  j: 'Two common words: of thousands of guides that have both, those with the shortest titles are found by reading a row of each; an index that keeps an order (RUM) would move it. Four at a time: a search is 16 ms of PostgreSQL’s and 3 ms of the service’s processor time, and two processors serve four.',
  l: 'nginx sends nine headers more and matches one regular expression a request. An id drawn for each request cost more than both, and is gone.',
  m: 'A page takes about 2.2 ms of Node’s processor time in one thread and 1 ms of PostgreSQL’s beside it, where Hugo fills both processors; and it is a third longer than Hugo’s: history, review, related guides, questions for machines. A second thread that renders would move it, for some 30 MB more.',
};

const parts: Record<string, Part> = {
  a: {
    title: 'Transitions over HTTP (claim and release of a review, with an idempotency key)',
    run: async () => {
      const { rows, pairs } = await benchTransitions();
      return [
        ...rows.map(({ connections, service, bare, share, target }) => ({
          figure: `transitions/s at ${connections} connection(s), as a share of the bare statements`,
          measured: `${percent(share)} (${service.toFixed(0)} of ${bare.toFixed(0)})`,
          target: `≥ ${percent(target)}`,
          met: share >= target,
        })),
        {
          figure: 'save of 10 kB, then submit, then recall, at 8 connections',
          measured: `${pairs.toFixed(0)} rounds/s = ${(pairs * 3).toFixed(0)} requests/s, ${(pairs * 1.5).toFixed(0)} pairs/s`,
          target: '≥ 150 pairs/s (of two requests)',
          met: pairs * 1.5 >= 150,
        },
      ];
    },
  },
  b: {
    title: 'Publish request → new page served',
    run: async () => {
      const { oneAtATime, atEight } = await benchPublish();
      return [
        {
          figure: 'one at a time',
          measured: spread(oneAtATime),
          target: 'p50 ≤ 20 ms, p99 ≤ 60 ms',
          met: oneAtATime.p50 <= 20 && oneAtATime.p99 <= 60,
        },
        { figure: 'eight at a time', measured: spread(atEight), target: 'p99 ≤ 250 ms', met: atEight.p99 <= 250 },
      ];
    },
  },
  c: {
    title: 'Full re-render',
    run: async () => {
      const { pages, perSecond, bareperSecond, share, peakMegabytes } = await benchRender();
      return [
        {
          figure: `${pages} guides, pages/s as a share of bare writes`,
          measured: `${percent(share)} (${perSecond.toFixed(0)} of ${bareperSecond.toFixed(0)})`,
          target: '≥ 50 %',
          met: share >= 0.5,
        },
        {
          figure: 'peak memory',
          measured: `${peakMegabytes.toFixed(0)} MB`,
          target: '≤ 300 MB',
          met: peakMegabytes <= 300,
        },
      ];
    },
  },
  d: {
    title: 'Guides due all at once',
    run: async () => {
      const { guides, seconds, reminders, doubled, others } = await benchDue();
      return [
        {
          figure: `${guides} guides: reminders recorded (${reminders}, doubled ${doubled})`,
          measured: `${seconds.toFixed(1)} s`,
          target: '≤ 30 s, none doubled',
          met: seconds <= 30 && doubled === 0 && reminders >= guides,
        },
        { figure: 'a list meanwhile', measured: spread(others), target: 'p99 ≤ 300 ms', met: others.p99 <= 300 },
      ];
    },
  },
  e: {
    title: 'Many guides',
    run: async () => {
      const { guides, revisions, lists, sweeps } = await benchLists();
      const lines = Object.entries(lists).map(([name, figures]) => ({
        figure: `${name}, ${guides} guides, ${revisions} revisions`,
        measured: spread(figures),
        target: 'p95 ≤ 50 ms',
        met: figures.p95 <= 50,
      }));
      const [none, , thousand] = sweeps;
      return [
        ...lines,
        {
          figure: 'due sweep',
          measured: sweeps.map(({ due, seconds }) => `${due} due: ${seconds.toFixed(2)} s`).join(', '),
          target: 'follows what is due: nothing due ≤ 1 s',
          met: (none?.seconds ?? 9) <= 1 && (thousand?.seconds ?? 0) >= (none?.seconds ?? 0),
        },
      ];
    },
  },
  f: {
    title: 'The process',
    run: async () => {
      const { megabytes, readySeconds } = await benchProcess();
      return [
        {
          figure: 'resident memory with ROLE=all, 30 s after ready',
          measured: `${megabytes.toFixed(0)} MB`,
          target: '≤ 250 MB',
          met: megabytes <= 250,
        },
        {
          figure: 'node dist/main.js on an initialized cluster → ready',
          measured: `${readySeconds.toFixed(2)} s`,
          target: '≤ 3 s',
          met: readySeconds <= 3,
        },
      ];
    },
  },
  ...physicianParts,
  j: {
    title: 'Search',
    run: async () => {
      const { guides, mixed, kinds, work, related } = await benchSearch();
      return [
        ...mixed.map(({ connections, figures }) => ({
          figure: `searches of eight kinds over ${guides} live guides at ${connections} connection(s)`,
          measured: `${spread(figures)}; of processor time ${ms(work.service)} in the service and ${ms(work.postgres)} in PostgreSQL`,
          target: 'p95 ≤ 50 ms',
          met: figures.p95 <= 50,
        })),
        ...Object.entries(kinds).map(([kind, figures]) => ({
          figure: `${kind}, one at a time`,
          measured: spread(figures),
          target: 'p95 ≤ 50 ms',
          met: figures.p95 <= 50,
        })),
        {
          figure: 'choosing the related guides of a guide, after its publication',
          measured: spread(related),
          target: 'p95 ≤ 50 ms',
          met: related.p95 <= 50,
        },
      ];
    },
  },
  ...siteParts,
};

const asked = process.argv.slice(2).filter((name) => name in parts);
for (const [name, { title, run }] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n(${name}) ${title}`);
  const lines = await run();
  if (typeof lines === 'string') console.log(`  ${lines}`);
  else
    for (const line of lines)
      console.log(`  ${line.met ? 'met   ' : 'MISSED'}  ${line.figure}: ${line.measured}  [${line.target}]`);
  const missed = typeof lines !== 'string' && lines.some((line) => !line.met);
  writePart(name, title, lines, missed ? causes[name] : undefined);
}
