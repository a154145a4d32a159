import { validate as isUuid } from 'uuid';
import type { Tx } from '../platform/database.js';
import { normalizeContent } from './content-rules.js';
import type { GuideContent } from './content.js';
import { readDraft } from './drafts.js';
import { formatGuideFile } from './guide-file.js';
import { renameGuideTargets, targetsOf } from './guide-links.js';

/** One guide as a file; `text` is null where the wanted text does not exist. */
export interface ExportedGuide {
  slug: string;
  text: string | null;
}

interface GuideRow {
  slug: string;
  language: string;
  cadence: number | null;
  live: GuideContent | null;
  revisionId: string | null;
}

/**
 * Writes guides as files, their links by slug, ordered by slug: the text that readers get, or with `draft` the open revision's
 * where there is one. Reading such a file changes nothing. `slug` null means all.
 */
export async function exportGuides(tx: Tx, wanted: { slug: string | null; draft: boolean }): Promise<ExportedGuide[]> {
  const exported: ExportedGuide[] = [];
  for (const { slug, language, cadence, live, revisionId } of await tx.rows<GuideRow>(guides, [wanted.slug])) {
    const draft = wanted.draft && revisionId !== null ? (await readDraft(tx, revisionId)).content : null;
    const content = draft ?? live;
    const named = content && (await withSlugs(tx, content));
    const text = named && formatGuideFile({ slug, language, ...(cadence === null ? {} : { cadence }), content: named });
    exported.push({ slug, text });
  }
  return exported;
}

const guides = `
  select g.slug, g.language, g.cadence_override as cadence, v.body as live, r.id as "revisionId"
    from guide g
    left join version v on v.id = g.live_version_id
    left join revision r on r.guide_id = g.id and r.kind = 'ordinary' and r.status not in ('published', 'discarded')
   where $1::text is null or g.slug = $1
   order by g.slug`;

async function withSlugs(tx: Tx, content: GuideContent): Promise<GuideContent> {
  const ids = targetsOf(content).guides.filter((target) => isUuid(target));
  const rows = await tx.rows<{ id: string; slug: string }>('select id, slug from guide where id = any ($1::uuid[])', [
    ids,
  ]);
  const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
  // The database keeps no order of fields; a person reads them in ours.
  return normalizeContent(renameGuideTargets(content, (id) => slugs.get(id) ?? null));
}
