import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildAccount, buildCategory, type BuiltCategory } from '../../test/support/build.js';
import { buildLiveGuide, type BuiltLiveGuide } from '../../test/support/build-guide.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { sampleContent } from '../../test/support/sample-content.js';
import { environment } from '../../test/support/service.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { RelatedGuides } from './related-guides.js';

const at = new Date('2026-03-02T15:00:00Z');
let cloned: TestDatabase;
let database: Database;
let related: RelatedGuides;
let owner: Actor;
let reviewer: Actor;
let hair: BuiltCategory;
let bones: BuiltCategory;

beforeEach(async () => {
  cloned = await createTestDatabase();
  database = await new Database(readConfig(environment(cloned.url, '/nowhere'))).connect();
  const clock = new Clock();
  clock.travelTo(at);
  related = new RelatedGuides(database, clock);
  await database.transaction(async (tx) => {
    hair = await buildCategory(tx);
    bones = await buildCategory(tx, { slug: 'bones', specialties: ['orthopedics'] });
    owner = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at });
    reviewer = await buildAccount(tx, {
      name: 'Rosa Delgado',
      roles: ['reviewer'],
      specialties: ['dermatology', 'orthopedics'],
      at,
    });
  });
});
afterEach(async () => {
  await payDebts();
  await expectInvariants(database, at);
  await database.source.destroy();
  await cloned.drop();
});

function live(title: string, { category = hair, specialties = ['dermatology'] } = {}): Promise<BuiltLiveGuide> {
  const head = { title, summary: `${title}.`, category: category.slug, specialties };
  const content = sampleContent({ head, lead: { markdown: '' }, sections: [], faq: { entries: [] } });
  return database.transaction((tx) => buildLiveGuide(tx, { category, owner, reviewer, at, content }));
}

/** As if every page had been rendered. */
async function payDebts(): Promise<void> {
  await database.run(
    'with paid as (delete from page_debt returning page_id) update page set rendered_at = $1 where id in (select page_id from paid)',
    [at],
  );
}

async function namedBy({ id }: { id: string }): Promise<string[]> {
  const rows = await database.rows<{ title: string }>(
    'select v.title from related_guide r join guide g on g.id = r.related_id join version v on v.id = g.live_version_id where r.guide_id = $1 order by r.position',
    [id],
  );
  return rows.map(({ title }) => title);
}

const chooseAll = (): Promise<number> => related.chooseDue(1000);
const status = (guide: { id: string }, to: string): Promise<number> =>
  database.run('update guide set status = $2 where id = $1', [guide.id, to]);

async function owed(): Promise<string[]> {
  const rows = await database.rows<{ slug: string }>(
    `select distinct g.slug from page_debt d join page p on p.id = d.page_id join guide g on g.id = p.guide_id where d.cause = 'related' order by 1`,
  );
  return rows.map(({ slug }) => slug);
}

describe('Related guides', () => {
  it('are of the category, those first that share rare words of the title', async () => {
    const foam = await live('Minoxidil foam');
    await live('Wigs');
    await live('Minoxidil tablets');
    await live('Broken ankles', { category: bones, specialties: ['orthopedics'] });
    await chooseAll();
    expect(await namedBy(foam)).toEqual(['Minoxidil tablets', 'Wigs']);
  });

  it('are of another category only where they share a specialty and words', async () => {
    const scalp = await live('Psoriasis of the scalp');
    await live('Psoriasis and joints', { category: bones, specialties: ['orthopedics'] });
    const shared = await database.transaction((tx) =>
      buildCategory(tx, { slug: 'skin', specialties: ['dermatology'] }),
    );
    await live('Psoriasis of the skin', { category: shared });
    await live('Sunburn', { category: shared });
    await chooseAll();
    expect(await namedBy(scalp)).toEqual(['Psoriasis of the skin']);
  });

  it('are at most four, never the guide itself, and the same when chosen again', async () => {
    const guides: BuiltLiveGuide[] = [];
    for (let n = 1; n <= 8; n++) guides.push(await live(`Hair guide ${n}`));
    await chooseAll();
    const first = await Promise.all(guides.map(namedBy));
    for (const [index, named] of first.entries()) {
      expect(named).toHaveLength(4);
      expect(named).not.toContain(`Hair guide ${index + 1}`);
    }
    await database.run(`insert into related_debt (guide_id, cause) select id, 'neighbor' from guide`);
    await payDebts();
    await chooseAll();
    expect(await Promise.all(guides.map(namedBy))).toEqual(first);
    expect(await owed()).toEqual([]);
  });

  it('speak the same language', async () => {
    const english = await live('Minoxidil foam');
    const german = await live('Minoxidil Schaum');
    await database.run(`update guide set language = 'de-DE' where id = $1`, [german.id]);
    await chooseAll();
    expect(await namedBy(english)).toEqual([]);
  });

  it('lose one that is taken down, and only pages that named it are owed', async () => {
    const foam = await live('Minoxidil foam');
    const tablets = await live('Minoxidil tablets');
    await live('Broken ankles', { category: bones, specialties: ['orthopedics'] });
    await chooseAll();
    await payDebts();
    await status(tablets, 'held');
    expect(await chooseAll()).toBe(1);
    expect(await namedBy(foam)).toEqual([]);
    expect(await owed()).toEqual([foam.slug]);
    await status(tablets, 'live');
    await chooseAll();
    expect(await namedBy(foam)).toEqual(['Minoxidil tablets']);
  });

  it('put few pages in debt with a publication: its own and those that it names', async () => {
    for (let n = 1; n <= 30; n++) await live(`Hair guide ${n}`);
    await chooseAll();
    await payDebts();
    await live('Hair guide 31');
    expect(await chooseAll()).toBeLessThanOrEqual(5);
    expect((await owed()).length).toBeLessThanOrEqual(4);
  });

  it('name no guide more than twelve times over', async () => {
    for (let n = 1; n <= 30; n++) await live(`Hair guide ${n}`);
    await chooseAll();
    const { most } = await database.one<{ most: number }>(
      'select max(n) as most from (select count(*) as n from related_guide group by related_id) x',
    );
    expect(most).toBeLessThanOrEqual(12);
  });
});
