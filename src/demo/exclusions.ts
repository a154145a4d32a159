import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ExclusionList, MonitoringJobs } from '../physicians/index.js';
import type { Clock } from '../platform/clock.js';
import type { Service } from '../service.js';
import { npiOf, physicianOf } from './physicians.js';
import type { Scene } from './scene.js';

/** Invented lists in the published shape, rows in the order in which they came on it: the story's, and one that a visitor may load. */
const story = 'examples/exclusions/leie.csv';
const files = [story, 'examples/exclusions/leie-next-month.csv'];
const monthDays = 30;
/** Days before the demonstration of the latest edition, and how many there were before it. */
const latestDaysAgo = 8;
const earlier = 33;
/** So many rows came on the list with each edition. */
const rowsPerEdition = 2;
/** The edition in which a row bore a member's number by mistake; the next one corrects it. */
const mistaken = 4;

/** An edition each month, and what the monitor makes of it. */
export function exclusionScenes(): Scene[] {
  return Array.from({ length: earlier + 1 }, (_, back) => ({
    daysAgo: latestDaysAgo + monthDays * back,
    act: async ({ service, clock }) => {
      await loadEdition(service, clock, { source: story, lines: await editionOf(back) });
      await service.app.get(MonitoringJobs).run();
    },
  }));
}

/**
 * Nobody publishes for the demonstration while the service is not running: past a month, a start loads the edition that would have come
 * meanwhile, so that no member is hidden for want of one. A list of the visitor's own stays.
 */
export async function keepListFresh(service: Service, clock: Clock): Promise<void> {
  const list = await service.app.get(ExclusionList).current();
  const source = files.find((path) => list?.source.endsWith(path));
  if (!list || !source) return;
  const days = (clock.now().getTime() - (list.lastModified ?? list.loadedAt).getTime()) / 86_400_000;
  if (days <= monthDays) return;
  const month = clock.now().toISOString().slice(0, 7);
  const lines = await linesIn(source);
  const news = rowOf(lines, { BUSNAME: `INVENTED LABORATORY OF ${month}, INC`, GENERAL: 'OTHER BUSINESS' });
  await loadEdition(service, clock, { source, lines: [...lines, news] });
  await service.app.get(MonitoringJobs).joinExclusionsNow();
}

async function loadEdition(
  { app }: Service,
  clock: Clock,
  { source, lines }: { source: string; lines: readonly string[] },
): Promise<void> {
  const file = Readable.from([Buffer.from(lines.join(''))]);
  await app.get(ExclusionList).load(file, { source, lastModified: clock.now() });
}

/** Header and rows, each with its line break. */
async function linesIn(path: string): Promise<string[]> {
  return (await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')).split(/(?<=\n)/);
}

/** The latest edition is the file, to the byte. */
async function editionOf(back: number): Promise<string[]> {
  const lines = await linesIn(story);
  const listed = lines.slice(0, lines.length - rowsPerEdition * back);
  return back === mistaken ? [...listed, rowOf(listed, mistakenCells())] : listed;
}

function mistakenCells(): Record<string, string> {
  return { LASTNAME: 'BELLMONTH', FIRSTNAME: 'FREDA', NPI: npiOf(physicianOf('farid')), DOB: '19440614' };
}

const common = { NPI: '0000000000', STATE: 'MS', EXCLTYPE: '1128b4', EXCLDATE: '20240620' };

/** A row under the header of these lines. */
function rowOf([header = '']: readonly string[], cells: Record<string, string>): string {
  const values: Record<string, string> = { ...common, ...cells };
  const columns = header.trim().split(',');
  return `${columns.map((column) => `"${values[column] ?? ''}"`).join(',')}\r\n`;
}
