import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCopies } from '../../test/support/build-copies.js';
import { buildRevisionInReview, readAndAnswer } from '../../test/support/build-review.js';
import type { BuiltLiveGuide } from '../../test/support/build-guide.js';
import { morningOf, Newsroom } from '../../test/support/newsroom.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

interface Recheck {
  id: string;
  status: string;
  assigneeId: string | null;
  versionId: string;
  decideBy: Date;
}

function rechecks(guideId: string): Promise<Recheck[]> {
  return room.database.rows<Recheck>(
    `select id, status, assignee_id as "assigneeId", version_id as "versionId", decide_by as "decideBy" from review
      where guide_id = $1 and kind = 'recheck' order by opened_at`,
    [guideId],
  );
}

async function plannedOn(guideId: string): Promise<string | null> {
  const row = await room.database.one<{ on: string | null }>(
    'select recheck_planned_on as on from guide where id = $1',
    [guideId],
  );
  return row.on;
}

/** Its recheck, claimed and read by the reviewer. */
async function claimed(guide: BuiltLiveGuide): Promise<string> {
  const id = (await rechecks(guide.id)).at(-1)?.id ?? '';
  await room.act(room.reviewer, 'review', id, 'claim');
  await room.database.transaction((tx) =>
    readAndAnswer(tx, { reviewId: id, versionId: guide.versionId }, room.reviewer, room.service.clock.now()),
  );
  return id;
}

// Reviewed on 10 March 2026, every 12 months: due on 10 March 2027, window from 10 November to 8 February.
describe('a recheck is planned', () => {
  it('with the first sweep after publication, at the end of its window while nobody is busy', async () => {
    const guide = await room.live('2026-03-10');
    expect((await room.sweep('2026-03-10')).planned).toBe(1);
    expect(await plannedOn(guide.id)).toBe('2027-02-08');
    expect((await room.sweep('2026-03-10')).planned).toBe(0);
  });

  it('spread over the weeks of the window when many are due together', async () => {
    const guide = await room.live('2026-03-10');
    await room.database.transaction((tx) => buildCopies(tx, guide, 259));
    await room.sweep('2026-03-10');
    const weeks = await room.database.rows<{ week: string; guides: number }>(
      `select date_trunc('week', recheck_planned_on::timestamp)::date as week, count(*)::int as guides from guide group by 1 order by 1`,
    );
    expect(weeks.length).toBe(14);
    expect(
      Math.max(...weeks.map(({ guides }) => guides)) - Math.min(...weeks.map(({ guides }) => guides)),
    ).toBeLessThanOrEqual(1);
  });

  it('around rechecks that are planned already', async () => {
    const first = await room.live('2026-03-10');
    await room.sweep('2026-03-10');
    const second = await room.live('2026-03-10');
    await room.sweep('2026-03-10');
    expect([await plannedOn(first.id), await plannedOn(second.id)]).toEqual(['2027-02-08', '2027-02-01']);
  });

  it('never before half the cadence has passed', async () => {
    const guide = await room.live('2026-03-10', { cadenceOverride: 3 });
    await room.database.transaction((tx) => buildCopies(tx, guide, 20));
    await room.sweep('2026-03-10');
    const { first, last } = await room.database.one<{ first: string; last: string }>(
      'select min(recheck_planned_on) as first, max(recheck_planned_on) as last from guide',
    );
    expect(first >= '2026-04-25').toBe(true);
    expect(last <= '2026-05-11').toBe(true);
  });

  it('for today when its window has passed', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-03-20');
    expect(await plannedOn(guide.id)).toBe('2027-03-20');
    expect((await rechecks(guide.id)).length).toBe(1);
  });

  it('not for a carried-over page: its first review is planned already', async () => {
    const guide = await room.carriedOver('2026-09-01');
    await room.sweep('2026-09-10');
    expect(await plannedOn(guide.id)).toBeNull();
    expect(await rechecks(guide.id)).toEqual([]);
  });
});

describe('a recheck opens', () => {
  it('on its planned day, of the live text, in the queue, to be decided before the due day ends', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2026-03-10');
    expect((await room.sweep('2027-02-07')).opened).toBe(0);
    expect((await room.sweep('2027-02-08')).opened).toBe(1);
    expect(await rechecks(guide.id)).toEqual([
      expect.objectContaining({
        status: 'open',
        assigneeId: null,
        versionId: guide.versionId,
        decideBy: new Date('2027-03-11T05:00:00Z'),
      }),
    ]);
  });

  it('once, however long it waits', async () => {
    const guide = await room.live('2026-03-10');
    for (const day of ['2026-03-10', '2027-02-08', '2027-02-08', '2027-02-09', '2027-03-11', '2027-06-08'])
      await room.sweep(day);
    expect((await rechecks(guide.id)).length).toBe(1);
  });

  it('once for each of hundreds, in two sweeps at once', async () => {
    const guide = await room.live('2026-03-10');
    await room.database.transaction((tx) => buildCopies(tx, guide, 399));
    await room.travelTo('2027-03-11');
    const [one, other] = await Promise.all([room.sweep(), room.sweep()]);
    const rest = await room.sweep();
    expect(one.opened + other.opened + rest.opened).toBe(400);
    const { reviews, guides } = await room.database.one<{ reviews: number; guides: number }>(
      `select count(*)::int as reviews, count(distinct guide_id)::int as guides from review where kind = 'recheck'`,
    );
    expect([reviews, guides]).toEqual([400, 400]);
  });

  it('not while the guide is held; after its release it does', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2026-03-10');
    await room.travelTo('2027-02-01');
    await room.act(room.owner, 'guide', guide.id, 'hold', { reason: 'a dose is in doubt' });
    expect((await room.sweep('2027-02-08')).opened).toBe(0);
    const other = await room.person({ name: 'Una Berg', roles: ['editor'] });
    await room.travelTo('2027-02-09');
    await room.act(other, 'guide', guide.id, 'release');
    expect((await room.sweep()).opened).toBe(1);
  });

  it('not while a full review of a new revision is open', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2026-03-10');
    const { revisionId } = await room.service.build(morningOf('2027-02-01'), (tx) =>
      buildRevisionInReview(tx, guide, { at: morningOf('2027-02-01'), owner: room.owner }),
    );
    expect((await room.sweep('2027-02-08')).opened).toBe(0);
    await room.act(room.owner, 'revision', revisionId, 'recall');
    expect((await room.sweep('2027-02-09')).opened).toBe(1);
  });

  it('not beside the revision that the last one asked for, but again when that is discarded', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-02-08');
    const { created } = await room.act(room.reviewer, 'review', await claimed(guide), 'revise', {
      reason: 'new evidence',
    });
    expect((await room.sweep('2027-02-09')).opened).toBe(0);
    expect((await room.sweep('2027-03-11')).opened).toBe(0);
    await room.act(room.owner, 'revision', created['revisionId'] ?? '', 'discard', {
      reason: 'the evidence was withdrawn',
    });
    expect((await room.sweep('2027-03-12')).opened).toBe(1);
    expect((await rechecks(guide.id)).map(({ status }) => status)).toEqual(['decided', 'open']);
  });

  it('not while its retirement is proposed', async () => {
    const guide = await room.live('2026-03-10');
    await room.sweep('2027-02-08');
    await room.act(room.reviewer, 'review', await claimed(guide), 'retire', {
      reason: 'nobody does this any more',
      reasonClass: 'outdated',
    });
    expect((await room.sweep('2027-02-09')).opened).toBe(0);
  });
});
