import { randomUUID } from 'node:crypto';
import { Editorial, Transitions } from '../src/editorial/index.js';
import { sampleContent } from '../test/support/sample-content.js';
import { makeCast, password, type BenchCast } from './cast.js';
import { barePool, Client, openGround, prepare, spawnService, throughput, type Ground } from './harness.js';
import { bareTransition } from './statements.js';

const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
const levels = [1, 8, 32] as const;
const pairLanes = 8;

export interface TransitionFigures {
  rows: { connections: number; service: number; bare: number; share: number; target: number }[];
  pairs: number;
}

interface Prepared {
  cast: BenchCast;
  guides: { guideId: string; revisionId: string; reviewId: string }[];
}

/** (a) Transitions a second over HTTP, as a share of the same statements in one bare process; and save + submit or recall. */
export async function benchTransitions(): Promise<TransitionFigures> {
  const ground = await openGround();
  try {
    const prepared = await prepareReviews(ground, 32 + pairLanes);
    const rows: TransitionFigures['rows'] = [];
    const service = await measureService(ground, prepared);
    for (const [index, connections] of levels.entries()) {
      const bare = await measureBare(ground, prepared, connections);
      const measured = service.levels[index] ?? 0;
      rows.push({
        connections,
        service: measured,
        bare,
        share: measured / bare,
        target: connections === 1 ? 0.5 : 0.35,
      });
    }
    return { rows, pairs: service.pairs };
  } finally {
    await ground.close();
  }
}

async function prepareReviews(ground: Ground, count: number): Promise<Prepared> {
  const service = await prepare(ground);
  const cast = await makeCast(service);
  const guides: Prepared['guides'] = [];
  for (let n = 0; n < count; n++) {
    const made = await service.app.get(Editorial).createGuide(
      {
        slug: `guide-${String.fromCharCode(97 + (n % 26))}-${n + 100}`,
        language: 'en-US',
        category: 'hair-restoration',
        content: sampleContent(),
      },
      cast.editor,
    );
    const done = await service.app.get(Transitions).perform({
      noun: 'revision',
      id: made.revisionId,
      name: 'submit',
      input: { reviewKind: 'full' },
      actor: cast.editor,
      requestId: null,
    });
    guides.push({ ...made, reviewId: done.body.created['reviewId'] ?? '' });
  }
  await service.stop();
  return { cast, guides };
}

async function measureService(
  ground: Ground,
  { cast, guides }: Prepared,
): Promise<{ levels: number[]; pairs: number }> {
  const running = await spawnService(ground, 4801);
  const reviewer = await new Client(running.url).signIn(cast.reviewer.email, password);
  const editor = await new Client(running.url).signIn(cast.editor.email, password);
  try {
    const claimed = new Set<number>();
    const step = async (lane: number): Promise<void> => {
      const name = claimed.has(lane) ? 'release' : 'claim';
      await reviewer.must(
        'POST',
        `/api/v1/reviews/${guides[lane]?.reviewId ?? ''}/transitions`,
        { name, reason: 'Somebody else is quicker.' },
        { 'idempotency-key': randomUUID() },
      );
      if (name === 'claim') claimed.add(lane);
      else claimed.delete(lane);
    };
    await throughput(8, 2, step);
    const measured: number[] = [];
    for (const lanes of levels) {
      measured.push(await throughput(lanes, seconds, step));
      console.log('service', lanes, measured.at(-1));
    }
    return { levels: measured, pairs: await measurePairs(editor, guides.slice(32)) };
  } finally {
    reviewer.close();
    editor.close();
    await running.stop();
  }
}

/** Save of 10 kB followed by submit or recall, one guide a lane. */
async function measurePairs(editor: Client, guides: Prepared['guides']): Promise<number> {
  const text = 'A sentence about the procedure that says nothing new.[^roe-2024] '.repeat(150);
  const lanes = await Promise.all(
    guides.map(async ({ revisionId }) => {
      await editor.must('POST', `/api/v1/revisions/${revisionId}/transitions`, { name: 'recall' });
      const draft = await editor.must<{ parts: { key: string; etag: string }[] }>(
        'GET',
        `/api/v1/revisions/${revisionId}`,
      );
      return { revisionId, etag: draft.parts.find((part) => part.key === 'section:recovery')?.etag ?? '' };
    }),
  );
  return throughput(pairLanes, seconds, async (lane, round) => {
    const state = lanes[lane];
    if (!state) throw new Error('No such lane.');
    const saved = await editor.must<{ etag: string }>(
      'PUT',
      `/api/v1/revisions/${state.revisionId}/parts/section:recovery`,
      { heading: 'Recovery', markdown: `${text}${round}` },
      { 'if-match': state.etag },
    );
    state.etag = saved.etag;
    await editor.must('POST', `/api/v1/revisions/${state.revisionId}/transitions`, {
      name: 'submit',
      reviewKind: 'full',
    });
    await editor.must('POST', `/api/v1/revisions/${state.revisionId}/transitions`, { name: 'recall' });
  });
}

async function measureBare(ground: Ground, { cast, guides }: Prepared, connections: number): Promise<number> {
  const pool = barePool(ground, 12);
  try {
    const step = (lane: number): Promise<void> =>
      bareTransition(pool, { accountId: cast.reviewer.accountId, ...guides[lane] });
    await throughput(Math.min(8, connections), 1, step);
    return await throughput(connections, seconds, step);
  } finally {
    await pool.end();
  }
}
