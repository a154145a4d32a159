import pg from 'pg';
import { verifyHistory } from '../../src/audit/index.js';
import { PageStore, Renderer, StoreScan } from '../../src/publishing/index.js';
import type { Guide, World } from './model/state.js';
import type { WalkService } from './service.js';
import { printedWords } from './words.js';

/** The promises of §2, held against the real service while a walk goes on. */
export class Promises {
  private union = '';

  private constructor(
    private readonly service: WalkService,
    private readonly client: pg.Client,
  ) {}

  static async of(service: WalkService): Promise<Promises> {
    const client = new pg.Client({ connectionString: service.ownerUrl, options: '-c role=imprimatur_app -c jit=off' });
    await client.connect();
    const promises = new Promises(service, client);
    const { rows } = await client.query<{ name: string }>(
      `select viewname as name from pg_views where schemaname = 'invariants' order by 1`,
    );
    promises.union = rows
      .map(({ name }) => `select '${name}' as view, to_jsonb(x) as row from invariants.${name} x`)
      .join(' union all ');
    return promises;
  }

  /** Every offending row of every view now. Prepared once: planning the views costs ten times as much as asking them. */
  async broken(now: number): Promise<string | undefined> {
    const set = this.client.query(`select set_config('imprimatur.now', $1, false)`, [new Date(now).toISOString()]);
    const asked = this.client.query({ name: 'promises', text: this.union });
    const [, { rows }] = await Promise.all([set, asked]);
    return rows.length > 0 ? `broken: ${JSON.stringify(rows)}` : undefined;
  }

  /** What readers get of each guide, where nothing is owed: the live text and no other, or none at all. */
  async pages(world: World): Promise<string | undefined> {
    const store = this.service.get(PageStore);
    for (const guide of world.guides) {
      const entry = await store.read(`/guides/${guide.slug}`);
      const body = entry ? await store.readBody(entry) : null;
      const problem = pageProblem(guide, entry?.status, body === null ? '' : body.toString());
      if (problem) return `/guides/${guide.slug} of a guide that is ${guide.status}: ${problem}`;
    }
    return undefined;
  }

  /** The whole store against the facts, and the whole history against its chains. */
  async atTheEnd(): Promise<string | undefined> {
    const pages = await this.service.get(StoreScan).offences();
    const [page] = pages;
    if (page) return `the store differs: ${page.path}, ${page.problem}\n${await this.firstDifference(page.path)}`;
    const findings: unknown[] = [];
    await verifyHistory(this.service.database, (finding) => findings.push(finding));
    return findings.length > 0 ? `the history does not hold: ${JSON.stringify(findings)}` : undefined;
  }

  /** Where the stored bytes of a page leave those that its facts give now. */
  private async firstDifference(path: string): Promise<string> {
    const store = this.service.get(PageStore);
    const entry = await store.read(path);
    const stored = ((entry && (await store.readBody(entry))) ?? '').toString();
    const fresh = await this.service.database.transaction(async (tx) => {
      const page = await tx.one<Parameters<Renderer['answer']>[1]>(
        `select id, path, kind, guide_id as "guideId", category_id as "categoryId", physician_id as "physicianId", account_id as "accountId", specialty, rendered_hash as "renderedHash" from page where path = $1`,
        [path],
      );
      return (await this.service.get(Renderer).answer(tx, page)).body.toString();
    });
    const at = [...fresh].findIndex((letter, index) => stored[index] !== letter);
    return `stored …${stored.slice(at - 60, at + 90)}…\nfacts …${fresh.slice(at - 60, at + 90)}…`;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

function pageProblem(guide: Guide, status: number | undefined, html: string): string | undefined {
  const words = printedWords(html);
  const says = `answers ${status} with ${JSON.stringify(words)}`;
  if (!guide.everPublished) return status === undefined ? undefined : says;
  if (guide.status !== 'live') {
    const without = guide.status === 'held' ? 200 : guide.status === 'legal' ? 451 : 410;
    return Object.keys(words).length === 0 && status === without ? undefined : says;
  }
  const live = guide.shown.at(-1);
  const same =
    live &&
    (['lead', 'section:procedure', 'section:recovery', 'faq'] as const).every(
      (part) => (words[part] ?? '') === live[part],
    );
  return same && status === 200 ? undefined : `${says}, not ${JSON.stringify(live)}`;
}
