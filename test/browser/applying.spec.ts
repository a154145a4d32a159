import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pngDocument } from '../support/documents.js';
import { npiWithCheckDigit } from '../support/npi.js';
import { startTestService, type TestService } from '../support/service.js';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

const typed = {
  npi: npiWithCheckDigit('140000009'),
  givenName: 'Ada',
  familyName: 'Quillfeather',
  credential: 'MD',
  email: 'ada@skin-practice.example',
  phone: '212 555 0142',
  licenseNumber: '217777',
  licenseExpiresOn: '2027-12-31',
  practiceName: 'Skin Practice',
  attestedName: 'Ada Quillfeather',
};

describe('An applicant at a real browser', () => {
  let test: TestService;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    test = await startTestService();
    await test.announce();
    browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium', args: flags });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A browser says of every answer above 400 that it came.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
        complaints.push(message.text());
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await test.stop();
  });

  async function fillIn(): Promise<void> {
    await page.goto(`${test.url}/apply`);
    for (const [name, value] of Object.entries(typed)) await page.fill(`form [name="${name}"]`, value);
    await page.selectOption('[name="state"]', 'NY');
    await page.selectOption('[name="specialty"]', 'dermatology');
    await page.check('[name="consent"]');
  }

  it('is told what is wrong with the form, and keeps what was typed', async () => {
    await fillIn();
    await page.fill('[name="npi"]', '1234567890');
    await page.click('button[type="submit"]');
    await page.waitForSelector('[role="alert"]:not([hidden])');
    expect(await page.innerText('[role="alert"]')).toContain('National Provider Identifier');
    expect(await page.inputValue('[name="familyName"]')).toBe('Quillfeather');
  });

  it('sends the form, confirms by the button behind the mail, and sees how the file stands', async () => {
    await fillIn();
    await page.click('button[type="submit"]');
    await page.waitForSelector('#sent:not([hidden])');
    await test.settle();
    await page.goto(`${test.url}${linkInMail(test)}`);
    await page.click('#confirm button');
    await page.waitForURL('**/apply/status');
    await page.waitForSelector('#file:not([hidden])');
    expect(await page.innerText('main')).toContain('Quillfeather');
    expect(complaints).toEqual([]);
  });

  it('sends a document, is told what is wrong with another, and sees what was sent', async () => {
    const sending = async (name: string, mimeType: string, buffer: Buffer): Promise<void> => {
      await page.selectOption('#document-kind', 'license');
      await page.setInputFiles('#document-file', { name, mimeType, buffer });
      await page.click('#document button');
    };
    expect(await page.innerText('#documents')).toContain('You sent none.');
    await sending('license.pdf', 'application/pdf', Buffer.from('<html>'));
    await page.waitForSelector('#document [role="alert"] li');
    expect(await page.innerText('#document [role="alert"]')).toContain('This is no PDF, JPEG or PNG');
    expect(await page.getAttribute('#document-file', 'aria-invalid')).toBe('true');
    await sending('letter.docx', 'application/vnd.openxmlformats', Buffer.from('PK'));
    await page.waitForSelector('#document [role="alert"] >> text=Choose a PDF');
    await sending('my passport.png', 'image/png', pngDocument());
    await page.waitForSelector('#sent-documents li');
    expect(await page.innerText('#sent-documents')).toMatch(/^License: PNG, \d+ KB, sent on March 2, 2026$/);
    expect(await page.innerText('#news')).toBe('We have your document.');
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    expect(complaints).toEqual([]);
  });
});

function linkInMail({ dataDir }: TestService): string {
  const folder = join(dataDir, 'mail');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const found = texts.flatMap(
    (text) => /\/apply\/confirm#[\w-]+/.exec(text.replaceAll('=\n', '').replaceAll('=3D', '=')) ?? [],
  );
  return found[0] ?? '';
}
