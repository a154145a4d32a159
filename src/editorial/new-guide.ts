import { contentProblems, type GuideContent, type Guides } from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import type { Reason } from '../platform/errors.js';

export interface NewGuide {
  slug: string;
  language: string;
  category: string;
  sourceGuideId?: string | undefined;
  ownerId?: string | undefined;
  cadenceMonths?: number | undefined;
  cadenceReason?: string | undefined;
  /** Fills the first revision; else it starts with a title alone. */
  content?: GuideContent | undefined;
  title?: string | undefined;
}

/** All that is wrong with a guide to be created; empty when it may be. */
export async function newGuideProblems(tx: Tx, guides: Guides, input: NewGuide): Promise<Reason[]> {
  const reasons = (code: string, messages: string[]): Reason[] => messages.map((message) => ({ code, message }));
  const title = contentProblems('head', { title: input.title ?? '', summary: '', category: '', specialties: [] });
  return [
    ...reasons('slug', await guides.slugProblems(tx, input.slug, null)),
    ...reasons('title', title),
    ...reasons(
      'category',
      (await guides.category(tx, input.category)) ? [] : [`There is no category “${input.category}”.`],
    ),
    ...reasons(
      'cadence',
      input.cadenceMonths && !input.cadenceReason?.trim() ? ['A cadence of its own needs a reason.'] : [],
    ),
    ...reasons('owner', input.ownerId ? await ownerProblems(tx, input.ownerId) : []),
    ...reasons('source', input.sourceGuideId ? await sourceProblems(tx, input.sourceGuideId, input.language) : []),
  ];
}

/** Reminders go to the owner, who must be able to act on them. */
export async function ownerProblems(tx: Tx, ownerId: string): Promise<string[]> {
  const owner = await tx.first(
    `select 1 from account a where a.id = $1 and a.disabled_at is null
        and exists (select 1 from account_role r where r.account_id = a.id and r.role in ('editor', 'lead') and r.revoked_at is null)`,
    [ownerId],
  );
  return owner ? [] : ['A guide belongs to an active editor or lead.'];
}

/** A translation names the guide it was made from, which is none itself, in a language that it does not have yet. */
async function sourceProblems(tx: Tx, sourceId: string, language: string): Promise<string[]> {
  const source = await tx.first<{ language: string; translated: boolean; taken: boolean }>(
    `select language, source_guide_id is not null as translated,
            exists (select 1 from guide t where t.source_guide_id = $1 and t.language = $2) as taken
       from guide where id = $1`,
    [sourceId, language],
  );
  if (!source) return ['There is no such source guide.'];
  if (source.translated) return ['That guide is a translation itself: name the one it was made from.'];
  if (source.language === language) return ['A translation has another language than its source.'];
  return source.taken ? [`There is a translation into ${language} already.`] : [];
}
