import { join } from 'node:path';
import { Editorial, Transitions, type Noun, type TransitionInput } from '../src/editorial/index.js';
import type { Actor } from '../src/identity/index.js';
import { Database } from '../src/platform/database.js';
import { FolderStore, PublishingJobs } from '../src/publishing/index.js';
import { checklist, ReviewDesk } from '../src/reviews/index.js';
import type { Service } from '../src/service.js';
import { fillExamples, type Library } from './example-library.js';
import { openGround, prepare, type Ground } from './harness.js';
import { leadPath } from './lead-example.js';

const guides = Number(process.env['BENCH_SITE'] ?? 2000);
const changedSection = 'recovery';

export interface OneChangeFigures {
  guides: number;
  /** Pages in the store. */
  pages: number;
  /** Those whose bytes are others since the change, by kind. */
  written: Record<string, number>;
  /** Of them pages of other guides than the changed one. */
  ofOthers: number;
  /** Rendered to see whether they moved, those written among them. */
  rendered: number;
  /** From the publication until nothing is owed. */
  seconds: number;
}

/** (n) How many pages are written when one guide’s text changes. */
export async function benchOneChange(): Promise<OneChangeFigures> {
  const ground = await openGround();
  try {
    const service = await prepare(ground, 'all');
    try {
      const library = await fillExamples(ground, service, guides);
      await renderAll(service, library);
      return await measure(ground, service, library);
    } finally {
      await service.stop();
    }
  } finally {
    await ground.close();
  }
}

/** Share images of the copies stay away: they are not what is measured, and take minutes. */
async function renderAll(service: Service, { guides }: Library): Promise<void> {
  await service.app.get(Database).run(
    `insert into page_debt (page_id, cause, at)
       select id, 'bench', now() from page where kind in ('guide', 'freshness') or kind = 'card' and guide_id = any ($1)`,
    [[...guides.values()].map(({ id }) => id)],
  );
  await settle(service);
}

/** Nothing owed: no effect of a fact, no choice of related guides, no page. */
async function settle(service: Service): Promise<void> {
  const database = service.app.get(Database);
  const open = `select 1 from outbox where done_at is null union all select 1 from page_debt union all select 1 from related_debt limit 1`;
  while (await database.first(open)) {
    await service.app.get(PublishingJobs).payAll();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function measure(ground: Ground, service: Service, library: Library): Promise<OneChangeFigures> {
  const database = service.app.get(Database);
  const store = new FolderStore(join(ground.dataDir, 'service', 'pages'));
  const guideId = library.guides.get(leadPath.split('/').at(-1) ?? '')?.id ?? '';
  const publish = await approvedChange(service, library, guideId);
  await settle(service);
  const before = await sequencesIn(store);
  const started = new Date();
  await publish();
  await settle(service);
  const seconds = (Date.now() - started.getTime()) / 1000;
  const after = await sequencesIn(store);
  const paths = [...after].filter(([path, sequence]) => before.get(path) !== sequence).map(([path]) => path);
  const rows = await database.rows<{ kind: string; guideId: string | null }>(
    'select kind, guide_id as "guideId" from page where path = any ($1)',
    [paths],
  );
  const written: Record<string, number> = {};
  for (const { kind } of rows) written[kind] = (written[kind] ?? 0) + 1;
  const ofOthers = rows.filter((row) => row.guideId !== null && row.guideId !== guideId).length;
  const [{ rendered } = { rendered: 0 }] = await database.rows<{ rendered: number }>(
    'select count(*)::int as rendered from page where rendered_at >= $1',
    [started],
  );
  return { guides, pages: after.size, written, ofOthers, rendered, seconds };
}

async function sequencesIn(store: FolderStore): Promise<Map<string, number>> {
  const sequences = new Map<string, number>();
  for await (const { path, sequence } of store.scan()) sequences.set(path, sequence);
  return sequences;
}

/** One sentence more in one section, reviewed and approved; answers what publishes it. */
async function approvedChange(
  service: Service,
  { owner, reviewer }: Library,
  guideId: string,
): Promise<() => Promise<void>> {
  const [editorial, desk] = [service.app.get(Editorial), service.app.get(ReviewDesk)];
  const act = async (actor: Actor, noun: Noun, id: string, name: string, input: TransitionInput = {}) => {
    const asked = { noun, id, name, input, actor: { ...actor, reauthenticatedAt: new Date() }, requestId: null };
    return (await service.app.get(Transitions).perform(asked)).body.created;
  };
  const { revisionId = '' } = await act(owner, 'revision', guideId, 'open', { kind: 'ordinary' });
  const { content, parts } = await editorial.draft(revisionId);
  const section = content.sections.find(({ key }) => key === changedSection);
  if (!section) throw new Error(`The lead example has no section ${changedSection}.`);
  const { heading, markdown } = section;
  const changed = { heading, markdown: `${markdown}\n\nAsk whom to call if something worries you.` };
  const etag = parts.find(({ key }) => key === `section:${changedSection}`)?.etag ?? null;
  await editorial.save(revisionId, `section:${changedSection}`, changed, etag, owner);
  const submitted = await act(owner, 'revision', revisionId, 'submit', { reviewKind: 'changes' });
  const { reviewId = '', versionId = '', hash = '' } = submitted;
  await act(reviewer, 'review', reviewId, 'claim');
  await desk.open(reviewId, reviewer);
  for (const { item } of checklist) await desk.answer(reviewId, item, 'yes', '', reviewer);
  await act(reviewer, 'revision', revisionId, 'approve', { versionId, hash, conflict: 'none' });
  return async () => {
    await act(owner, 'revision', revisionId, 'publish');
  };
}
