import { benchHugo } from './hugo.js';
import { ms, percent, type Line, type Part } from './lines.js';
import type { Compared } from './load.js';
import { benchOneChange } from './one-change.js';
import { weighLeadExample } from './page-weight.js';
import { benchServing } from './serving.js';
import { benchWebServer } from './web-server.js';

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
/** The share is the median of the rounds’ own, so it is not exactly that of the two medians behind it. */
const rates = ({ ours, bare, share }: Compared): string =>
  `${(share * 100).toFixed(1)} % (${ours.perSecond.toFixed(0)} of ${bare.perSecond.toFixed(0)})`;
const work = ({ ours, bare }: Compared): string =>
  `${(ours.serverMilliseconds * 1000).toFixed(0)} µs of processor time a request, bare ${(bare.serverMilliseconds * 1000).toFixed(0)}`;

/** The parts about the pages that readers get. */
export const siteParts: Record<string, Part> = {
  k: { title: 'Pages from the service’s own process', run: serving },
  l: { title: 'Pages from the compose file’s web server', run: webServer },
  m: { title: 'Full re-render beside Hugo', run: hugo },
  n: { title: 'One change, and what the page weighs', run: async () => [await oneChange(), ...(await weights())] },
};

async function serving(): Promise<Line[]> {
  const { connections, rounds, br, plain } = await benchServing();
  return [
    {
      figure: `the lead example at ${connections} connections as a browser gets it (${kilobytes(br.bytes)} in br), requests/s as a share of a bare node:http server; median of ${rounds} rounds each`,
      measured: `${rates(br)}; ${work(br)}. Plain (${kilobytes(plain.bytes)}, not judged): ${rates(plain)}`,
      target: '≥ 60 %',
      met: br.share >= 0.6,
    },
    {
      figure: 'the same, until the answer is whole',
      measured: `p50 ${ms(br.ours.milliseconds.p50)}, p99 ${ms(br.ours.milliseconds.p99)}, max ${ms(br.ours.milliseconds.max)}`,
      target: 'p99 ≤ 20 ms',
      met: br.ours.milliseconds.p99 <= 20,
    },
  ];
}

async function webServer(): Promise<Line[] | string> {
  const figures = await benchWebServer();
  if (figures === null) return 'left out: no nginx on the path (apt-get install nginx-light)';
  const { connections, rounds, coding, bytes, ours, bare, workShare } = figures;
  return [
    {
      figure: `the lead example at ${connections} connections as a browser gets it (${kilobytes(bytes)} in ${coding}), requests/s as a share of the same nginx with the same file and nothing else; median of ${rounds} rounds each`,
      measured: `${rates(figures)}; of processor time ${percent(workShare)} (${work({ ...figures, ours, bare })})`,
      target: '≥ 95 %',
      met: figures.share >= 0.95,
    },
  ];
}

async function hugo(): Promise<Line[] | string> {
  const figures = await benchHugo();
  if (figures === null) return 'left out: no hugo on the path (apt-get install hugo)';
  const { version, pages, perSecond, bytes, hugo: theirs, share } = figures;
  return [
    {
      figure: `${pages} pages (${kilobytes(bytes)} each), pages/s as a share of Hugo ${version} (${theirs.pages} pages of the same texts, ${kilobytes(theirs.bytes)} each)`,
      measured: `${percent(share)} (${perSecond.toFixed(0)} of ${theirs.perSecond.toFixed(0)})`,
      target: '≥ 100 %',
      met: share >= 1,
    },
  ];
}

async function oneChange(): Promise<Line> {
  const { guides, pages, written, ofOthers, rendered, seconds } = await benchOneChange();
  const kinds = Object.entries(written).map(([kind, count]) => `${count} ${kind}`);
  const count = Object.values(written).reduce((sum, each) => sum + each, 0);
  return {
    figure: `one changed section among ${guides} guides: pages written of ${pages}`,
    measured: `${count} (${kinds.join(', ')}), ${rendered} rendered, in ${seconds.toFixed(1)} s; ${ofOthers} of other guides`,
    target: 'its own and the lists that show it, none of other guides',
    met: (written['guide'] ?? 0) >= 1 && ofOthers === 0,
  };
}

async function weights(): Promise<Line[]> {
  const { html, htmlOnTheWay, firstView, loaded, blocking } = await weighLeadExample();
  return [
    { figure: 'HTML of the lead example', measured: kilobytes(html), target: '≤ 60 kB', met: html <= 60_000 },
    {
      figure: 'first view: the page in br and all that it loads',
      measured: `${kilobytes(firstView)} (page ${kilobytes(htmlOnTheWay)}${loaded.length > 0 ? `, with ${loaded.join(', ')}` : ''})`,
      target: '≤ 100 kB',
      met: firstView <= 100_000,
    },
    { figure: 'scripts and sheets that block', measured: String(blocking), target: 'none', met: blocking === 0 },
  ];
}
