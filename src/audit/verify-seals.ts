import type { SubjectKind } from '../events.js';
import type { Tx } from '../platform/database.js';
import type { Anchor, Report } from './finding.js';
import { sealHash } from './seal.js';

interface StoredSeal {
  number: number;
  at: Date;
  previousHash: string;
  hash: string;
}

interface ListedHead {
  kind: SubjectKind;
  id: string;
  number: number;
  hash: string;
  /** Of the event that stands there now; null when there is none. */
  present: string | null;
}

/** Follows the chain of seals, and compares what each lists with the events. */
export async function verifySeals(
  tx: Tx,
  report: Report,
  anchor: Anchor | undefined,
): Promise<{ seals: number; lastSeal: Anchor | null }> {
  const seals = await tx.rows<StoredSeal>(
    'select number, at, previous_hash as "previousHash", hash from seal order by number',
  );
  let last: StoredSeal | undefined;
  for (const seal of seals) {
    await verifySeal(tx, report, seal, last);
    last = seal;
  }
  if (anchor && seals.find((seal) => seal.number === anchor.number)?.hash !== anchor.hash) {
    const message = 'The seal that was noted down is not there, or is not as it was.';
    report({ code: 'anchor-differs', subject: null, number: anchor.number, message });
  }
  return { seals: seals.length, lastSeal: last ? { number: last.number, hash: last.hash } : null };
}

async function verifySeal(tx: Tx, report: Report, seal: StoredSeal, last: StoredSeal | undefined): Promise<void> {
  const expected = (last?.number ?? 0) + 1;
  if (seal.number !== expected) {
    const message = `Seal ${expected} is missing before seal ${seal.number}.`;
    report({ code: 'seal-missing', subject: null, number: expected, message });
  }
  const listed = await tx.rows<ListedHead>(listedHeads, [seal.number]);
  const linked = seal.previousHash === (last?.hash ?? '');
  if (!linked || sealHash(seal, listed) !== seal.hash) {
    const message = 'Its list does not give its hash, or it does not name the seal before it.';
    report({ code: 'seal-altered', subject: null, number: seal.number, message });
  }
  for (const { kind, id, number, hash, present } of listed) {
    if (hash === present) continue;
    const message = `Seal ${seal.number} lists this event, and it is ${present === null ? 'gone' : 'another one now'}.`;
    report({ code: 'sealed-event-differs', subject: { kind, id }, number, message });
  }
}

const listedHeads = `
  select h.subject_kind as kind, h.subject_id as id, h.event_number as number, h.event_hash as hash, e.hash as present
    from seal_head h
    left join event e on e.subject_kind = h.subject_kind and e.subject_id = h.subject_id and e.number = h.event_number
   where h.seal_number = $1 order by h.subject_kind collate "C", h.subject_id`;
