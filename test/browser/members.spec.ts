import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { cast, publishGuide } from '../support/story.js';
import { startVerifying, type Verifying } from '../support/verifying.js';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const list = '/specialties/dermatology';
const profile = '/physicians/ada-moss';
const around = [
  '/',
  '/guides',
  '/categories/hair-restoration',
  '/reviewers',
  '/reviewers/rosa-delgado',
  '/specialties',
];
const policies = [
  '/how-we-review',
  '/policies/editorial',
  '/policies/advertising',
  '/policies/privacy',
  '/corrections',
];

const members = [
  { givenName: 'Ada', familyName: 'Moss', state: 'NY', practiceName: 'Moss and Daughters Skin Practice' },
  { givenName: 'Bo', familyName: 'Lind', state: 'AK', practiceName: 'Northern Skin' },
  { givenName: 'Wilhelmina-Alexandra', familyName: 'Featherstonehaugh-Cholmondeley', state: 'NY' },
];

describe('The physicians of a specialty in a real browser', () => {
  let desk: Verifying;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    desk = await startVerifying();
    await publishGuide(await cast(desk.test), 'scalp-micropigmentation');
    for (const member of members) {
      const attestedName = `${member.givenName} ${member.familyName}`;
      await desk.approved(desk.physician({ ...member, attestedName, practiceSite: 'https://skin-practice.example' }));
    }
    await desk.test.announce();
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium', args: flags });
    page = await browser.newPage({ viewport: { width: 900, height: 800 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The browser asks for an icon by itself; the site has none.
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
        complaints.push(message.text());
    });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  const focused = async (): Promise<string> => String(await page.evaluate('document.activeElement.textContent'));

  it('are found from a guide, over the list, to the profile and back, without a complaint of the browser', async () => {
    await page.goto(`${desk.test.url}/guides/scalp-micropigmentation`);
    await page.getByRole('link', { name: 'All dermatologists by state' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Dermatologists by state – advertisement');
    await page.getByRole('link', { name: 'Ada Moss, MD' }).click();
    expect(await page.locator('main').innerText()).toContain(
      'New York: verified on March 2, 2026 against the state medical board (board.example)',
    );
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Dermatologists' }).click();
    expect(new URL(page.url()).pathname).toBe(list);
    expect(complaints).toEqual([]);
  });

  it('are reached by keyboard alone, past the header and straight to a state', async () => {
    await page.goto(desk.test.url + list);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    const met: string[] = [];
    for (let step = 0; step < 15; step += 1) {
      await page.keyboard.press('Tab');
      met.push((await focused()).trim());
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    const [site, ...rest] = met;
    expect(site).not.toBe('');
    expect(rest).toEqual([
      ...['All guides', 'Reviewers', 'Physicians', 'How we review', '', 'Search'],
      ...['Guides', 'Physicians', 'Alaska', 'New York', 'Bo Lind, MD'],
      'Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley, MD',
      'Ada Moss, MD',
      'Scalp micropigmentation',
    ]);
    await page.getByRole('link', { name: 'New York' }).focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#in-new-york');
    expect(await page.evaluate(`document.querySelector(':target').getBoundingClientRect().top >= 0`)).toBe(true);
  });

  it.each([list, profile, ...around, ...policies])(
    '%s has one main part, headings in order, names on all links, and targets to hit',
    async (path) => {
      await page.goto(desk.test.url + path);
      const found = (await page.evaluate(outline)) as Outline;
      expect(found).toMatchObject({ language: 'en-US', mains: 1, doubled: [], unnamed: [], small: [], faint: [] });
      expect(found.headings[0]).toBe(1);
      expect(found.headings.filter((level) => level === 1)).toHaveLength(1);
      expect(found.headings.every((level, index) => index === 0 || level <= (found.headings[index - 1] ?? 0) + 1)).toBe(
        true,
      );
    },
  );

  it.each([list, profile, '/', '/reviewers/rosa-delgado', '/how-we-review'])(
    '%s fits the narrowest phone and letters twice as large, in light and dark',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const [width, size] of [
          [320, 16],
          [360, 16],
          [900, 32],
        ] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(desk.test.url + path);
          await page.evaluate(`document.documentElement.style.fontSize = '${size}px'`);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        }
        expect(((await page.evaluate(outline)) as Outline).faint).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 900, height: 800 });
    },
  );
});

interface Outline {
  language: string;
  mains: number;
  headings: number[];
  /** Ids that stand twice. */
  doubled: string[];
  /** Links without a name. */
  unnamed: string[];
  /** Links that stand alone and are lower than 24 pixels (WCAG 2.2, 2.5.8). */
  small: string[];
  /** Texts of less contrast than 4.5 to 1 (WCAG 1.4.3). */
  faint: string[];
}

/** Runs in the page: what WCAG asks of its outline, as far as a machine can tell. */
const outline = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all('[id]').map((element) => element.id);
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255,255,255)';
  };
  const contrast = (element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  };
  const written = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const alone = (link) => link.parentElement.textContent.trim() === link.textContent.trim();
  return {
    language: document.documentElement.lang,
    mains: all('main').length,
    headings: all('h1,h2,h3,h4').map((heading) => Number(heading.tagName[1])),
    doubled: ids.filter((id, index) => ids.indexOf(id) !== index),
    unnamed: all('a').filter((link) => !link.textContent.trim()).map((link) => link.outerHTML),
    small: all('main a').filter((link) => alone(link) && link.getBoundingClientRect().height < 24).map((link) => link.outerHTML),
    faint: all('body *').filter((element) => written(element) && contrast(element) < 4.5 && !element.closest('script')).map((element) => element.outerHTML),
  };
})()`;
