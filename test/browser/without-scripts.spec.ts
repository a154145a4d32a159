import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openPage, startBrowser } from '../support/browser.js';
import { openRevision, savePart } from '../support/asking.js';
import { startTestService, type TestService } from '../support/service.js';
import { cast, must, publishGuide } from '../support/story.js';

const path = '/guides/scalp-micropigmentation';

describe('A reader whose browser runs no scripts', () => {
  let test: TestService;
  let browser: Browser;
  let door: string;

  beforeAll(async () => {
    test = await startTestService();
    const people = await cast(test);
    const { guideId } = await publishGuide(people, 'scalp-micropigmentation');
    const revisionId = await openRevision(people.editor, guideId);
    await must(savePart(people.editor, revisionId, 'lead', { markdown: 'Not published.[^roe-2024]' }));
    const { url } = await must(people.editor.post<{ url: string }>(`revisions/${revisionId}/previews`));
    door = `/preview/open${new URL(url).hash}`;
    await test.announce();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await test.stop();
  });

  const open = async (at: string): Promise<Page> =>
    (await openPage(browser, test.url + at, { javaScriptEnabled: false, width: 390 })).page;

  it('finds a guide by the form in the header, and reads it', async () => {
    const page = await open('/');
    await page.getByRole('searchbox').fill('micropigmentation');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(new URL(page.url()).search).toBe('?q=micropigmentation');
    await page.getByRole('link', { name: /^Scalp micropigmentation/ }).click();
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await page.locator('main').innerText()).toContain('Last reviewed March 2, 2026 by Rosa Delgado, MD');
    await page.locator('.folded summary').click();
    await page.locator('.folded a').last().click();
    expect(new URL(page.url()).hash).not.toBe('');
    await page.locator('.faq summary').first().click();
    expect(await page.getByText('Mild discomfort is usual.').isVisible()).toBe(true);
  });

  it('is told what nothing was found for, chooses a topic, and searches again', async () => {
    const page = await open('/search?q=qqqqqqqq');
    expect(await page.getByRole('status').innerText()).toContain('No guide was found for qqqqqqqq.');
    await page.getByRole('searchbox').fill('scalp');
    await page.getByLabel('Topic').selectOption('hair-restoration');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.locator('.listing > li').count()).toBe(1);
  });

  it('searches from the page that says that there is none', async () => {
    const page = await open('/guides/nothing-here');
    await page.locator('main').getByRole('searchbox').fill('scalp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=scalp');
    expect(await page.locator('.listing > li').count()).toBe(1);
  });

  it('reports a problem: is asked for what is missing, then thanked, and the editors have it', async () => {
    const page = await open(path);
    await page.getByRole('link', { name: 'Report a problem' }).first().click();
    await page.getByRole('radio').first().check();
    await page.getByRole('textbox', { name: /In your words/ }).fill('A date is wrong.');
    // Sent in less than no time: nobody reads a form so fast. It asks to look it over, and keeps what was typed.
    test.clock.travelBy(-60_000);
    await page.getByRole('button', { name: 'Send the report' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('It was not sent yet');
    expect(await page.getByRole('textbox', { name: /In your words/ }).inputValue()).toBe('A date is wrong.');
    test.clock.travelBy(120_000);
    await page.getByRole('button', { name: 'Send the report' }).click();
    expect(new URL(page.url()).pathname).toBe('/report/received');
    expect(await page.locator('main').innerText()).toContain('Your report reached our editors.');
    expect(await test.database.rows('select body from report')).toEqual([{ body: 'A date is wrong.' }]);
  });

  it.each([
    ['/apply', 'This form needs scripts for its proof of work, which keeps robots out.'],
    ['/apply/confirm', 'This page needs scripts to read your link.'],
    ['/apply/status', 'This page needs scripts to read your link.'],
  ])('is told at %s what it needs, and where to write instead', async (at, why) => {
    const page = await open(at);
    const notice = page.locator('.notice').filter({ hasText: why, visible: true });
    expect(await notice.innerText()).toContain('Turn them on for this page, or write to us:');
  });

  it('is told at the door of a preview what it needs', async () => {
    const page = await open(door);
    expect(await page.locator('.notice').filter({ visible: true }).allInnerTexts()).toEqual([
      expect.stringContaining('This page needs scripts to read your link.'),
    ]);
    expect(await page.getByRole('button', { name: 'Open the preview' }).isVisible()).toBe(false);
  });

  it('who turns them on opens it by a button, after which no address of the browser holds the secret', async () => {
    const { page, complaints } = await openPage(browser, test.url + door);
    await page.getByRole('button', { name: 'Open the preview' }).click();
    await page.waitForURL('**/preview');
    expect(await page.locator('main').innerText()).toContain('Not published.');
    expect(await page.evaluate('location.href + document.referrer')).not.toContain(door.split('#')[1]);
    expect(complaints).toEqual([]);
    const elsewhere = await openPage(browser, `${test.url}/preview/open#${'x'.repeat(43)}`);
    await elsewhere.page.getByRole('button', { name: 'Open the preview' }).click();
    await elsewhere.page.getByText('There is no preview here, or no longer.').waitFor();
  });
});
