import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, buildCategory } from '../../test/support/build.js';
import { buildLiveGuide } from '../../test/support/build-guide.js';
import { environment } from '../../test/support/service.js';
import { createTestDatabase, onAdminConnection, type TestDatabase } from '../../test/support/test-database.js';
import { schemaFaults } from '../../test/support/xml-schemas.js';
import { readConfig } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { samplePublisher as publisher } from '../site/sample-views.js';
import { sitemapAnswer } from './sitemap-answers.js';

const at = new Date('2026-03-02T15:00:00Z');
const moment = { now: at, today: '2026-03-02' };
const guides = 45_001;

describe('The sitemaps of more guides than one file takes', () => {
  let cloned: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    cloned = await createTestDatabase();
    database = await new Database(readConfig(environment(cloned.url, '/nowhere'))).connect();
    const { id } = await database.transaction(async (tx) => {
      const category = await buildCategory(tx);
      const owner = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at });
      const reviewer = await buildAccount(tx, { name: 'Rosa Delgado', specialties: ['dermatology'], at });
      return buildLiveGuide(tx, { category, owner, reviewer, at });
    });
    await onAdminConnection(cloned.url, async (client) => {
      // The rows alone, without what else a live guide has: this is about numbers.
      await client.query('set session_replication_role = replica');
      await client.query(
        `insert into guide (id, status, slug, language, category_id, owner_id, live_version_id, live_publication, first_published_at, modified_at,
                last_reviewed_on, due_on, created_at, event_count, head_hash)
         select gen_random_uuid(), 'live', 'copy-' || n, language, category_id, owner_id, live_version_id, 1, first_published_at + n * interval '1 second',
                modified_at + n * interval '1 second', last_reviewed_on, due_on, created_at, 1, head_hash
           from guide, generate_series(1, ${guides - 1}) n where id = $1`,
        [id],
      );
    });
  }, 60_000);
  afterAll(async () => {
    await database.source.destroy();
    await cloned.drop();
  });

  const answer = async (path: string) => {
    const { body, sitemaps } = await database.snapshot((tx) => sitemapAnswer(tx, path, publisher, moment));
    const text = body.toString();
    return { text, sitemaps, addresses: [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address) };
  };

  it('are two under the index, each valid, with every guide once', async () => {
    const index = await answer('/sitemap.xml');
    expect(index.sitemaps).toEqual(['/sitemaps/guides-1.xml', '/sitemaps/guides-2.xml']);
    expect(index.addresses).toEqual(
      ['pages', 'guides-1', 'guides-2', 'news'].map((name) => `https://health.example/sitemaps/${name}.xml`),
    );
    expect(await schemaFaults(index.text, 'sitemap-index')).toEqual([]);
    const parts = [await answer('/sitemaps/guides-1.xml'), await answer('/sitemaps/guides-2.xml')];
    expect(parts.map(({ addresses }) => addresses.length)).toEqual([45_000, 1]);
    expect(new Set(parts.flatMap(({ addresses }) => addresses)).size).toBe(guides);
    for (const { text } of parts) expect(await schemaFaults(text, 'sitemap')).toEqual([]);
  });

  it('grow at the end: a new guide moves no other to another file, and an index tells which file changed', async () => {
    const [, newest] = /guides-2\.xml<\/loc><lastmod>([^<]*)/.exec((await answer('/sitemap.xml')).text) ?? [];
    expect(newest).toBe(new Date(at.getTime() + (guides - 1) * 1000).toISOString());
    expect((await answer('/sitemaps/guides-2.xml')).addresses).toEqual([
      `https://health.example/guides/copy-${guides - 1}`,
    ]);
  });

  it('of news are the 1,000 newest of the last 48 hours', async () => {
    const now = new Date(at.getTime() + 60_000_000);
    const { body } = await database.snapshot((tx) =>
      sitemapAnswer(tx, '/sitemaps/news.xml', publisher, { now, today: '2026-03-03' }),
    );
    const text = body.toString();
    expect(text.match(/<url>/g)).toHaveLength(1000);
    expect(text).toContain(`/guides/copy-${guides - 1}<`);
    expect(text).not.toContain('/guides/copy-44000<');
    expect(await schemaFaults(text, 'sitemap')).toEqual([]);
  });
});
