import { chainHash, sha256 } from '../platform/event-store.js';
import type { FindingCode, Report } from './finding.js';
import { redactedBy } from './redaction-facts.js';

/** One event as stored, with its note and the head of its subject. */
export interface StoredEvent {
  id: number;
  kind: string;
  subjectId: string;
  number: number;
  name: string;
  at: Date;
  /** The stored instant has digits below a millisecond: we write none. */
  finer: boolean;
  actorId: string | null;
  requestId: string | null;
  noteDigest: string | null;
  moves: unknown;
  payload: Record<string, unknown>;
  previousHash: string;
  hash: string;
  noted: boolean;
  note: string | null;
  /** Null when the subject's row is gone. */
  headNumber: number | null;
  headHash: string | null;
}

/** Follows chains event by event, in the order of subject and number, and reports whatever does not hold. */
export class ChainCheck {
  events = 0;
  subjects = 0;
  private last: StoredEvent | undefined;
  /** Notes that are gone, by `<event id>:<digest>`: a redaction on the same chain must vouch for each. */
  private readonly gone = new Map<string, StoredEvent>();

  constructor(private readonly report: Report) {}

  next(event: StoredEvent): void {
    if (this.last?.kind !== event.kind || this.last.subjectId !== event.subjectId) this.begin(event);
    this.events += 1;
    this.checkPlace(event);
    this.checkHash(event);
    this.checkNote(event);
    this.last = event;
  }

  /** Call once after the last event. */
  end(): void {
    const { last } = this;
    if (!last) return;
    for (const event of this.gone.values()) {
      this.found('redaction-unfounded', event, 'Its words are gone, and no redaction in this chain says so.');
    }
    this.gone.clear();
    if (last.headNumber === null) this.found('subject-missing', last, 'The subject of this chain is gone.');
    else if (last.headNumber !== last.number || last.headHash !== last.hash) {
      this.found('head-differs', last, `The chain ends here, but its subject says event ${last.headNumber}.`);
    }
  }

  private begin(event: StoredEvent): void {
    this.end();
    this.last = undefined;
    this.subjects += 1;
    if (event.number !== 1) this.found('event-missing', event, `The chain begins with event ${event.number}.`);
  }

  private checkPlace(event: StoredEvent): void {
    const { last } = this;
    if (last && event.number !== last.number + 1) {
      this.found('event-missing', event, `Event ${last.number} is followed by event ${event.number}.`);
    }
    const before = last?.hash ?? '';
    if (event.previousHash !== before && (last !== undefined || event.number === 1)) {
      this.found('link-broken', event, 'It does not name the hash of the event before it.');
    }
  }

  private checkHash(event: StoredEvent): void {
    const recomputed = chainHash({
      subject: { kind: event.kind, id: event.subjectId },
      number: event.number,
      name: event.name,
      at: event.at.toISOString(),
      actorId: event.actorId,
      requestId: event.requestId,
      noteDigest: event.noteDigest,
      moves: event.moves,
      payload: event.payload,
      previousHash: event.previousHash,
    });
    if (recomputed !== event.hash || event.finer)
      this.found('event-altered', event, 'Its content does not give its hash.');
  }

  private checkNote(event: StoredEvent): void {
    for (const words of redactedBy(event.name, event.payload)) this.gone.delete(words);
    if (event.noteDigest === null) {
      if (event.noted) this.found('note-added', event, 'Words were added to it that its hash does not cover.');
    } else if (!event.noted) this.found('note-missing', event, 'Its words are gone without a tombstone.');
    else if (event.note === null) this.gone.set(`${event.id}:${event.noteDigest}`, event);
    else if (sha256(event.note) !== event.noteDigest) this.found('note-altered', event, 'Its words were changed.');
  }

  private found(code: FindingCode, event: StoredEvent, message: string): void {
    this.report({ code, subject: { kind: event.kind, id: event.subjectId }, number: event.number, message });
  }
}
