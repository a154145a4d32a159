import { forgetWords, heldReason } from '../audit/index.js';
import type { Secrets } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import { lockHead } from '../platform/event-store.js';
import { personalColumns } from './declared.js';
import { deleteDocuments } from './document-deletion.js';

/**
 * Empties a file and drops its evidence, its documents and the words in its history; outcome and chain stay, with a keyed hash of the
 * number, and who saw what. Answers 1, or 0 where it was done, or a legal hold keeps it.
 */
export async function forgetFile(tx: Tx, id: string, secrets: Secrets, at: Date): Promise<number> {
  const file = await tx.first<{ npi: string }>(`select npi from application where id = $1 and npi <> '' for update`, [
    id,
  ]);
  if (!file || (await heldReason(tx, 'application', id))) return 0;
  await tx.run(
    `update application set ${personalColumns.map((column) => `${column} = ''`).join(', ')}, asked = null, answer = null, npi_fingerprint = $2 where id = $1`,
    [id, secrets.pseudonym(`npi ${file.npi}`)],
  );
  await tx.run('delete from application_check where application_id = $1', [id]);
  const head = await lockHead(tx, 'application', id);
  if (head) {
    await deleteDocuments(tx, head, 'all', { at, actorId: null, requestId: null });
    await forgetWords(tx, { ...head, kind: 'application' }, at);
  }
  await tx.run('delete from application_secret where application_id = $1', [id]);
  await tx.run(`update application_decision set note = '' where application_id = $1 and note <> ''`, [id]);
  await forgetMember(tx, id, at);
  return 1;
}

// The slug stays: a profile's address is never given to another. That something was read and found of them stays, with its outcome.
const formerMember = `
  update physician p set npi = '', given_name = '', family_name = '', post_nominals = '', practice_name = '', practice_site = '',
         biography = '', certification = ''
    from application a where a.id = $1 and a.status = 'approved' and p.id = a.physician_id and p.status = 'terminated' returning p.id`;
const ofMember = [
  // A credential of an account is a reviewer's: what they signed rests on it.
  `update credential set number = '' where physician_id = $1 and account_id is null`,
  `update monitoring_reading set raw = null, request = null, reasons = '{}' where physician_id = $1`,
  `update physician_finding set reasons = '{}' where physician_id = $1`,
];

/** What is held of the member whom an approved file made, where the membership ended. */
async function forgetMember(tx: Tx, applicationId: string, at: Date): Promise<void> {
  const [member] = await tx.rows<{ id: string }>(formerMember, [applicationId]);
  if (!member) return;
  for (const statement of ofMember) await tx.run(statement, [member.id]);
  const head = await lockHead(tx, 'physician', member.id);
  if (head) await forgetWords(tx, { ...head, kind: 'physician' }, at);
}
