import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { leieFile } from '../../test/support/exclusion-file.js';
import { civilDate } from '../platform/civil-date.js';
import { ExclusionList } from './exclusion-list.js';
import { fetchListWhenDue } from './monitor-list.js';

let chronicle: Chronicle;
let server: Server;
let asked = 0;
let published: { rows: number; at: string } | null;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    if (!published) return void response.writeHead(503).end('Maintenance');
    const rows = Array.from({ length: published.rows }, (_, n) => ({ LASTNAME: 'NOBODY', FIRSTNAME: `NUMBER ${n}` }));
    response.setHeader('last-modified', new Date(published.at).toUTCString()).end(leieFile(rows));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await chronicle.close();
});

/** What a round does at such a time. */
function round(at: string): Promise<number> {
  chronicle.clock.travelTo(new Date(at));
  const now = chronicle.clock.now();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/UPDATED.csv`;
  const list = new ExclusionList(chronicle.database, chronicle.clock);
  return fetchListWhenDue(chronicle.database, list, url, { now, today: civilDate(now, 'America/New_York') });
}
const problems = (): Promise<{ problem: string }[]> =>
  chronicle.database.rows(`select problem from exclusion_load where status = 'refused' order by id`);

describe('The exclusion list of the month', () => {
  it('is fetched from the tenth on, once', async () => {
    published = { rows: 20, at: '2027-03-08T12:00:00Z' };
    expect(await round('2027-03-09T15:00:00Z')).toBe(0);
    expect(await round('2027-03-10T15:00:00Z')).toBe(1);
    expect(await round('2027-03-12T15:00:00Z')).toBe(0);
    expect(asked).toBe(1);
    published = { rows: 21, at: '2027-04-08T12:00:00Z' };
    expect(await round('2027-04-10T15:00:00Z')).toBe(1);
  });

  it('is asked for again each day while the one of last month is still published, or nothing answers', async () => {
    published = { rows: 20, at: '2027-02-08T12:00:00Z' };
    expect(await round('2027-03-10T15:00:00Z')).toBe(1);
    expect(await round('2027-03-11T16:00:00Z')).toBe(0);
    expect(await round('2027-03-11T17:00:00Z')).toBe(0);
    published = null;
    expect(await round('2027-03-12T17:00:00Z')).toBe(0);
    expect(asked).toBe(3);
    const [same, silent] = await problems();
    expect(same?.problem).toContain('is the one that stands');
    expect(silent?.problem).toContain('answered 503');
  });

  it('that was cut short leaves the one that stands', async () => {
    published = { rows: 20, at: '2027-02-08T12:00:00Z' };
    await round('2027-03-10T15:00:00Z');
    published = { rows: 3, at: '2027-03-10T12:00:00Z' };
    expect(await round('2027-03-12T15:00:00Z')).toBe(0);
    expect((await problems()).map(({ problem }) => problem)).toEqual([expect.stringContaining('has 3 rows')]);
  });

  it('is left to people where no address is configured', async () => {
    const list = new ExclusionList(chronicle.database, chronicle.clock);
    const now = new Date('2027-03-15T15:00:00Z');
    expect(await fetchListWhenDue(chronicle.database, list, undefined, { now, today: '2027-03-15' })).toBe(0);
  });
});
