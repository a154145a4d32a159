import { Editorial, Transitions } from '../src/editorial/index.js';
import { Database } from '../src/platform/database.js';
import { ReviewDesk, checklist } from '../src/reviews/index.js';
import type { Service } from '../src/service.js';
import { sampleContent } from '../test/support/sample-content.js';
import { makeCast, password, type BenchCast } from './cast.js';
import {
  analyze,
  barePool,
  Client,
  openGround,
  prepare,
  quantiles,
  spawnService,
  type Ground,
  type Quantiles,
} from './harness.js';

const count = Number(process.env['BENCH_PUBLISHES'] ?? 1000);
const lanes = 8;
/** Milliseconds between two looks at the page: more often, and looking takes the time that publishing needs. */
const look = 3;

export interface PublishFigures {
  oneAtATime: Quantiles;
  atEight: Quantiles;
}

/** (b) From the publish request on an approved version to the new page served. */
export async function benchPublish(): Promise<PublishFigures> {
  const ground = await openGround();
  try {
    const preparing = await prepare(ground);
    const cast = await makeCast(preparing);
    const guides: { slug: string; revisionId: string }[] = [];
    for (let n = 0; n < count * 2 + 20; n++) guides.push(await approvedGuide(preparing, cast, n));
    await preparing.stop();
    const running = await spawnService(ground, 4802);
    const editor = await new Client(running.url).signIn(cast.editor.email, password);
    try {
      for (const guide of guides.splice(0, 20)) await publishAndWait(editor, guide);
      await settled(ground);
      const single: number[] = [];
      for (const guide of guides.splice(0, count)) single.push(await publishAndWait(editor, guide));
      const eight: number[] = [];
      await Promise.all(
        Array.from({ length: lanes }, async () => {
          for (let guide = guides.pop(); guide; guide = guides.pop()) eight.push(await publishAndWait(editor, guide));
        }),
      );
      return { oneAtATime: quantiles(single), atEight: quantiles(eight) };
    } finally {
      editor.close();
      await running.stop();
    }
  } finally {
    await ground.close();
  }
}

/** What preparing left is done, or it would be measured with the first publishes; and counted, as autovacuum does within a minute. */
async function settled(ground: Ground): Promise<void> {
  const pool = barePool(ground, 1);
  try {
    while ((await pool.query('select 1 from outbox where done_at is null limit 1')).rowCount)
      await new Promise((resolve) => setTimeout(resolve, 200));
  } finally {
    await pool.end();
  }
  await analyze(ground);
}

async function publishAndWait(
  editor: Client,
  { slug, revisionId }: { slug: string; revisionId: string },
): Promise<number> {
  const started = performance.now();
  await editor.must('POST', `/api/v1/revisions/${revisionId}/transitions`, { name: 'publish' });
  for (;;) {
    const page = await editor.send('GET', `/guides/${slug}`);
    if (page.status === 200) return performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, look));
  }
}

/** A guide of about 30 kB of page, signed and ready to publish, made through the real services. */
async function approvedGuide(
  service: Service,
  cast: BenchCast,
  n: number,
): Promise<{ slug: string; revisionId: string }> {
  const get = <T>(token: abstract new (...args: never[]) => T): T => service.app.get(token as never);
  const slug = `bench-guide-${n + 1000}`;
  const transitions = get(Transitions);
  const reviewer = { ...cast.reviewer, reauthenticatedAt: new Date() };
  const { revisionId } = await get(Editorial).createGuide(
    { slug, language: 'en-US', category: 'hair-restoration', content: longContent(n) },
    cast.editor,
  );
  const submitted = await transitions.perform({
    noun: 'revision',
    id: revisionId,
    name: 'submit',
    input: { reviewKind: 'full' },
    actor: cast.editor,
    requestId: null,
  });
  const reviewId = submitted.body.created['reviewId'] ?? '';
  const { versionId = '', hash = '' } = submitted.body.created;
  await get(Database).run('update account set reviews_per_week = 100');
  await get(Database).run(
    `update review set decided_on = decided_on - 30 where status = 'decided' and decided_on > current_date - 20`,
  );
  await transitions.perform({
    noun: 'review',
    id: reviewId,
    name: 'claim',
    input: {},
    actor: reviewer,
    requestId: null,
  });
  await get(ReviewDesk).open(reviewId, reviewer);
  await get(Database).run(
    `insert into review_answer (review_id, version_id, item, answer, account_id, at) select w.id, w.version_id, i, 'yes', $2, now() from review w, unnest($3::int[]) i where w.id = $1`,
    [reviewId, reviewer.accountId, checklist.map(({ item }) => item)],
  );
  await transitions.perform({
    noun: 'revision',
    id: revisionId,
    name: 'approve',
    input: { versionId, hash, conflict: 'none' },
    actor: { ...reviewer, reauthenticatedAt: new Date() },
    requestId: null,
  });
  return { slug, revisionId };
}

/** About 25 kB of text in twelve sections, a little different in each guide. */
export function longContent(n: number): ReturnType<typeof sampleContent> {
  const sample = sampleContent();
  const words =
    'The procedure takes place in several sessions, and each of them needs some time to settle before the next one begins.[^roe-2024] '.repeat(
      16,
    );
  return sampleContent({
    head: { ...sample.head, title: `Guide number ${n}` },
    sections: Array.from({ length: 12 }, (_, index) => ({
      key: `part-${index}`,
      heading: `Part ${index}`,
      markdown: `${words}\n\nGuide ${n}.`,
    })),
  });
}
