import { v7 as uuid } from 'uuid';
import type { Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { appendEvent } from '../platform/event-store.js';
import type { Declared } from './check.js';
import { columnsOf, declaredColumns } from './declared.js';
import type { Moment } from './load-membership.js';
import { isOpenFile } from './open-file.js';

/**
 * Opens a file of a member with what is known of them: a renewal waits for its answer, a change goes to its checks at once.
 * Throws {@link Refused} while another file of theirs is open.
 */
export async function openMemberFile(
  tx: Tx,
  memberId: string,
  wanted: { kind: 'recredentialing' | 'change'; fields: Partial<Declared>; words: string; requestId: string | null },
  { now }: Moment,
): Promise<string> {
  const known = await tx.first<{ declared: Declared }>(
    `select ${declaredColumns} as declared from physician p join application a on a.physician_id = p.id
      where p.id = $1 and a.status = 'approved' order by a.decided_at desc limit 1`,
    [memberId],
  );
  if (!known) throw new Refused([{ code: 'file', message: 'There is no approved file of this member.' }]);
  await refuseWhileOpen(tx, memberId, 'Another request of yours is being worked on: wait for it, or withdraw it.');
  return insertFile(tx, memberId, { ...known.declared, ...wanted.fields }, wanted, now);
}

/** Throws {@link Refused} while a file of this member is open. */
export async function refuseWhileOpen(tx: Tx, memberId: string, message: string): Promise<void> {
  const open = await tx.first(`select 1 from application a where a.member_id = $1 and ${isOpenFile('a')}`, [memberId]);
  if (open) throw new Refused([{ code: 'open', message }]);
}

async function insertFile(
  tx: Tx,
  memberId: string,
  declared: Declared,
  { kind, fields, words, requestId }: Parameters<typeof openMemberFile>[2],
  at: Date,
): Promise<string> {
  const id = uuid();
  const renewal = kind === 'recredentialing';
  const status = renewal ? 'needs-info' : 'checking';
  const columns = {
    ...columnsOf(declared),
    kind,
    member_id: memberId,
    attested_name: '',
    network_hash: '',
    proof: `member ${id}`,
    submitted_at: at,
    confirmed_at: at,
    changed: JSON.stringify(Object.fromEntries(Object.keys(fields).map((field) => [field, 1]))),
    ...(renewal ? { asked: words, asked_at: at } : { answer: words }),
  };
  const names = Object.keys(columns);
  await tx.run(
    `insert into application (id, status, ${names.join(', ')}) values ($1, $2, ${names.map((_, n) => `$${n + 3}`).join(', ')})`,
    [id, status, ...Object.values(columns)],
  );
  await appendEvent(
    tx,
    { kind: 'application', id, eventCount: 0, headHash: '' },
    {
      name: renewal ? 'application.renewal-opened' : 'application.change-requested',
      at,
      actorId: null,
      requestId,
      moves: [{ kind: 'application', id, from: null, to: status }],
      payload: { memberId, fields: Object.keys(fields) },
    },
  );
  return id;
}
