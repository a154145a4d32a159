import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openPage, startBrowser, type Reader } from '../support/browser.js';
import { sampleContent } from '../support/sample-content.js';
import { startTestService, type TestService } from '../support/service.js';
import { cast, publishGuide } from '../support/story.js';

describe('What a reader sees in a real browser', () => {
  let test: TestService;
  let browser: Browser;

  beforeAll(async () => {
    test = await startTestService();
    await publishGuide(await cast(test), 'scalp-micropigmentation');
    await test.announce();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await test.stop();
  });

  const open = (path: string, reader: Reader = {}) => openPage(browser, test.url + path, reader);

  it('leads from the home page over the category to the guide, without a complaint of the browser', async () => {
    const { page, complaints } = await open('/', { on: '2026-03-05T12:00:00Z' });
    await page.getByRole('link', { name: 'Hair restoration' }).first().click();
    await page.getByRole('link', { name: sampleContent().head.title }).first().click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Scalp micropigmentation');
    expect(await page.locator('body').innerText()).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    expect(complaints).toEqual([]);
  });

  it('says nothing of age before the due date is past', async () => {
    const { page } = await open('/guides/scalp-micropigmentation', { on: '2027-03-02T17:00:00Z' });
    expect(await page.locator('[data-due-on]').getAttribute('data-stale')).toBe('none');
  });

  it('turns a copy that was kept past the due date into a stale one by itself: a line, later a banner', async () => {
    const line = await open('/guides/scalp-micropigmentation', { on: '2027-03-03T17:00:00Z' });
    expect(await line.page.locator('[data-stale="line"]').innerText()).toContain(
      'was due for medical review on March 2, 2027',
    );
    const banner = await open('/guides/scalp-micropigmentation', { on: '2027-04-02T17:00:00Z' });
    expect(await banner.page.locator('[data-stale="banner"]').isVisible()).toBe(true);
    expect(banner.complaints).toEqual([]);
  });

  it('reads whole without scripts: questions open, citations lead to references and back', async () => {
    const { page } = await open('/guides/scalp-micropigmentation', { javaScriptEnabled: false });
    await page.locator('.faq summary').first().click();
    expect(await page.locator('body').innerText()).toContain('Mild discomfort is usual.');
    await page.locator('sup.cite a').first().click();
    expect(page.url()).toContain('#ref-roe-2024');
  });

  it('fits a narrow phone without scrolling sideways', async () => {
    const { page } = await open('/guides/scalp-micropigmentation', { width: 320 });
    const wide = await page
      .locator('html')
      .evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
  });
});
