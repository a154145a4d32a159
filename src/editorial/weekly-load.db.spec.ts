import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildRevisionInReview, readAndAnswer } from '../../test/support/build-review.js';
import { Newsroom } from '../../test/support/newsroom.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open({ timeZone: 'America/New_York' });
});
afterEach(() => room.close());

/** The reviewer takes a new revision at this instant and signs it. */
async function decidesAt(instant: string): Promise<void> {
  const at = new Date(instant);
  const guide = await room.live('2026-03-10');
  const { revisionId, reviewId } = await room.service.build(at, (tx) =>
    buildRevisionInReview(tx, guide, { at, owner: room.owner }),
  );
  await room.act(room.reviewer, 'review', reviewId, 'claim');
  const version = await room.database.transaction(async (tx) => {
    const submitted = await tx.one<{ id: string; hash: string }>(
      'select v.id, v.hash from review w join version v on v.id = w.version_id where w.id = $1',
      [reviewId],
    );
    await readAndAnswer(tx, { reviewId, versionId: submitted.id }, room.reviewer, at);
    return submitted;
  });
  await room.act(room.reviewer, 'revision', revisionId, 'approve', {
    versionId: version.id,
    hash: version.hash,
    conflict: 'none',
  });
}

async function loadAt(instant: string): Promise<number> {
  const row = await room.database.one<{ load: number }>(
    `select (reviewer_facts($1, id, $2, civil_date($2, 'America/New_York')) -> 'load')::integer as load from version limit 1`,
    [room.reviewer.accountId, instant],
  );
  return row.load;
}

describe('a reviewer’s week', () => {
  // Sunday 23:40 in New York is Monday in UTC.
  it('counts what was signed on Sunday night to the week that ends, in the publisher’s time zone', async () => {
    await decidesAt('2026-09-07T03:40:00Z');
    expect(await loadAt('2026-09-07T03:50:00Z')).toBe(1);
    expect(await loadAt('2026-09-07T04:10:00Z')).toBe(0);
  });

  it('counts what was signed on Monday until the next one', async () => {
    await decidesAt('2026-09-07T04:10:00Z');
    expect(await loadAt('2026-09-14T03:50:00Z')).toBe(1);
    expect(await loadAt('2026-09-14T04:10:00Z')).toBe(0);
  });
});
