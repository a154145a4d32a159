import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../platform/database.js';
import type { GuideContent } from './content.js';
import { renderVersionHtml, rendererVersion } from './markdown.js';
import { targetsOf } from './guide-links.js';
import { contentHash, emptyContent, partHashes } from './parts.js';

export type VersionKind = 'submission' | 'minor' | 'correction' | 'replacement' | 'carry-over' | 'reapplied';

export interface NewVersion {
  guideId: string;
  revisionId: string | null;
  kind: VersionKind;
  content: GuideContent;
  /** What it was written on: contributors whose parts are still there come along. */
  baseVersionId: string | null;
  /** What else its words come from, part by part: their contributors come along too. */
  mergedFromId?: string | null;
  createdBy: string | null;
  at: Date;
}

export interface Version {
  id: string;
  number: number;
  hash: string;
}

/**
 * Freezes a text: body, hashes, specialties, links, and everybody whose words are in it. Idempotent per revision and hash: the same
 * text submitted twice in one revision is the same version.
 */
export async function takeVersion(tx: Tx, input: NewVersion): Promise<Version> {
  const hash = contentHash(input.content);
  const same = await tx.first<Version>(
    'select id, number, hash from version where revision_id = $1 and hash = $2 and kind = $3 and base_version_id is not distinct from $4',
    [input.revisionId, hash, input.kind, input.baseVersionId],
  );
  if (same && (await contributorsUnchanged(tx, same.id, input))) return same;
  const version = { id: uuidv7(), hash };
  const hashes = Object.entries(partHashes(input.content));
  const { number } = await tx.one<{ number: number }>(
    `with v as (
       insert into version (id, guide_id, revision_id, number, kind, body, hash, base_version_id, created_by, created_at)
       select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9 from version where guide_id = $2
       returning id, number
     ), parts as (insert into version_part select v.id, k, h from v, unnest($10::text[], $11::text[]) t(k, h)),
     specialties as (insert into version_specialty select v.id, s from v, unnest($12::text[]) s),
     links as (insert into version_link select v.id, g.id from v, guide g where g.id = any ($13::uuid[]) and g.id <> $2)
     select number from v`,
    [
      version.id,
      input.guideId,
      input.revisionId,
      input.kind,
      JSON.stringify(input.content),
      hash,
      input.baseVersionId,
      input.createdBy,
      input.at,
      hashes.map(([key]) => key),
      hashes.map(([, part]) => part),
      input.content.head.specialties,
      linkedGuides(input.content),
    ],
  );
  await freezeContributors(tx, version.id, input);
  await keepHtml(tx, hash, input.content);
  return { ...version, number };
}

/** Nobody's words are in a part with these hashes. */
export const emptyParts = Object.values(
  partHashes(emptyContent({ title: '', summary: '', category: '', specialties: [] })),
);

/** Those of the base whose part is still in the text, and those of this revision. */
async function freezeContributors(tx: Tx, versionId: string, input: NewVersion): Promise<void> {
  await tx.run(
    `insert into version_contributor (version_id, part_key, account_id)
     select $1, c.part_key, c.account_id from version_contributor c
       join version_part p on p.version_id = $1 and p.key = c.part_key and p.hash <> all ($5::text[])
      where c.version_id = $2
     union
     select $1, part_key, account_id from contribution where revision_id = $3
     union
     select $1, c.part_key, c.account_id from version_contributor c
       join version_part p on p.version_id = $1 and p.key = c.part_key
       join version_part q on q.version_id = $4 and q.key = p.key and q.hash = p.hash
      where c.version_id = $4
     on conflict do nothing`,
    [versionId, input.baseVersionId, input.revisionId, input.mergedFromId ?? null, emptyParts],
  );
}

/** Somebody made parts of a version their own after it was taken: by accepting a suggestion. */
export async function addContributor(tx: Tx, versionId: string, accountId: string, parts: string[]): Promise<void> {
  await tx.run(
    'insert into version_contributor (version_id, part_key, account_id) select $1, unnest($3::text[]), $2 on conflict do nothing',
    [versionId, accountId, parts],
  );
}

/** A version taken before somebody else saved and undid a change would leave them out: then a new one is due. */
async function contributorsUnchanged(tx: Tx, versionId: string, input: NewVersion): Promise<boolean> {
  const { missing } = await tx.one<{ missing: boolean }>(
    `select exists (
       select 1 from contribution c where c.revision_id = $2 and not exists (
         select 1 from version_contributor v where v.version_id = $1 and v.part_key = c.part_key and v.account_id = c.account_id)) as missing`,
    [versionId, input.revisionId],
  );
  return !missing;
}

/** Sanitized HTML, once per text and renderer: never per request. */
export async function keepHtml(tx: Tx, hash: string, content: GuideContent): Promise<void> {
  const known = await tx.first('select 1 from version_html where version_hash = $1 and renderer = $2', [
    hash,
    rendererVersion,
  ]);
  if (known) return;
  await tx.run('insert into version_html (version_hash, renderer, body) values ($1, $2, $3) on conflict do nothing', [
    hash,
    rendererVersion,
    JSON.stringify(renderVersionHtml(content)),
  ]);
}

export async function readVersion(
  tx: Tx,
  versionId: string,
): Promise<{ id: string; hash: string; content: GuideContent; kind: VersionKind; baseVersionId: string | null }> {
  return tx.one(
    'select id, hash, body as content, kind, base_version_id as "baseVersionId" from version where id = $1',
    [versionId],
  );
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids of the guides that a text links to. */
function linkedGuides(content: GuideContent): string[] {
  return targetsOf(content).guides.filter((target) => uuid.test(target));
}
