import { Injectable } from '@nestjs/common';
import { events, type EventName, type SubjectKind } from '../events.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';

/** One event as people read it, with everything that its hash covers. */
export interface HistoryEntry {
  id: number;
  at: Date;
  subjectKind: SubjectKind;
  subjectId: string;
  /** Its place in the chain of its subject, from 1. */
  number: number;
  name: string;
  /** What happened, in words. */
  label: string;
  /** Null when the clock acted. */
  actorId: string | null;
  actorName: string | null;
  requestId: string | null;
  /** Why, in the words of whoever acted; null where nothing was said, or where it was redacted. */
  note: string | null;
  noteDigest: string | null;
  redactedAt: Date | null;
  redactionReason: string | null;
  moves: { kind: string; id: string; from: string | null; to: string }[];
  payload: Record<string, unknown>;
  previousHash: string;
  hash: string;
}

/** Every filter that there is; nothing else reaches the statement. */
export interface HistoryFilter {
  subjectKind?: SubjectKind | undefined;
  subjectId?: string | undefined;
  name?: EventName | undefined;
  actorId?: string | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

const conditions: Record<keyof HistoryFilter, string> = {
  subjectKind: 'e.subject_kind =',
  subjectId: 'e.subject_id =',
  name: 'e.name =',
  actorId: 'e.actor_id =',
  from: 'e.at >=',
  to: 'e.at <',
};

const exportPage = 1000;

@Injectable()
export class History {
  constructor(private readonly database: Database) {}

  /** Newest first, before the event `before` where given; up to `limit`. */
  list(filter: HistoryFilter, before: number | undefined, limit: number): Promise<HistoryEntry[]> {
    return this.read(filter, before === undefined ? [] : [['e.id <', before]], 'desc', limit);
  }

  /**
   * Everything up to now, oldest first, page by page: no transaction stays open while a slow reader takes it.
   * What was committed before the first page is complete.
   */
  async *all(filter: HistoryFilter): AsyncGenerator<HistoryEntry> {
    const { last } = await this.database.one<{ last: number }>('select coalesce(max(id), 0) as last from event');
    for (let after = 0; ;) {
      const page = await this.read(
        filter,
        [
          ['e.id >', after],
          ['e.id <=', last],
        ],
        'asc',
        exportPage,
      );
      yield* page;
      const end = page.at(-1);
      if (!end || page.length < exportPage) return;
      after = end.id;
    }
  }

  /** Throws {@link Missing} for a guide that there is not. */
  async requireGuide(id: string): Promise<void> {
    if (!(await this.database.first('select 1 from guide where id = $1', [id]))) throw new Missing('guide');
  }

  private async read(
    filter: HistoryFilter,
    bounds: [string, number][],
    order: 'asc' | 'desc',
    limit: number,
  ): Promise<HistoryEntry[]> {
    const wanted = (Object.keys(conditions) as (keyof HistoryFilter)[])
      .filter((key) => filter[key] !== undefined)
      .map((key): [string, unknown] => [conditions[key], filter[key]]);
    const all = [...wanted, ...bounds];
    const where = all.map(([condition], index) => `${condition} $${index + 2}`).join(' and ') || 'true';
    const rows = await this.database.rows<Omit<HistoryEntry, 'label'>>(
      `select ${columns} where ${where} order by e.id ${order} limit $1`,
      [limit, ...all.map(([, value]) => value)],
    );
    return rows.map((row) => ({ ...row, label: labelOf(row.name) }));
  }
}

const columns = `
  e.id, e.at, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.number, e.name, e.actor_id as "actorId",
  a.name as "actorName", e.request_id as "requestId", n.body as note, e.note_digest as "noteDigest",
  n.redacted_at as "redactedAt", n.redaction_reason as "redactionReason", e.moves, e.payload,
  e.previous_hash as "previousHash", e.hash
  from event e left join event_note n on n.event_id = e.id left join account a on a.id = e.actor_id`;

function labelOf(name: string): string {
  return (events as Partial<Record<string, { label: string }>>)[name]?.label ?? name;
}
