import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EventName, EventPayload, SubjectKind } from '../events.js';
import { reactionsTo } from '../jobs.js';
import type { Tx } from './database.js';

/** The mutable row that carries a chain's head; locked by the caller before anything is appended. */
export interface ChainHead {
  kind: SubjectKind;
  id: string;
  eventCount: number;
  headHash: string;
}

/** One state that a fact moved; `from` is null for what it created. */
export interface Move {
  kind: 'guide' | 'revision' | 'review' | 'report' | 'application' | 'physician';
  id: string;
  from: string | null;
  to: string;
}

export interface NewEvent<Name extends EventName = EventName> {
  name: Name;
  at: Date;
  /** Null when the clock acts. */
  actorId: string | null;
  requestId: string | null;
  /** Why, in words. Lies beside the chain, which holds its digest only. */
  note?: string | undefined;
  moves: Move[];
  payload: EventPayload<Name>;
}

/** What the hash of an event covers, in canonical JSON. The row number in the table is not part of it. */
export interface ChainedFacts {
  subject: { kind: string; id: string };
  number: number;
  name: string;
  at: string;
  actorId: string | null;
  requestId: string | null;
  noteDigest: string | null;
  moves: unknown;
  payload: unknown;
  previousHash: string;
}

const tables: Record<SubjectKind, string> = {
  guide: 'guide',
  category: 'category',
  application: 'application',
  physician: 'physician',
  account: 'account',
};

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 over the canonical bytes (RFC 8785) of a fact and the hash before it. */
export function chainHash(facts: ChainedFacts): string {
  const canonical = canonicalize(facts);
  if (canonical === undefined) throw new Error('An event must be plain JSON.');
  return sha256(canonical);
}

/**
 * Appends one fact to the chain of a locked subject, with its outbox rows, and moves the head.
 * Answers the event's row number. Several facts in one transaction: pass the same head, it is moved along.
 */
export async function appendEvent<Name extends EventName>(
  tx: Tx,
  head: ChainHead,
  event: NewEvent<Name>,
): Promise<number> {
  const table = tables[head.kind];
  const facts: ChainedFacts = {
    subject: { kind: head.kind, id: head.id },
    number: head.eventCount + 1,
    name: event.name,
    at: event.at.toISOString(),
    actorId: event.actorId,
    requestId: event.requestId,
    noteDigest: event.note ? sha256(event.note) : null,
    moves: event.moves,
    payload: event.payload,
    previousHash: head.headHash,
  };
  const hash = chainHash(facts);
  const { id } = await tx.one<{ id: number }>(
    `with head as (
       update ${table} set event_count = $3, head_hash = $11 where id = $2 and event_count = $3 - 1 returning id
     ), fact as (
       insert into event (subject_kind, subject_id, number, name, at, actor_id, request_id, note_digest, moves, payload, previous_hash, hash)
       select $1, head.id, $3, $4, $5, $6, $7, $8, $9, $10, $12, $11 from head returning id
     ), note as (
       insert into event_note (event_id, body) select id, $13 from fact where $13::text is not null
     ), debt as (
       insert into outbox (event_id, job, payload, created_at)
       select fact.id, job, jsonb_build_object('eventId', fact.id), $5 from fact, unnest($14::text[]) job
     ) select id from fact`,
    [
      head.kind,
      head.id,
      facts.number,
      facts.name,
      facts.at,
      facts.actorId,
      facts.requestId,
      facts.noteDigest,
      JSON.stringify(facts.moves),
      JSON.stringify(facts.payload),
      hash,
      facts.previousHash,
      event.note ?? null,
      reactionsTo(event.name),
    ],
  );
  head.eventCount = facts.number;
  head.headHash = hash;
  return id;
}

/** Locks a subject for the rest of the transaction and reads its head; nothing when there is no such row. */
export async function lockHead(tx: Tx, kind: SubjectKind, id: string): Promise<ChainHead | undefined> {
  const row = await tx.first<{ event_count: number; head_hash: string }>(
    `select event_count, head_hash from ${tables[kind]} where id = $1 for no key update`,
    [id],
  );
  return row && { kind, id, eventCount: row.event_count, headHash: row.head_hash };
}
