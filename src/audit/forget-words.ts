import type { Tx } from '../platform/database.js';
import { appendEvent, type ChainHead } from '../platform/event-store.js';
import { forgettingFacts } from './redaction-facts.js';

/**
 * Takes every word out of a locked subject's history whose time is over. Digests stay, and one fact names them all, so that the chain
 * still verifies; where there are no words, nothing happens.
 */
export async function forgetWords(
  tx: Tx,
  head: ChainHead & { kind: keyof typeof forgettingFacts },
  at: Date,
): Promise<void> {
  const gone = await tx.rows<{ words: string }>(
    `update event_note n set body = null, redacted_at = $3, redaction_reason = 'retention', redacted_by = '{}'
       from event e where e.id = n.event_id and e.subject_kind = $1 and e.subject_id = $2 and n.body is not null
     returning e.id || ':' || e.note_digest as words`,
    [head.kind, head.id, at],
  );
  if (gone.length === 0) return;
  const payload = { words: gone.map(({ words }) => words).sort() };
  await appendEvent(tx, head, {
    name: forgettingFacts[head.kind],
    at,
    actorId: null,
    requestId: null,
    moves: [],
    payload,
  });
}
