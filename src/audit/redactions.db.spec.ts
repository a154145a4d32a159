import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { Missing, Refused } from '../platform/errors.js';
import { History } from './history.queries.js';
import { Redactions } from './redactions.service.js';
import { verifyHistory } from './verify.js';

let chronicle: Chronicle;
let redactions: Redactions;
let guide: string;
let eventId: number;
let first: { accountId: string; requestId: string };
let second: { accountId: string; requestId: string };

beforeAll(async () => {
  chronicle = await Chronicle.open();
  redactions = new Redactions(chronicle.database, chronicle.clock);
  [first, second] = await Promise.all([chronicle.actor('admin'), chronicle.actor('admin')]);
});
afterAll(() => chronicle.close());
beforeEach(async () => {
  guide = await chronicle.guide(first.accountId);
  eventId = await chronicle.fact(guide, 'guide.held', {
    by: first.accountId,
    note: 'Ms. Jane Roe, 555-0142, was burned.',
  });
});

const reason = 'It names a patient.';
const codesOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error: unknown) => (error instanceof Refused ? error.reasons.map(({ code }) => code) : [String(error)]),
  );
const read = () =>
  chronicle.database.one<{ body: string | null; redacted_by: string[] | null }>(
    'select body, redacted_by from event_note where event_id = $1',
    [eventId],
  );
const findings = async (): Promise<number> => (await verifyHistory(chronicle.database, () => undefined)).findings;

describe('a redaction', () => {
  it('takes two admins, leaves the reason and who did it, and the chain still verifies', async () => {
    const { hash } = await redactions.propose(first, eventId, reason);
    expect((await read()).body).toContain('Jane Roe');
    await redactions.confirm(second, eventId, hash);
    expect(await read()).toEqual({ body: null, redacted_by: [first.accountId, second.accountId] });
    expect(await findings()).toBe(0);
    const [newest, redacted] = await new History(chronicle.database).list({ subjectId: guide }, undefined, 10);
    expect(newest).toMatchObject({
      name: 'guide.redacted',
      actorId: first.accountId,
      note: reason,
      payload: { eventId, digest: redacted?.noteDigest, secondPersonId: second.accountId },
    });
    expect(redacted).toMatchObject({
      note: null,
      redactionReason: reason,
      redactedAt: expect.any(Date),
      noteDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('leaves the words nowhere', async () => {
    const { hash } = await redactions.propose(first, eventId, reason);
    await redactions.confirm(second, eventId, hash);
    for (const table of ['event', 'event_note', 'proposal', 'outbox', 'notification']) {
      expect(
        await chronicle.database.rows(`select 1 from ${table} t where t::text like '%Jane Roe, 555-0142%'`),
      ).toEqual([]);
    }
  });

  it('is not confirmed by whoever proposed it, nor by a hash that is not the proposal’s, and every reason is told', async () => {
    await redactions.propose(first, eventId, reason);
    expect(await codesOf(redactions.confirm(first, eventId, 'a'.repeat(64)))).toEqual(['another', 'hash']);
    expect((await read()).body).not.toBeNull();
  });

  it('is not confirmed before it is proposed, nor after seven days', async () => {
    expect(await codesOf(redactions.confirm(second, eventId, 'a'.repeat(64)))).toEqual(['proposal']);
    const { hash } = await redactions.propose(first, eventId, reason);
    chronicle.clock.travelBy(7 * 86_400_000 + 1000);
    expect(await codesOf(redactions.confirm(second, eventId, hash))).toEqual(['proposal']);
    expect(await redactions.open()).toEqual([]);
    const again = await redactions.propose(second, eventId, reason);
    await redactions.confirm(first, eventId, again.hash);
    expect((await read()).body).toBeNull();
  });

  it('is proposed once, and lists what waits', async () => {
    const proposed = await redactions.propose(first, eventId, reason);
    expect(await codesOf(redactions.propose(second, eventId, reason))).toEqual(['once']);
    expect(await redactions.open()).toContainEqual(proposed);
  });

  it('happens once, also when two confirm at the same time', async () => {
    const third = await chronicle.actor('admin');
    const { hash } = await redactions.propose(first, eventId, reason);
    const outcomes = await Promise.all(
      [second, third].map((actor) => codesOf(redactions.confirm(actor, eventId, hash))),
    );
    expect(outcomes.filter((codes) => codes.length === 0)).toHaveLength(1);
    expect(
      await chronicle.database.rows(`select 1 from event where subject_id = $1 and name = 'guide.redacted'`, [guide]),
    ).toHaveLength(1);
    expect(await codesOf(redactions.propose(first, eventId, reason))).toEqual(['words']);
  });

  it('needs words to redact, and an event', async () => {
    const silent = await chronicle.fact(guide, 'guide.released', { by: second.accountId });
    expect(await codesOf(redactions.propose(first, silent, reason))).toEqual(['words']);
    await expect(redactions.propose(first, 999_999, reason)).rejects.toBeInstanceOf(Missing);
  });
});
