import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { violations } from '../support/axe.js';
import { openPage, startBrowser, type Reader } from '../support/browser.js';
import { sampleContent } from '../support/sample-content.js';
import { startTestService, type TestService } from '../support/service.js';
import { cast, publishGuide } from '../support/story.js';

const path = '/guides/scalp-micropigmentation';

describe('The page of a guide in a real browser', () => {
  let test: TestService;
  let browser: Browser;

  beforeAll(async () => {
    test = await startTestService({ PUBLISHER_FILE: 'examples/publisher.yaml' });
    await publishGuide(await cast(test), 'scalp-micropigmentation', longContent());
    await test.announce();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await test.stop();
  });

  const open = (reader: Reader = {}) => openPage(browser, test.url + path, { on: '2026-03-05T12:00:00Z', ...reader });
  const marked = (page: Page) =>
    page.locator('.beside a[aria-current]').evaluateAll((links) => links.map((link) => link.textContent));
  const scrollTo = (page: Page, selector: string) =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView()`);

  it('marks in the list of contents what is being read, on the way down and up, and after a jump', async () => {
    const { page, complaints } = await open({ width: 1440 });
    // A function that waits in the page is code from a string there, which the page's policy does not admit.
    await page.locator('.beside a[aria-current]').waitFor({ state: 'detached' });
    for (const [at, heading] of [
      ['#part-2', 'Part 2'],
      ['#part-6', 'Part 6'],
      ['#part-1', 'Part 1'],
    ] as const) {
      await scrollTo(page, at);
      await page.locator('.beside a[aria-current]', { hasText: heading }).waitFor();
      expect(await marked(page)).toEqual([heading]);
    }
    expect(await page.locator('.beside').evaluate((list) => list.getBoundingClientRect().top)).toBeGreaterThanOrEqual(
      0,
    );
    expect(complaints).toEqual([]);
  });

  it('folds the list of contents on a narrow screen, and shows each reader one of the two', async () => {
    const narrow = (await open({ width: 390 })).page;
    expect(await narrow.locator('.folded').isVisible()).toBe(true);
    expect(await narrow.locator('.beside').isVisible()).toBe(false);
    await narrow.getByText('On this page').first().click();
    await narrow.locator('.folded a', { hasText: 'Part 4' }).click();
    expect(narrow.url()).toMatch(/#part-4$/);
    const wide = (await open({ width: 1440 })).page;
    expect(await wide.locator('.folded').isVisible()).toBe(false);
    expect(await wide.locator('.beside').isVisible()).toBe(true);
  });

  it('is whole without scripts: contents, questions, citations there and back, history', async () => {
    const { page } = await open({ javaScriptEnabled: false, width: 1440 });
    await page.locator('.beside a', { hasText: 'Part 3' }).click();
    expect(page.url()).toMatch(/#part-3$/);
    await page.locator('.faq summary').first().click();
    expect(await page.getByText('Mild discomfort is usual.').isVisible()).toBe(true);
    await page.locator('sup.cite a').first().click();
    expect(page.url()).toMatch(/#ref-/);
    await page.locator('.back').first().click();
    expect(page.url()).toMatch(/#cite-/);
    expect(await page.locator('body').innerText()).toContain(
      'First published after medical review by Rosa Delgado, MD.',
    );
  });

  it.each([320, 390, 768, 1024, 1440, 2560])('fits %i pixels without scrolling sideways', async (width) => {
    const { page } = await open({ width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it.each(['light', 'dark'] as const)('breaks no rule of axe-core, %s, narrow or wide', async (colorScheme) => {
    for (const width of [320, 1440]) {
      const { page } = await open({ colorScheme, width });
      expect(await violations(page)).toEqual([]);
    }
  });

  it('breaks none while it warns that it is out of date', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open({ on: '2027-06-02T17:00:00Z', colorScheme });
      expect(await page.locator('[data-stale=banner]').isVisible()).toBe(true);
      expect(await violations(page)).toEqual([]);
    }
  });

  it('takes its colors from the publisher, by day and by night', async () => {
    const paper = async (colorScheme: 'light' | 'dark') =>
      (await open({ colorScheme })).page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await paper('light')).toBe('rgb(253, 252, 255)');
    expect(await paper('dark')).toBe('rgb(22, 23, 29)');
  });

  it('can be read with the keyboard alone: the way past the header, and where one is', async () => {
    const { page } = await open({ width: 1440 });
    await page.keyboard.press('Tab');
    const skip = page.locator('.skip');
    expect(await skip.evaluate((link) => link === link.ownerDocument.activeElement)).toBe(true);
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#_main$/);
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
    }
    await page.locator('.faq summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.getByText('Mild discomfort is usual.').isVisible()).toBe(true);
  });

  it('gives fingers 24 pixels wherever a link stands by itself', async () => {
    const { page } = await open({ width: 390 });
    await page.locator('.folded summary').click();
    const links = page.locator('.folded a, .back, summary, .own, .crumbs a, .byline a, .report a, .apply a, .foot a');
    const small = await links.evaluateAll((all) =>
      all.flatMap((link) => {
        const { width, height } = link.getBoundingClientRect();
        return width >= 24 && height >= 24 ? [] : [`${link.textContent ?? ''}: ${width} × ${height}`];
      }),
    );
    expect(small).toEqual([]);
  });

  it('is fit for paper: no list to press, answers open, addresses of sources written out', async () => {
    const { page } = await open({ width: 800 });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const hidden of ['.site form', '.toc', '.crumbs', '.report', '.back', '.apply'])
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    expect(await page.getByText('Mild discomfort is usual.').isVisible()).toBe(true);
    expect(await page.locator('.reviewed').isVisible()).toBe(true);
    const written = await page.evaluate(
      'getComputedStyle(document.querySelector(".small ol a[href^=http]"), "::after").content',
    );
    expect(written).toMatch(/https?:\/\//);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(1000);
  });

  it('moves nothing while it loads, and asks no other host for anything', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.addInitScript(
      'window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; }).observe({ type: "layout-shift", buffered: true });',
    );
    await page.goto(test.url + path);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await page.evaluate('window.shift')).toBe(0);
    expect(new Set(asked)).toEqual(new Set([test.url]));
  });
});

/** Long enough to scroll: the sample with eight more parts. */
function longContent() {
  const content = sampleContent();
  const parts = Array.from({ length: 8 }, (_, index) => ({
    key: `part-${index + 1}`,
    heading: `Part ${index + 1}`,
    markdown: Array.from({ length: 6 }, () => 'A sentence of a usual length, with some words in it. '.repeat(5)).join(
      '\n\n',
    ),
  }));
  return { ...content, sections: [...content.sections, ...parts] };
}
