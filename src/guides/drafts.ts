import { Invalid } from '../platform/errors.js';
import type { Tx } from '../platform/database.js';
import { fromParts, partHashes, sectionKeyOf, toParts } from './parts.js';
import type { GuideContent, Parts } from './content.js';

/** The working text of a revision as it stands. */
export interface Draft {
  content: GuideContent;
  parts: { key: string; hash: string; etag: number; savedBy: string | null }[];
}

/** Reads a draft. Sections that the outline does not name yet come last; names without a section are passed over. */
export async function readDraft(tx: Tx, revisionId: string): Promise<Draft> {
  const rows = await tx.rows<{ key: string; body: unknown; hash: string; etag: number; savedBy: string | null }>(
    `select key, body, hash, etag, saved_by as "savedBy" from revision_part where revision_id = $1 order by key`,
    [revisionId],
  );
  const parts: Parts = Object.fromEntries(rows.map((row) => [row.key, row.body]));
  const present = rows.map((row) => sectionKeyOf(row.key)).filter((key) => key !== null);
  const named = (parts['outline'] as string[]).filter((key) => present.includes(key));
  parts['outline'] = [...named, ...present.filter((key) => !named.includes(key))];
  return {
    content: fromParts(parts),
    parts: rows.map(({ key, hash, etag, savedBy }) => ({ key, hash, etag, savedBy })),
  };
}

/** Fills a new revision with a text: the live one, an imported one, or an empty one. Writes no contribution. */
export async function fillDraft(tx: Tx, revisionId: string, content: GuideContent, at: Date): Promise<void> {
  const hashes = partHashes(content);
  const parts = Object.entries(toParts(content));
  await tx.run(
    `insert into revision_part (revision_id, key, body, hash, saved_at)
     select $1, k, b::jsonb, h, $5 from unnest($2::text[], $3::text[], $4::text[]) t(k, b, h)`,
    [
      revisionId,
      parts.map(([key]) => key),
      parts.map(([, body]) => JSON.stringify(body)),
      parts.map(([key]) => hashes[key]),
      at,
    ],
  );
}

/** Puts another text in place of a draft, part by part; answers the keys whose hash moved. Contributions are the caller's to write. */
export async function replaceDraft(
  tx: Tx,
  revisionId: string,
  content: GuideContent,
  actorId: string | null,
  at: Date,
): Promise<string[]> {
  const hashes = partHashes(content);
  const parts = Object.entries(toParts(content));
  await tx.run('delete from revision_part where revision_id = $1 and not (key = any ($2))', [
    revisionId,
    parts.map(([key]) => key),
  ]);
  const moved = await tx.rows<{ key: string }>(
    `insert into revision_part as p (revision_id, key, body, hash, saved_by, saved_at)
     select $1, k, b::jsonb, h, $5, $6 from unnest($2::text[], $3::text[], $4::text[]) t(k, b, h)
     on conflict (revision_id, key) do update set body = excluded.body, hash = excluded.hash, etag = p.etag + 1, saved_by = $5, saved_at = $6
       where p.hash <> excluded.hash
     returning key`,
    [
      revisionId,
      parts.map(([key]) => key),
      parts.map(([, body]) => JSON.stringify(body)),
      parts.map(([key]) => hashes[key]),
      actorId,
      at,
    ],
  );
  return moved.map((row) => row.key);
}

export interface Save {
  guideId: string;
  revisionId: string;
  accountId: string;
  at: Date;
  key: string;
  body: unknown;
  hash: string;
  /** The ETag that the writer read; null when the part is new to them. */
  etag: number | null;
}

/** What a save met: done, or somebody else's newer text of the same part. */
export type SaveOutcome =
  { saved: true; etag: number; changed: boolean } | { saved: false; etag: number; body: unknown };

/**
 * Saves one part by compare-and-set on its own ETag: different parts never conflict. A contribution is written when the hash
 * moved, and kept if the change is undone.
 */
export async function savePart(tx: Tx, save: Save): Promise<SaveOutcome> {
  const before = await lockPart(tx, save);
  if ((before?.etag ?? null) !== save.etag) return notSaved(before);
  if (before?.hash === save.hash) return { saved: true, etag: before.etag, changed: false };
  const written = await tx.first<{ etag: number }>(before ? rewritePart : addPart, [
    save.revisionId,
    save.key,
    JSON.stringify(save.body),
    save.hash,
    save.accountId,
    save.at,
  ]);
  // Two add the same section at once: the second meets the first's.
  if (!written) return notSaved(await lockPart(tx, save));
  await recordContributions(tx, save, [{ key: save.key, hash: save.hash }]);
  return { saved: true, etag: written.etag, changed: true };
}

const rewritePart = `update revision_part set body = $3, hash = $4, etag = etag + 1, saved_by = $5, saved_at = $6
  where revision_id = $1 and key = $2 returning etag`;
// A section that was removed and is added again begins above every tag it ever bore: each save leaves a contribution, each transition
// counts the revision's version up.
const addPart = `insert into revision_part (revision_id, key, body, hash, etag, saved_by, saved_at)
  select $1, $2, $3, $4, r.version + 1 + (select count(*) from contribution where revision_id = $1), $5, $6 from revision r where r.id = $1
  on conflict do nothing returning etag`;

interface StoredPart {
  etag: number;
  hash: string;
  body: unknown;
}

function lockPart(tx: Tx, { revisionId, key }: Pick<Save, 'revisionId' | 'key'>): Promise<StoredPart | undefined> {
  return tx.first<StoredPart>(
    'select etag, hash, body from revision_part where revision_id = $1 and key = $2 for update',
    [revisionId, key],
  );
}

const notSaved = (met: StoredPart | undefined): SaveOutcome => ({
  saved: false,
  etag: met?.etag ?? 0,
  body: met?.body ?? null,
});

/** Removes a body section; the removal is a contribution to the outline. */
export async function removeSection(tx: Tx, save: Omit<Save, 'body' | 'hash'>): Promise<SaveOutcome> {
  if (sectionKeyOf(save.key) === null) throw Invalid.of('part', 'Only a body section can be removed.');
  const before = await lockPart(tx, save);
  if (!before || before.etag !== save.etag) return notSaved(before);
  await tx.run('delete from revision_part where revision_id = $1 and key = $2', [save.revisionId, save.key]);
  await recordContributions(tx, save, [{ key: 'outline', hash: before.hash }]);
  return { saved: true, etag: before.etag, changed: true };
}

/** Writes who changed which parts. */
export async function recordContributions(
  tx: Tx,
  by: Pick<Save, 'guideId' | 'revisionId' | 'accountId' | 'at'>,
  parts: { key: string; hash: string }[],
): Promise<void> {
  await tx.run(
    `insert into contribution (guide_id, revision_id, part_key, part_hash, account_id, at)
     select $1, $2, k, h, $3, $4 from unnest($5::text[], $6::text[]) t(k, h)`,
    [by.guideId, by.revisionId, by.accountId, by.at, parts.map((part) => part.key), parts.map((part) => part.hash)],
  );
}
