import type { EventName, EventPayload } from '../events.js';
import { reactionsTo } from '../jobs.js';
import type { Tx } from './database.js';
import { chainHash, type ChainHead, type Move } from './event-store.js';

/** One fact of the clock about one guide. */
export interface ClockFact<Name extends EventName> {
  head: ChainHead;
  moves: Move[];
  payload: EventPayload<Name>;
}

/**
 * Appends the same kind of fact to many locked guides, one each, as {@link appendEvent} does for one: the sweep's way when thousands
 * are due at once (one statement a batch; a statement a guide took five times as long). Each guide stands in the list once.
 */
export async function appendClockFacts<Name extends EventName>(
  tx: Tx,
  name: Name,
  at: Date,
  facts: readonly ClockFact<Name>[],
): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ head, moves, payload }) => {
    const number = head.eventCount + 1;
    const common = { number, moves, payload, previousHash: head.headHash };
    const nobody = { actorId: null, requestId: null, noteDigest: null };
    const hash = chainHash({
      subject: { kind: head.kind, id: head.id },
      name,
      at: at.toISOString(),
      ...nobody,
      ...common,
    });
    return { id: head.id, hash, ...common };
  });
  const { written } = await tx.one<{ written: number }>(insertion, [
    rows.map(({ id }) => id),
    rows.map(({ number }) => number),
    rows.map(({ moves }) => JSON.stringify(moves)),
    rows.map(({ payload }) => JSON.stringify(payload)),
    rows.map(({ previousHash }) => previousHash),
    rows.map(({ hash }) => hash),
    name,
    at.toISOString(),
    reactionsTo(name),
  ]);
  if (written !== facts.length)
    throw new Error(`${facts.length - written} of ${facts.length} guides moved under their lock.`);
}

const insertion = `
  with fact as (
    select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[]) f(id, number, moves, payload, previous_hash, hash)
  ), head as (
    update guide g set event_count = fact.number, head_hash = fact.hash from fact
     where g.id = fact.id and g.event_count = fact.number - 1 returning g.id
  ), written as (
    insert into event (subject_kind, subject_id, number, name, at, moves, payload, previous_hash, hash)
    select 'guide', fact.id, fact.number, $7, $8, fact.moves::jsonb, fact.payload::jsonb, fact.previous_hash, fact.hash from fact join head using (id)
    returning id
  ), debt as (
    insert into outbox (event_id, job, payload, created_at)
    select written.id, job, jsonb_build_object('eventId', written.id), $8 from written, unnest($9::text[]) job
  )
  select count(*)::integer as written from written`;
