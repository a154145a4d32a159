import { Database, type Tx } from '../platform/database.js';
import { ChainCheck, type StoredEvent } from './chain-check.js';
import type { Anchor, Report } from './finding.js';
import { heads, sealedHeads } from './heads.js';
import { verifySeals } from './verify-seals.js';

export interface Verified {
  events: number;
  subjects: number;
  seals: number;
  findings: number;
  /** Events that the next seal will cover. */
  unsealed: number;
  /** Keep it elsewhere: with it a later run also finds seals that were cut off or made anew. */
  lastSeal: Anchor | null;
}

const pageSize = 1000;

/**
 * Recomputes the whole history from one snapshot: every event, every chain and its head, every note, every seal and what it
 * lists. Reports each finding as it comes upon it, chain by chain; the history is sound when there are none.
 * `anchor` is a seal that must be there as it was.
 */
export async function verifyHistory(database: Database, report: Report, anchor?: Anchor): Promise<Verified> {
  let findings = 0;
  const count: Report = (finding) => {
    findings += 1;
    report(finding);
  };
  return database.snapshot(async (tx) => {
    const { events, subjects } = await verifyChains(tx, count);
    await verifyEmptyChains(tx, count);
    const { seals, lastSeal } = await verifySeals(tx, count, anchor);
    const { unsealed } = await tx.one<{ unsealed: number }>(
      `select coalesce(sum(number - sealed), 0)::int as unsealed from (${sealedHeads}) h where number > sealed`,
    );
    return { events, subjects, seals, findings, unsealed, lastSeal };
  });
}

async function verifyChains(tx: Tx, report: Report): Promise<{ events: number; subjects: number }> {
  const check = new ChainCheck(report);
  let after: StoredEvent | undefined;
  for (;;) {
    const page = await tx.rows<StoredEvent>(chainPage, [
      after?.kind ?? '',
      after?.subjectId ?? '00000000-0000-0000-0000-000000000000',
      after?.number ?? 0,
      pageSize,
    ]);
    for (const event of page) check.next(event);
    after = page.at(-1);
    if (page.length < pageSize) break;
  }
  check.end();
  return { events: check.events, subjects: check.subjects };
}

const chainPage = `
  select e.id, e.subject_kind as kind, e.subject_id as "subjectId", e.number, e.name, e.at,
         e.at <> date_trunc('milliseconds', e.at) as finer, e.actor_id as "actorId", e.request_id as "requestId",
         e.note_digest as "noteDigest", e.moves, e.payload, e.previous_hash as "previousHash", e.hash,
         n.event_id is not null as noted, n.body as note,
         coalesce(g.event_count, c.event_count, a.event_count, f.event_count, p.event_count) as "headNumber",
         coalesce(g.head_hash, c.head_hash, a.head_hash, f.head_hash, p.head_hash) as "headHash"
    from event e
    left join event_note n on n.event_id = e.id
    left join guide g on e.subject_kind = 'guide' and g.id = e.subject_id
    left join category c on e.subject_kind = 'category' and c.id = e.subject_id
    left join account a on e.subject_kind = 'account' and a.id = e.subject_id
    left join application f on e.subject_kind = 'application' and f.id = e.subject_id
    left join physician p on e.subject_kind = 'physician' and p.id = e.subject_id
   where (e.subject_kind, e.subject_id, e.number) > ($1, $2::uuid, $3)
   order by e.subject_kind, e.subject_id, e.number limit $4`;

/** Subjects that count events of which none is left: no event leads to them. */
async function verifyEmptyChains(tx: Tx, report: Report): Promise<void> {
  const emptied = await tx.rows<{ kind: string; id: string; number: number }>(
    `select h.kind, h.id, h.number from ${heads} h
      where h.number > 0 and not exists (select 1 from event e where e.subject_kind = h.kind and e.subject_id = h.id)`,
  );
  for (const { kind, id, number } of emptied) {
    const message = `Its subject counts ${number} event(s), and none is left.`;
    report({ code: 'event-missing', subject: { kind, id }, number, message });
  }
}
