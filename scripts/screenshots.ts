// Takes docs/screenshots anew: the pages of the demonstration as they stand on one fixed day, and a list of them.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../test/support/browser.js';
import { startDemo } from '../test/support/demo-service.js';

interface Shot {
  /** Name of the file, without its ending. */
  name: string;
  says: string;
  path: string;
  width?: number;
  /** Pixels of the page that are shown at most, from its top. */
  tallest?: number;
  looks?: { colorScheme?: 'dark'; media?: 'print' };
}

const folder = new URL('../docs/screenshots/', import.meta.url);
const day = '2026-11-02T15:00:00Z';
const lead = '/guides/scalp-micropigmentation';
const desk = 1280;
const usual = 1600;
/** Around what is printed, which has its margins from the paper. */
const paperMargin = 60;
/** Of WebP, of 100: letters are still sharp, and a page takes a fifth of the bytes of a PNG. */
const quality = 80;

const shots: Shot[] = [
  { name: 'guide-light', says: 'A guide, by day', path: lead, tallest: 5000 },
  { name: 'guide-dark', says: 'The same by night', path: lead, looks: { colorScheme: 'dark' } },
  { name: 'guide-narrow', says: 'On the narrowest phone', path: lead, width: 320 },
  { name: 'guide-print', says: 'On paper', path: lead, width: 794, looks: { media: 'print' } },
  { name: 'guide-stale', says: 'A guide whose review is overdue', path: '/guides/topical-minoxidil', tallest: 900 },
  { name: 'guide-notice', says: 'A guide with a safety notice', path: '/guides/keloid-scars', tallest: 900 },
  { name: 'home', says: 'The home page', path: '/' },
  { name: 'category', says: 'A category', path: '/categories/hair-restoration' },
  { name: 'specialty', says: 'Physicians of a specialty', path: '/specialties/dermatology' },
  { name: 'physician', says: 'A physician', path: '/physicians/bruno-castellmar' },
  { name: 'reviewer', says: 'A reviewer', path: '/reviewers/ines-okafor' },
  { name: 'how-we-review', says: 'How guides are reviewed, with the figures of the day', path: '/how-we-review' },
  { name: 'corrections', says: 'Corrections', path: '/corrections' },
  { name: 'search', says: 'A search', path: '/search?q=hair+loss' },
  { name: 'not-found', says: 'An address without a page', path: '/guides/never-written' },
];

const running = await startDemo(day);
const browser = await startBrowser();
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const shot of shots) await writeFile(new URL(`${shot.name}.webp`, folder), await take(browser, shot));
  await writeFile(new URL('README.md', folder), list());
  console.log(`${(await readdir(folder)).length - 1} pictures in docs/screenshots`);
} finally {
  await browser.close();
  await running.stop();
}

async function take(by: Browser, { path, width = desk, tallest = usual, looks = {} }: Shot): Promise<Buffer> {
  const context = await by.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(day));
  await page.emulateMedia(looks);
  await page.goto(running.url + path);
  const height = Math.min(tallest, await heightOf(page));
  const png = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height }, animations: 'disabled' });
  await context.close();
  return asWebp(png, { width, height }, looks.media === 'print' ? paperMargin : 0);
}

async function heightOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollHeight');
}

async function asWebp(png: Buffer, size: { width: number; height: number }, margin: number): Promise<Buffer> {
  const canvas = createCanvas(size.width + 2 * margin, size.height + 2 * margin);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(await loadImage(png), margin, margin);
  return canvas.encode('webp', quality);
}

function list(): string {
  const opening =
    'Pages of the demonstration that `npm start` shows, as they stand on November 2, 2026. People are invented. `npm run screenshots` takes them anew.';
  const pictures = shots.map(({ name, says }) => `## ${says}\n\n![${says}](${name}.webp)`);
  return `${['# Screenshots', opening, ...pictures].join('\n\n')}\n`;
}
