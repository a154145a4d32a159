import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Applicant } from '../support/applicant.js';
import { startVerifying, type Verifying } from '../support/verifying.js';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

describe('A member at a real browser', () => {
  let desk: Verifying;
  let browser: Browser;
  let page: Page;
  let ada: Applicant;
  const complaints: string[] = [];

  beforeAll(async () => {
    desk = await startVerifying();
    ada = desk.physician({ givenName: 'Ada', familyName: 'Quillfeather' });
    await desk.approved(ada);
    await desk.test.announce();
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium', args: flags });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  /** Presses a button and waits for what the page then says of it. */
  async function press(form: string, news: string): Promise<void> {
    await page.click(`#${form} button[type="submit"]`);
    await page.locator('#news', { hasText: news }).waitFor({ state: 'attached' });
  }
  const picture = async (name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  it('opens their file by the link in the mail and sees how the membership stands', async () => {
    await page.goto(`${desk.test.url}/apply/status#${ada.linkIn('status')}`);
    await page.click('#open button');
    await page.waitForSelector('#membership:not([hidden])');
    expect(await page.innerText('#member-words')).toBe('Your profile is public.');
    expect(await page.isVisible('#resume')).toBe(false);
    await picture('member');
  });

  it('pauses and comes back', async () => {
    await press('pause', 'Your profile is hidden until you come back.');
    expect(await page.innerText('#member-words')).toBe('Your profile is hidden at your wish.');
    await press('resume', 'Your profile is shown again.');
  });

  it('asks for a change, which opens a file that takes documents', async () => {
    await page.click('#changing summary');
    await page.fill('#change [name="practiceName"]', 'Quillfeather Dermatology');
    await page.fill('#change [name="message"]', 'The practice has a new name.');
    await picture('change');
    await press('change', 'We have your request. You can send documents with it below.');
    expect(await page.innerText('#kind')).toBe('Change that you asked for');
    expect(await page.isVisible('#document')).toBe(true);
    expect(await page.isVisible('#changing')).toBe(false);
  });

  it('takes a copy of everything that is held about them', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
    expect(download.suggestedFilename()).toBe('my-file.json');
  });

  it('on a small screen, without anything to scroll sideways for, and no script complains', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await picture('member-small');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(complaints).toEqual([]);
  });
});
