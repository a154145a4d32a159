import type { Tx } from '../platform/database.js';
import { appendEvent, type ChainHead } from '../platform/event-store.js';

/** Who deletes, when; null where the clock or the applicant does. */
export interface DeletedBy {
  at: Date;
  actorId: string | null;
  requestId: string | null;
}

/**
 * Deletes what is left of a locked file's documents: proof of identity, or all. Their rows stay, and who saw them. One fact names them
 * all; none is left where there was nothing to delete.
 */
export async function deleteDocuments(
  tx: Tx,
  head: ChainHead,
  which: 'identity' | 'all',
  by: DeletedBy,
): Promise<void> {
  const gone = await tx.rows<{ id: string }>(
    `update application_document set sealed = null, deleted_at = $2
      where application_id = $1 and deleted_at is null and ($3 = 'all' or kind = 'identity') returning id`,
    [head.id, by.at, which],
  );
  if (gone.length === 0) return;
  const payload = { documentIds: gone.map(({ id }) => id) };
  await appendEvent(tx, head, { name: 'application.documents-deleted', ...by, moves: [], payload });
}
