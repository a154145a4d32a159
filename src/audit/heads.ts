import type { SubjectKind } from '../events.js';

/** Where a chain stands: the number and hash of its last event. */
export interface Head {
  kind: SubjectKind;
  id: string;
  number: number;
  hash: string;
}

/** Every mutable row that carries the head of a chain: (kind, id, number, hash). */
export const heads = `(
  select 'guide' as kind, id, event_count as number, head_hash as hash from guide
  union all select 'category', id, event_count, head_hash from category
  union all select 'account', id, event_count, head_hash from account
  union all select 'application', id, event_count, head_hash from application
  union all select 'physician', id, event_count, head_hash from physician
)`;

/** Up to which event each chain with events is sealed: (kind, id, number, hash, sealed), `sealed` 0 when never. */
export const sealedHeads = `
  select h.kind, h.id, h.number, h.hash, coalesce(s.event_number, 0) as sealed
    from ${heads} h
    left join lateral (
      select event_number from seal_head
       where subject_kind = h.kind and subject_id = h.id order by event_number desc limit 1
    ) s on true
   where h.number > 0`;
