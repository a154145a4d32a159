import { v7 as uuidv7 } from 'uuid';
import { emptyContent, fillDraft, readVersion, type GuideContent } from '../guides/index.js';
import type { Move } from '../platform/event-store.js';
import type { Act } from './act.js';
import type { RevisionKind } from './facts.js';

/** Opens a revision on the live text, or on an empty one, and fills its parts. */
export async function openRevision(
  act: Act,
  kind: RevisionKind,
  content?: GuideContent,
): Promise<{ id: string; move: Move; baseVersionId: string | null }> {
  const { tx, facts } = act;
  const id = uuidv7();
  const baseVersionId = facts.guide.liveVersionId;
  const text = content ?? (baseVersionId ? (await readVersion(tx, baseVersionId)).content : await blankContent(act));
  await tx.run(
    `insert into revision (id, guide_id, kind, base_version_id, base_hash, opened_by, opened_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, facts.guide.id, kind, baseVersionId, facts.guide.liveHash, act.actor?.accountId ?? null, facts.now],
  );
  await fillDraft(tx, id, text, facts.now);
  return { id, move: { kind: 'revision', id, from: null, to: 'draft' }, baseVersionId };
}

async function blankContent({ tx, facts }: Act): Promise<GuideContent> {
  const { slug } = await tx.one<{ slug: string }>('select slug from category where id = $1', [facts.guide.categoryId]);
  return emptyContent({ title: '', summary: '', category: slug, specialties: [] });
}
