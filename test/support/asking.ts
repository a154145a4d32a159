import type { GuideContent } from '../../src/guides/index.js';
import type { Answer, Person } from './people.js';
import type { TestService } from './service.js';
import { fill, must, transition, writeGuide, type Transitioned } from './story.js';

export type Noun = 'guides' | 'revisions' | 'reviews';

/** A problem document (RFC 9457) as the API answers it. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  reasons?: { code: string; message: string }[];
  current?: unknown;
}

/** Asks for a transition without taking its success for granted. */
export function ask(
  person: Person,
  noun: Noun,
  id: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer<ProblemBody & Partial<Transitioned>>> {
  return person.post(`${noun}/${id}/transitions`, body, headers);
}

/** The status of an answer with the codes of all reasons it gives, each once and sorted: `[409, 'authentication', 'opened']`. */
export async function outcome(asked: Promise<Answer<unknown>>): Promise<(number | string)[]> {
  const { status, body } = await asked;
  const codes = ((body ?? {}) as ProblemBody).reasons?.map((reason) => reason.code) ?? [];
  return [status, ...[...new Set(codes)].sort()];
}

/** The sentences with which something was refused, in one. */
export async function sentences(asked: Promise<Answer<unknown>>): Promise<string> {
  const { status, body } = await asked;
  if (status < 400) throw new Error(`It was not refused: ${status}`);
  return ((body ?? {}) as ProblemBody).detail ?? '';
}

/** What a reader reads: a page without its markup. */
export function words(html: string): string {
  return html
    .replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&#39;', '’')
    .replaceAll(/\s+/g, ' ');
}

/** Opens a revision of a guide. Answers its id. */
export async function openRevision(
  editor: Person,
  guideId: string,
  kind: 'ordinary' | 'minor' = 'ordinary',
): Promise<string> {
  const opened = await must(editor.post<Transitioned>(`guides/${guideId}/revisions`, { kind }));
  return opened.created['revisionId'] ?? '';
}

/** Opens a revision with this text. */
export async function revise(
  editor: Person,
  guideId: string,
  content: GuideContent,
  kind: 'ordinary' | 'minor' = 'ordinary',
): Promise<string> {
  const revisionId = await openRevision(editor, guideId, kind);
  await fill(editor, revisionId, content);
  return revisionId;
}

/** A guide whose first revision waits for medical review. */
export async function submitGuide(
  editor: Person,
  slug: string,
  content?: GuideContent,
): Promise<{ guideId: string; revisionId: string; reviewId: string; versionId: string; hash: string }> {
  const { guideId, revisionId } = await writeGuide(editor, slug, content);
  return { guideId, ...(await submit(editor, revisionId)) };
}

export async function submit(
  editor: Person,
  revisionId: string,
  reviewKind: 'full' | 'changes' = 'full',
): Promise<{ revisionId: string; reviewId: string; versionId: string; hash: string }> {
  const { created } = await transition(editor, 'revisions', revisionId, { name: 'submit', reviewKind });
  return {
    revisionId,
    reviewId: created['reviewId'] ?? '',
    versionId: created['versionId'] ?? '',
    hash: created['hash'] ?? '',
  };
}

/** Saves one part of a draft with the tag that it bears now. */
export async function savePart(editor: Person, revisionId: string, key: string, value: unknown): Promise<Answer> {
  return editor.put(`revisions/${revisionId}/parts/${key}`, value, {
    'if-match': await tagOf(editor, revisionId, key),
  });
}

/** The ETag of a part of a draft. */
export async function tagOf(person: Person, revisionId: string, key: string): Promise<string> {
  const draft = await must(person.get<{ parts: { key: string; etag: string }[] }>(`revisions/${revisionId}`));
  const part = draft.parts.find((each) => each.key === key);
  if (!part) throw new Error(`The draft has no ${key}.`);
  return part.etag;
}

/** The stories' reviewers take more in a week than people do. */
export async function freeHands({ database }: TestService): Promise<void> {
  await database.run('update account set reviews_per_week = 100');
}

const day = 86_400_000;

/** Lets days pass. */
export function daysPass({ clock }: TestService, days: number): void {
  clock.travelBy(days * day);
}

/** Tables that a request may touch without changing anything: of them the rows are counted at most. */
const busy: Record<string, 'counted' | 'left out'> = {
  outbox: 'counted',
  session: 'counted',
  security_log: 'left out',
  rate_limit: 'left out',
  migration: 'left out',
};

/** A digest of every table by name, once all effects are paid. Two equal ones mean that nothing was left behind. */
export async function everything({ database, announce }: TestService): Promise<Record<string, string>> {
  await announce();
  const tables = await database.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const digests = tables
    .filter(({ name }) => busy[name] !== 'left out')
    .map(({ name }) => {
      const rows = busy[name] ? `''` : `coalesce(md5(string_agg(t::text, '|' order by t::text)), '')`;
      return `select '${name}' as name, count(*) || ':' || ${rows} as digest from ${name} t`;
    });
  const found = await database.rows<{ name: string; digest: string }>(digests.join(' union all '));
  return Object.fromEntries(found.map(({ name, digest }) => [name, digest]));
}
