import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Chronicle } from '../../test/support/chronicle.js';
import { appendEvent, chainHash, lockHead } from '../platform/event-store.js';
import type { Anchor, Finding } from './finding.js';
import { sealHash, takeSeal } from './seal.js';
import { verifyHistory, type Verified } from './verify.js';

let chronicle: Chronicle;
let owner: string;
let guide: string;
let other: string;

beforeAll(async () => {
  chronicle = await Chronicle.open();
  owner = await chronicle.person('editor');
});
afterAll(() => chronicle.close());
beforeEach(async () => {
  await tamper('truncate event, seal cascade');
  for (const table of ['guide', 'account']) await tamper(`update ${table} set event_count = 0, head_hash = ''`);
  guide = await chronicle.guide(owner);
  other = await chronicle.guide(owner, 'Eyelid surgery');
  await chronicle.fact(guide, 'guide.created', { by: owner, payload: { slug: 'hair' } });
  await chronicle.fact(guide, 'guide.held', { by: owner, note: 'A dose is wrong.', payload: { publication: 2 } });
  await chronicle.fact(other, 'guide.created', { by: owner, payload: { slug: 'eyelids' } });
  await chronicle.fact(guide, 'guide.released', { payload: { publication: 3 } });
  await chronicle.database.transaction(async (tx) => {
    const head = await lockHead(tx, 'account', owner);
    const fact = { at: chronicle.clock.now(), actorId: null, requestId: null, moves: [], payload: {} };
    await appendEvent(tx, head!, { name: 'account.created', ...fact });
  });
});

const seal = (): Promise<number | undefined> => takeSeal(chronicle.database, chronicle.clock.now());

async function verify(anchor?: Anchor): Promise<Verified & { found: Finding[] }> {
  const found: Finding[] = [];
  return { ...(await verifyHistory(chronicle.database, (finding) => found.push(finding), anchor)), found };
}
const codes = async (anchor?: Anchor): Promise<string[]> =>
  (await verify(anchor)).found.map(({ code, number }) => `${code} ${number}`);

/** What only somebody with the owner's connection can do. */
async function tamper(sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: chronicle.url });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

describe('an untouched history', () => {
  it('verifies, chain by chain, and says how much was looked at', async () => {
    expect(await verify()).toEqual({
      events: 5,
      subjects: 3,
      seals: 0,
      findings: 0,
      unsealed: 5,
      lastSeal: null,
      found: [],
    });
    await seal();
    expect(await verify()).toMatchObject({ seals: 1, findings: 0, unsealed: 0, lastSeal: { number: 1 } });
  });

  it('verifies across pages of the scan', async () => {
    for (let count = 0; count < 1005; count += 1)
      await chronicle.fact(other, 'guide.changed', { payload: { fields: ['owner'] } });
    await seal();
    expect(await verify()).toMatchObject({ events: 1010, findings: 0, unsealed: 0 });
  }, 60_000);

  it('cannot be changed by the role the service runs as', async () => {
    for (const statement of [
      'update event set name = name',
      'delete from event',
      'truncate event',
      'update seal set hash = hash',
      'delete from seal_head',
    ]) {
      await expect(chronicle.database.run(statement)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('a changed history is found:', () => {
  it.each([
    ['another name', `name = 'guide.renamed'`],
    ['another person', `actor_id = gen_random_uuid()`],
    ['another time', `at = at - interval '1 day'`],
    ['a time finer than we write', `at = at + interval '7 microseconds'`],
    ['another payload', `payload = payload || '{"publication": 9}'`],
    ['another move', `moves = '[{"kind": "guide", "id": "x", "from": "live", "to": "held"}]'`],
    ['another request', `request_id = 'forged'`],
  ])('%s', async (_what, change) => {
    await tamper(`update event set ${change} where subject_id = $1 and number = 2`, [guide]);
    expect(await codes()).toEqual(['event-altered 2']);
  });

  it('an event made anew with a hash that fits, by the event after it', async () => {
    await rewrite(2);
    expect(await codes()).toEqual(['link-broken 3']);
  });

  it('words that were changed, taken away or added', async () => {
    await tamper(`update event_note set body = 'Nothing was wrong.'`);
    expect(await codes()).toEqual(['note-altered 2']);
    await tamper('delete from event_note');
    expect(await codes()).toEqual(['note-missing 2']);
    await tamper(
      `insert into event_note (event_id, body) select id, 'added' from event where subject_id = $1 and number = 1`,
      [guide],
    );
    expect(await codes()).toEqual(['note-added 1', 'note-missing 2']);
  });

  it('words that were blanked like a redaction, without the fact of one', async () => {
    await tamper(`update event_note set body = null, redacted_at = now(), redaction_reason = 'because'`);
    expect(await codes()).toEqual(['redaction-unfounded 2']);
  });
});

describe('a history with more or less in it is found:', () => {
  it('an event missing in the middle', async () => {
    await remove(2);
    expect(await codes()).toEqual(['event-missing 3', 'link-broken 3']);
  });

  it('the first event missing', async () => {
    await remove(1);
    expect(await codes()).toEqual(['event-missing 2']);
  });

  it('the end cut off', async () => {
    await remove(3);
    expect(await codes()).toEqual(['head-differs 2']);
  });

  it('the whole chain gone', async () => {
    for (const number of [1, 2, 3]) await remove(number);
    expect(await codes()).toEqual(['event-missing 3']);
  });

  it('the end cut off and the head moved back, by the seal', async () => {
    await seal();
    await remove(3);
    await tamper(
      `update guide set event_count = 2, head_hash = e.hash from event e where guide.id = $1 and e.subject_id = $1 and e.number = 2`,
      [guide],
    );
    expect(await codes()).toEqual(['sealed-event-differs 3']);
  });

  it('an event put in at the end', async () => {
    await tamper(
      `insert into event (subject_kind, subject_id, number, name, at, previous_hash, hash)
       select 'guide', $1, 4, 'guide.released', now(), hash, 'f' from event where subject_id = $1 and number = 3`,
      [guide],
    );
    expect(await codes()).toEqual(expect.arrayContaining(['head-differs 4']));
  });

  it('a chain of a subject that there never was', async () => {
    await tamper(
      `insert into event (subject_kind, subject_id, number, name, at, previous_hash, hash) values ('guide', gen_random_uuid(), 1, 'guide.created', now(), '', 'f')`,
    );
    expect(await codes()).toEqual(expect.arrayContaining(['subject-missing 1']));
  });

  it('two events in the other order', async () => {
    await tamper('update event set number = 99 where subject_id = $1 and number = 2', [guide]);
    await tamper('update event set number = 2 where subject_id = $1 and number = 3', [guide]);
    await tamper('update event set number = 3 where subject_id = $1 and number = 99', [guide]);
    const found = await codes();
    expect(found).toEqual(
      expect.arrayContaining([
        'event-altered 2',
        'event-altered 3',
        'link-broken 2',
        'link-broken 3',
        'head-differs 3',
      ]),
    );
  });
});

describe('seals that do not hold are found:', () => {
  beforeEach(async () => {
    await seal();
    await chronicle.fact(other, 'guide.changed', { payload: { fields: ['owner'] } });
    await seal();
  });

  it('a whole chain made anew, head and all, by what was sealed of it', async () => {
    await rewrite(2);
    const { hash } = await chronicle.database.one<{ hash: string }>(
      'select hash from event where subject_id = $1 and number = 2',
      [guide],
    );
    await tamper('update event set previous_hash = $2 where subject_id = $1 and number = 3', [guide, hash]);
    await rewrite(3);
    await tamper(
      `update guide set head_hash = e.hash from event e where guide.id = $1 and e.subject_id = $1 and e.number = 3`,
      [guide],
    );
    expect(await codes()).toEqual(['sealed-event-differs 3']);
  });

  it('a list that was changed', async () => {
    await tamper('delete from seal_head where seal_number = 1 and subject_id = $1', [guide]);
    expect(await codes()).toEqual(['seal-altered 1']);
  });

  it('a seal in the middle that is missing', async () => {
    await tamper('delete from seal_head where seal_number = 1');
    await tamper('delete from seal where number = 1');
    expect(await codes()).toEqual(['seal-missing 1', 'seal-altered 2']);
  });

  it('the last seal cut off or made anew, by the one that was noted down elsewhere', async () => {
    const { lastSeal } = await verify();
    expect(await codes(lastSeal!)).toEqual([]);
    const kept = await chronicle.database.one<{ at: Date; previousHash: string }>(
      'select at, previous_hash as "previousHash" from seal where number = 2',
    );
    await tamper('delete from seal_head where seal_number = 2');
    await tamper('update seal set hash = $1 where number = 2', [sealHash({ number: 2, ...kept }, [])]);
    expect(await codes()).toEqual([]);
    expect(await codes(lastSeal!)).toEqual(['anchor-differs 2']);
  });
});

async function remove(number: number): Promise<void> {
  const where = 'select id from event where subject_id = $1 and number = $2';
  for (const table of ['event_note', 'outbox'])
    await tamper(`delete from ${table} where event_id = (${where})`, [guide, number]);
  await tamper('delete from event where subject_id = $1 and number = $2', [guide, number]);
}

/** Changes who did it, and computes the hash as we would: no finding but through what is chained to it. */
async function rewrite(number: number): Promise<void> {
  await tamper('update event set actor_id = $3 where subject_id = $1 and number = $2', [guide, number, other]);
  const event = await chronicle.database.one<
    Record<string, unknown> & { at: Date; previous_hash: string; name: string }
  >('select * from event where subject_id = $1 and number = $2', [guide, number]);
  const hash = chainHash({
    subject: { kind: 'guide', id: guide },
    number,
    name: event.name,
    at: event.at.toISOString(),
    actorId: other,
    requestId: null,
    noteDigest: (event['note_digest'] as string | null) ?? null,
    moves: event['moves'],
    payload: event['payload'],
    previousHash: event.previous_hash,
  });
  await tamper('update event set hash = $3 where subject_id = $1 and number = $2', [guide, number, hash]);
}
