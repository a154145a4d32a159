import { it } from '@jest/globals';
import pg from 'pg';
import { WalkService } from './service.js';
import { buildAccount, buildCategory } from '../support/build.js';
import { Editorial, Transitions } from '../../src/editorial/index.js';
import { sampleContent } from '../support/sample-content.js';
import { StoreScan, PublishingJobs } from '../../src/publishing/index.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { ReviewDesk } from '../../src/reviews/index.js';
import { FreshnessJobs } from '../../src/freshness/index.js';

it('measures', async () => {
  const out: string[] = [];
  for (let n = 0; n < 3; n++) {
    const t0 = performance.now();
    const s = await WalkService.start(Date.parse('2026-03-02T15:00:00Z'));
    const t1 = performance.now();
    const cast = await s.database.transaction(async (tx) => {
      await buildCategory(tx);
      const at = s.clock.now();
      return {
        edda: await buildAccount(tx, { name: 'Edda', roles: ['editor'], at }),
        rosa: await buildAccount(tx, { name: 'Rosa', roles: ['reviewer'], specialties: ['dermatology'], at }),
      };
    });
    const t2 = performance.now();
    const tr = s.get(Transitions);
    const ed = s.get(Editorial);
    const desk = s.get(ReviewDesk);
    const made = [];
    for (let i = 0; i < 10; i++)
      made.push(
        await ed.createGuide(
          {
            slug: [
              'melasma',
              'acne',
              'rosacea',
              'keloid',
              'eczema',
              'vitiligo',
              'psoriasis',
              'warts',
              'hives',
              'lupus',
            ][i]!,
            language: 'en-US',
            category: 'hair-restoration',
            content: sampleContent(),
          },
          cast.edda,
        ),
      );
    const t3 = performance.now();
    for (const g of made) {
      const d = await tr.perform({
        noun: 'revision',
        id: g.revisionId,
        name: 'submit',
        input: { reviewKind: 'full' },
        actor: cast.edda,
        requestId: 'x',
      });
      const w = d.body.created['reviewId']!;
      await tr
        .perform({ noun: 'review', id: w, name: 'claim', input: {}, actor: { ...cast.rosa }, requestId: 'x' })
        .catch((e) => out.push(String(e)));
    }
    const t4 = performance.now();
    const rv = await s.database.rows<{ id: string; revision_id: string; version_id: string; hash: string }>(
      `select w.id, w.revision_id, w.version_id, v.hash from review w join version v on v.id = w.version_id where status='assigned'`,
    );
    for (const w of rv) {
      await desk.open(w.id, cast.rosa);
      await Promise.all([2, 3, 5, 6, 7, 8, 9, 10, 12, 16].map((i) => desk.answer(w.id, i, 'yes', '', cast.rosa)));
    }
    const t5 = performance.now();
    for (const w of rv) {
      await tr
        .perform({
          noun: 'revision',
          id: w.revision_id,
          name: 'approve',
          input: { versionId: w.version_id, hash: w.hash, conflict: 'none' },
          actor: { ...cast.rosa, reauthenticatedAt: s.clock.now() },
          requestId: 'x',
        })
        .catch((e) => out.push(String(e)));
      await tr.perform({
        noun: 'revision',
        id: w.revision_id,
        name: 'publish',
        input: {},
        actor: cast.edda,
        requestId: 'x',
      });
    }
    const t6 = performance.now();
    await s.get(OutboxRelay).drain();
    const jobs = s.queue.take();
    for (const j of jobs) await s.deliver(j);
    const t7 = performance.now();
    await s.get(PublishingJobs).payAll();
    const t8 = performance.now();
    await s.get(FreshnessJobs).run();
    const t9 = performance.now();
    const scan = await s.get(StoreScan).offences();
    const t10 = performance.now();
    const c = new pg.Client({ connectionString: s.ownerUrl, options: '-c role=imprimatur_app -c jit=off' });
    await c.connect();
    const views = (await c.query(`select viewname as name from pg_views where schemaname='invariants'`)).rows.map(
      (r: { name: string }) => r.name,
    );
    const sql = views
      .map((v) => `select '${v}' as view, to_jsonb(x) as row from invariants.${v} x`)
      .join(' union all ');
    await c.query(`select set_config('imprimatur.now', $1, false)`, [s.clock.now().toISOString()]);
    const ts = [];
    for (let i = 0; i < 8; i++) {
      const a = performance.now();
      await c.query({ name: 'inv', text: sql });
      ts.push(Math.round((performance.now() - a) * 10) / 10);
    }
    const per = [];
    for (const v of views) {
      await c.query({ name: v, text: `select * from invariants.${v}` });
      const a = performance.now();
      await c.query({ name: v, text: `select * from invariants.${v}` });
      per.push([v, Math.round((performance.now() - a) * 10) / 10]);
    }
    const a = performance.now();
    await Promise.resolve();
    await c.end();
    const t11 = performance.now();
    await s.stop();
    const t12 = performance.now();
    const r = (x: number) => Math.round(x);
    out.push(
      `start ${r(t1 - t0)} cast ${r(t2 - t1)} create10 ${r(t3 - t2)} submit+claim10 ${r(t4 - t3)} open+answers ${r(t5 - t4)} (${rv.length}) approve+publish ${r(t6 - t5)} deliver ${jobs.length} ${r(t7 - t6)} payAll ${r(t8 - t7)} sweep ${r(t9 - t8)} scan ${r(t10 - t9)} ${JSON.stringify(scan)} inv ${ts.join(' ')} stop ${r(t12 - t11)}`,
    );
    if (n === 2) out.push(JSON.stringify(per));
  }
  console.log(out.join('\n'));
}, 120000);
