import type { EventName, PayloadValue } from '../events.js';
import type { Guides } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import type { Move } from '../platform/event-store.js';
import type { Facts, GuideStatus, ReviewFacts, RevisionFacts, RevisionStatus } from './facts.js';

/** One transition being carried out: decided, under the guide's lock, inside the transaction. */
export interface Act {
  tx: Tx;
  facts: Facts;
  /** Null when the clock acts. */
  actor: Actor | null;
  guides: Guides;
  timeZone: string;
}

/** What a transition did: every state it moved, and what its fact carries. */
export interface Outcome {
  moves: Move[];
  payload: Record<string, PayloadValue>;
  /** Where the fact's name depends on the outcome. */
  event?: EventName;
  /** Ids of what was created, for the answer. */
  created?: Record<string, string>;
  /** Sentences for the person who did it: what stands against nothing, but is better known. */
  warnings?: string[];
}

export type Effect<To extends string> = (act: Act, to: To) => Promise<Outcome>;

/** The revision a transition is about; the loader guarantees it. */
export function revisionOf({ facts }: Act): RevisionFacts {
  if (!facts.revision) throw new Error('This transition needs a revision.');
  return facts.revision;
}

export function reviewOf({ facts }: Act): ReviewFacts {
  if (!facts.review) throw new Error('This transition needs a review.');
  return facts.review;
}

export function actorOf({ actor }: Act): Actor {
  if (!actor) throw new Error('This transition needs a person.');
  return actor;
}

type Values = Record<string, unknown>;

/** Columns of a revision that loses its approval. */
export const noApproval = { approved_version_id: null, approved_sign_off_id: null };

/** Compare-and-set on the status that was decided upon; a miss is a bug, since the guide is locked. */
export async function moveRevision(act: Act, to: RevisionStatus, set: Values = {}): Promise<Move> {
  const revision = revisionOf(act);
  await compareAndSet(act.tx, 'revision', revision.id, revision.status, to, set);
  return { kind: 'revision', id: revision.id, from: revision.status, to };
}

export async function moveGuide(act: Act, to: GuideStatus, set: Values = {}): Promise<Move> {
  const { guide } = act.facts;
  await compareAndSet(act.tx, 'guide', guide.id, guide.status, to, set);
  return { kind: 'guide', id: guide.id, from: guide.status, to };
}

export async function moveReview(
  act: Act,
  review: Pick<ReviewFacts, 'id' | 'status'>,
  to: ReviewFacts['status'],
  set: Values = {},
): Promise<Move> {
  await compareAndSet(act.tx, 'review', review.id, review.status, to, set);
  return { kind: 'review', id: review.id, from: review.status, to };
}

/** `set` names columns; only our own code does, never a request. */
async function compareAndSet(
  tx: Tx,
  table: 'guide' | 'revision' | 'review',
  id: string,
  from: string,
  to: string,
  set: Values,
): Promise<void> {
  const columns = Object.keys(set);
  const assignments = columns.map((column, index) => `, ${column} = $${index + 4}`).join('');
  const touched = await tx.run(
    `update ${table} set status = $3, version = version + 1${assignments} where id = $1 and status = $2`,
    [id, from, to, ...columns.map((column) => set[column])],
  );
  if (touched !== 1) throw new Error(`The ${table} moved under its lock.`);
}
