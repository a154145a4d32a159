import { newSecret, secretHash } from '../identity/index.js';
import type { Database, Tx } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { isOpenFile } from './open-file.js';

/** How long each works. A link is exchanged by a button, since mail scanners open links; a session is a cookie. */
const lifetimes = { confirmation: '72 hours', status: '60 days', session: '12 hours' } as const;
export type LinkKind = keyof typeof lifetimes;

/** A new secret of a kind. Only its hash is kept. */
export async function newLink(tx: Tx, applicationId: string, kind: LinkKind, at: Date): Promise<string> {
  const secret = newSecret();
  await tx.run(
    `insert into application_secret (hash, application_id, kind, created_at, expires_at)
     values ($1, $2, $3, $4, $4::timestamptz + $5::interval)`,
    [secretHash(secret), applicationId, kind, at, lifetimes[kind]],
  );
  return secret;
}

/** The application that a mailed link leads to. A confirmation works once. Throws {@link Missing}. */
export async function redeem(tx: Tx, secret: string, kind: 'confirmation' | 'status', at: Date): Promise<string> {
  const row = await tx.first<{ id: string }>(
    `update application_secret set used_at = $3 where hash = $1 and kind = $2 and expires_at > $3 and ($2 = 'status' or used_at is null)
     returning application_id as id`,
    [secretHash(secret), kind, at],
  );
  if (!row) throw new Missing('link, or it has expired');
  return row.id;
}

/** The file behind a session, or nothing: of a member, the one that is being worked on, if there is one. */
export async function sessionOwner(database: Database, session: string, at: Date): Promise<string | undefined> {
  const row = await database.first<{ id: string }>(
    `select coalesce((select o.id from application o where o.member_id in (a.physician_id, a.member_id) and o.email = a.email
              and ${isOpenFile('o')}), a.id) as id
       from application_secret s join application a on a.id = s.application_id
      where s.hash = $1 and s.kind = 'session' and s.expires_at > $2`,
    [secretHash(session), at],
  );
  return row?.id;
}
