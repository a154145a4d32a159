import { heldReason } from '../audit/index.js';
import type { Tx } from '../platform/database.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';

/** Who deletes, when; null where the clock or the applicant does. */
export interface DeletedBy {
  at: Date;
  actorId: string | null;
  requestId: string | null;
}

/**
 * Deletes what is left of a locked file's documents: proof of identity, or all. Their rows stay, and who saw them. One fact names them
 * all; none is left where there was nothing to delete. While a legal hold is on the file nothing happens: see {@link deleteFreed}.
 */
export async function deleteDocuments(
  tx: Tx,
  head: ChainHead,
  which: 'identity' | 'all',
  by: DeletedBy,
): Promise<void> {
  if (await heldReason(tx, 'application', head.id)) return;
  const gone = await tx.rows<{ id: string }>(
    `update application_document set sealed = null, deleted_at = $2
      where application_id = $1 and deleted_at is null and ($3 = 'all' or kind = 'identity') returning id`,
    [head.id, by.at, which],
  );
  if (gone.length === 0) return;
  const payload = { documentIds: gone.map(({ id }) => id) };
  await appendEvent(tx, head, { name: 'application.documents-deleted', ...by, moves: [], payload });
}

/** Files whose documents a legal hold kept longer than they were needed. */
export const documentsFreed = `
  select distinct a.id from application a join application_document d on d.application_id = a.id
   where d.deleted_at is null and not legally_held('application', a.id)
     and (a.status in ('withdrawn', 'expired') or a.npi = '' or (d.kind = 'identity' and a.status in ('approved', 'declined')))`;

/** Deletes what should have gone when the file ended, or was decided, and was held back. */
export async function deleteFreed(tx: Tx, id: string, at: Date): Promise<void> {
  const head = await lockHead(tx, 'application', id);
  const file = await tx.first<{ decided: boolean }>(
    `select status in ('approved', 'declined') and npi <> '' as decided from application where id = $1`,
    [id],
  );
  if (head && file)
    await deleteDocuments(tx, head, file.decided ? 'identity' : 'all', { at, actorId: null, requestId: null });
}
