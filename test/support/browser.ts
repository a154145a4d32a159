import { chromium, type Browser, type Page } from 'playwright-core';

/** What a reader's browser is like. */
export interface Reader {
  /** What its clock shows. */
  on?: string;
  javaScriptEnabled?: boolean;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine, or the one that CHROMIUM names. */
export const chromiumPath = process.env['CHROMIUM'] || '/usr/bin/chromium';

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags });
}

/** A page as a reader opens it, and everything that the browser complains of meanwhile. */
export async function openPage(
  browser: Browser,
  url: string,
  { on, javaScriptEnabled = true, width = 1000, height = 800, colorScheme = 'light' }: Reader = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ javaScriptEnabled, colorScheme, viewport: { width, height } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  if (on) await page.clock.setFixedTime(new Date(on));
  await page.goto(url);
  return { page, complaints };
}
