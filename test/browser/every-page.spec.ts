import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Database } from '../../src/platform/database.js';
import * as site from '../../src/site/index.js';
import { violations } from '../support/axe.js';
import { openPage, startBrowser } from '../support/browser.js';
import { startDemo, type DemoService } from '../support/demo-service.js';
import { siteTour, storedPaths, visit, type Stop } from '../support/site-tour.js';

/** Kinds of stored pages, as the database knows them, and who reads them. */
const kindsForPeople = [
  ...['apply', 'category', 'corrections', 'guide', 'home'],
  ...['index', 'physician', 'policy', 'reviewer', 'specialty'],
] as const;
const kindsForMachines = ['card', 'feed', 'freshness', 'image', 'report', 'robots', 'search', 'sitemap'];
/** What `src/site` makes for machines, and the notice in place of a picture, which no reader opens by itself. */
const madeForMachines = [
  ...['renderFeed', 'renderNewsSitemap', 'renderRobots', 'renderRss'],
  ...['renderSitemap', 'renderSitemapIndex', 'renderTakenDownPicture'],
];
/** Public addresses that answer with no page for people. */
const routesForMachines = [
  ...['/images/*', '/preview/images/:digest', '/sitemap.xml', '/sitemaps/*', '/feed.atom', '/feed.rss', '/robots.txt'],
  ...['/health/live', '/health/ready', '/metrics'],
];
/** A narrow phone and a desk. */
const phone = { width: 320, height: 800 };
const desk = { width: 1280, height: 900 };
const patience = 240_000;

describe('Every page of the site', () => {
  let running: DemoService;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let tour: Stop[];
  let opened: string[];

  beforeAll(async () => {
    running = await startDemo('2026-11-02T15:00:00Z');
    tour = await siteTour(running);
    opened = [
      ...tour.map(({ path }) => path),
      ...(await Promise.all(kindsForPeople.map((kind) => storedPaths(running, kind)))).flat(),
    ];
    browser = await startBrowser();
    ({ page, complaints } = await openPage(browser, running.url, { on: running.clock.now().toISOString() }));
  }, patience);
  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  /** What is wrong with the page that is open: rules of axe-core at a desk by day and on a phone by night, and what sticks out. */
  async function faults(): Promise<unknown[]> {
    await page.setViewportSize(desk);
    await page.emulateMedia({ colorScheme: 'light' });
    const byDay = await violations(page);
    await page.setViewportSize(phone);
    await page.emulateMedia({ colorScheme: 'dark' });
    const byNight = await violations(page);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    // A browser says of every answer above 400 that it came.
    const said = complaints.splice(0).filter((text) => !text.includes('Failed to load resource'));
    return [...byDay, ...byNight, ...said, ...(width === phone.width ? [] : [`${String(width)} pixels wide`])];
  }

  it('is of a kind that is looked at here', async () => {
    const { definition } = await running.service.app
      .get(Database)
      .one<{ definition: string }>(
        `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'page_kind_check'`,
      );
    const kinds = [...definition.matchAll(/'([a-z-]+)'/g)].map(([, kind]) => kind);
    expect(kinds.sort()).toEqual([...kindsForPeople, ...kindsForMachines].sort());
    for (const kind of kindsForPeople)
      expect([kind, (await storedPaths(running, kind)).length > 0]).toEqual([kind, true]);
  });

  it('is made by a function whose page is looked at here', () => {
    const makers = Object.keys(site).filter((name) => name.startsWith('render'));
    expect(makers.sort()).toEqual([...new Set([...tour.map(({ made }) => made), ...madeForMachines])].sort());
  });

  it('stands at an address that is looked at here', () => {
    const routes = running.service
      .routes()
      .filter(({ method, url, access }) => method === 'GET' && access === 'public' && !url.startsWith('/api'));
    const paths = opened.map((path) => path.replace(/[?#].*/, ''));
    const isOpened = (url: string) =>
      paths.some((path) => (url.endsWith('/*') ? path.startsWith(url.slice(0, -1)) : path === url));
    const unseen = routes.map(({ url }) => url).filter((url) => !isOpened(url));
    expect([...new Set(unseen)].sort()).toEqual([...routesForMachines].sort());
  });

  it.each(kindsForPeople)(
    'of the stored kind “%s” breaks no rule of axe-core by day or night, and fits a narrow phone',
    async (kind) => {
      for (const path of await storedPaths(running, kind)) {
        await page.goto(running.url + path);
        expect([path, await faults()]).toEqual([path, []]);
      }
    },
    patience,
  );

  it(
    'that is made for one reader, says that something is amiss or gone, or asks for something, does neither',
    async () => {
      for (const stop of tour) {
        await visit(page, running.url, stop);
        expect([stop.path, stop.says, await faults()]).toEqual([stop.path, stop.says, []]);
      }
    },
    patience,
  );
});
