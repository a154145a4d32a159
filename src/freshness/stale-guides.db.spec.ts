import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCopies } from '../../test/support/build-copies.js';
import { readAndAnswer } from '../../test/support/build-review.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

async function staleFacts(guideId: string): Promise<string[]> {
  const rows = await room.database.rows<{ dueOn: string }>(
    `select payload ->> 'dueOn' as "dueOn" from event where subject_id = $1 and name = 'guide.stale' order by number`,
    [guideId],
  );
  return rows.map(({ dueOn }) => dueOn);
}

async function pagesOwed(): Promise<string[]> {
  const rows = await room.database.rows<{ path: string }>(
    `select distinct p.path from page_debt d join page p on p.id = d.page_id where p.kind = 'guide' order by 1`,
  );
  return rows.map(({ path }) => path);
}

// Reviewed on 10 March 2026, every 12 months: due on 10 March 2027.
describe('a guide goes stale', () => {
  it('the day after its due date, once', async () => {
    const guide = await room.live('2026-03-10');
    expect((await room.sweep('2027-03-10')).stale).toBe(0);
    expect((await room.sweep('2027-03-11')).stale).toBe(1);
    expect((await room.sweep('2027-03-11')).stale).toBe(0);
    expect((await room.sweep('2027-05-01')).stale).toBe(0);
    expect(await staleFacts(guide.id)).toEqual(['2027-03-10']);
  });

  it('when the day ends in the publisher’s zone', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep(new Date('2027-03-11T04:59:00Z'));
    expect(await staleFacts(guide.id)).toEqual([]);
    await room.sweep(new Date('2027-03-11T05:00:00Z'));
    expect(await staleFacts(guide.id)).toEqual(['2027-03-10']);
  });

  it('also when the service was down that day', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-03-18');
    expect(await staleFacts(guide.id)).toEqual(['2027-03-10']);
  });

  it('as a carried-over page past its planned first review', async () => {
    const guide = await room.carriedOver('2026-09-01');
    await room.sweep('2026-09-01');
    expect(await staleFacts(guide.id)).toEqual([]);
    await room.sweep('2026-09-02');
    expect(await staleFacts(guide.id)).toEqual(['2026-09-01']);
  });

  it('again with the next due date, once it was kept', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-03-11');
    const at = morningOf('2027-03-20');
    await room.travelTo(at);
    const { id } = await room.database.one<{ id: string }>(
      `select id from review where guide_id = $1 and kind = 'recheck'`,
      [guide.id],
    );
    await room.act(room.reviewer, 'review', id, 'claim');
    await room.database.transaction((tx) =>
      readAndAnswer(tx, { reviewId: id, versionId: guide.versionId }, room.reviewer, at),
    );
    await room.act(room.reviewer, 'review', id, 'keep', {
      versionId: guide.versionId,
      hash: guide.hash,
      conflict: 'none',
    });
    expect((await room.sweep('2028-03-20')).stale).toBe(0);
    await room.sweep('2028-03-21');
    expect(await staleFacts(guide.id)).toEqual(['2027-03-10', '2028-03-20']);
  });

  it('not while it is held, but as soon as it is live again', async () => {
    const guide = await room.live('2026-03-10');
    await room.travelTo('2027-03-01');
    await room.act(room.owner, 'guide', guide.id, 'hold', { reason: 'a dose is in doubt' });
    await room.sweep('2027-03-11');
    expect(await staleFacts(guide.id)).toEqual([]);
    const other = await room.person({ name: 'Una Berg', roles: ['editor'] });
    await room.travelTo('2027-03-12');
    await room.act(other, 'guide', guide.id, 'release');
    await room.sweep();
    expect(await staleFacts(guide.id)).toEqual(['2027-03-10']);
  });

  it('with hundreds of others, in two sweeps at once, each exactly once', async () => {
    const guide = await room.live('2026-03-10');
    await room.database.transaction((tx) => buildCopies(tx, guide, 599));
    await room.travelTo('2027-03-11');
    const [one, other] = await Promise.all([room.sweep(), room.sweep()]);
    const rest = await room.sweep();
    expect(one.stale + other.stale + rest.stale).toBe(600);
    const { facts, guides } = await room.database.one<{ facts: number; guides: number }>(
      `select count(*)::int as facts, count(distinct subject_id)::int as guides from event where name = 'guide.stale'`,
    );
    expect([facts, guides]).toEqual([600, 600]);
  });
});

describe('a page is owed', () => {
  it('the day after the due date for its line, and 31 days after for its banner', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-03-10');
    expect(await pagesOwed()).toEqual([]);
    await room.sweep('2027-03-11');
    expect(await pagesOwed()).toEqual([`/guides/${guide.slug}`]);
    await room.sweep('2027-04-09');
    expect(await pagesOwed()).toEqual([]);
    expect((await room.sweep('2027-04-10')).pages).toBe(1);
    expect(await pagesOwed()).toEqual([`/guides/${guide.slug}`]);
    expect((await room.sweep()).pages).toBe(0);
    expect((await room.sweep('2027-04-11')).pages).toBe(0);
  });

  it('also when the service was down on the day of the banner', async () => {
    await room.live('2026-03-10');
    await room.sweep('2027-03-11');
    expect((await room.sweep('2027-04-20')).pages).toBe(1);
  });

  it('for its banner by a carried-over page too', async () => {
    await room.carriedOver('2026-09-01');
    await room.sweep('2026-09-02');
    expect((await room.sweep('2026-10-02')).pages).toBe(1);
  });
});
