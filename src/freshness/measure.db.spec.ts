import { afterAll, beforeAll, it } from '@jest/globals';
import { buildAccount, buildCategory, catchUp } from '../../test/support/build.js';
import { buildLiveGuide } from '../../test/support/build-guide.js';
import { buildCopies } from '../../test/support/build-copies.js';
import { EditorialService } from '../../test/support/editorial-service.js';
import { offences } from '../../test/support/invariants.js';
import { FreshnessJobs } from './index.js';

let service: EditorialService;
beforeAll(async () => {
  service = await EditorialService.start();
});
afterAll(() => service.stop());

it('measures', async () => {
  const at = new Date('2026-03-10T15:00:00Z');
  await service.build(at, async (tx) => {
    const category = await buildCategory(tx);
    const owner = await buildAccount(tx, { roles: ['editor'], at, name: 'Tom Weller' });
    const reviewer = await buildAccount(tx, { roles: ['reviewer'], specialties: ['dermatology'], at });
    const guide = await buildLiveGuide(tx, { category, owner, reviewer, at });
    await buildCopies(tx, guide, 9_999);
    await catchUp(tx, at);
  });
  if (process.env['LEAN']) { const pg = (await import('pg')).default; const c = new pg.Client({ connectionString: (service as any).database.source.options.url }); await c.connect();
    await c.query(`create or replace function event_owes_pages() returns trigger language plpgsql as $$ begin
      if new.name = 'guide.stale' then insert into page_debt (page_id, cause, at) select id, 'event:' || new.id, new.at from page where guide_id = new.subject_id; end if; return null; end $$`); await c.end(); }
  const jobs = service.get(FreshnessJobs) as any;
  for (const [label, when] of [
    ['plan', '2026-03-10T15:00:00Z'],
    ['due', '2027-03-11T15:00:00Z'],
    ['again', '2027-03-11T15:15:00Z'],
    ['+31', '2027-04-10T15:15:00Z'],
  ] as const) {
    service.clock.travelTo(new Date(when));
    const latencies: number[] = [];
    let running = true;
    const probe = (async () => {
      const ids = (await service.database.rows<{ id: string }>('select id from guide order by random() limit 500')).map(
        (r) => r.id,
      );
      for (let n = 0; running; n += 1) {
        const began = performance.now();
        await service.database.transaction(async (tx) => {
          await tx.rows('select id from guide where id = $1 for no key update', [ids[n % 500]]);
          await tx.run('update guide set version = version + 1 where id = $1', [ids[n % 500]]);
        });
        latencies.push(performance.now() - began);
        await new Promise((r) => setTimeout(r, 20));
      }
    })();
    const start = performance.now();
    const times: Record<string, string> = {};
    for (const [name, step] of jobs.steps()) {
      const b = performance.now();
      const n = await step();
      times[name] = `${n} in ${Math.round(performance.now() - b)} ms`;
    }
    const total = performance.now() - start;
    running = false;
    await probe;
    latencies.sort((a, b) => a - b);
    console.log(
      label,
      Math.round(total),
      'ms',
      times,
      'probe n',
      latencies.length,
      'p50',
      latencies[latencies.length >> 1]?.toFixed(1),
      'p99',
      latencies[Math.floor(latencies.length * 0.99)]?.toFixed(1),
      'max',
      latencies.at(-1)?.toFixed(1),
    );
    if (label === 'due')
      console.log(
        await service.database.rows(
          'select outcome, reason, threshold, count(*) from reminder group by 1,2,3 order by 3',
        ),
        await service.database.rows('select count(*), count(distinct page_id) as pages from page_debt'),
      );
    if (label === 'due') {
      const b = performance.now();
      console.log(Object.keys(await offences(service.database, service.clock.now())), 'views', performance.now() - b);
    }
    await service.build(service.clock.now(), (tx) => catchUp(tx, new Date(when)));
  }
  console.log(
    await service.database.rows(
      "select recheck_planned_on - '2026-03-10'::date as day, count(*) from guide group by 1 order by 1 limit 10",
    ),
  );
}, 300_000);
