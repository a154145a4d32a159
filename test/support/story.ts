import type { GuideContent } from '../../src/guides/index.js';
import { toParts } from '../../src/guides/index.js';
import type { Answer, Person } from './people.js';
import type { TestService } from './service.js';
import { sampleContent } from './sample-content.js';

/** The people and the category that most stories need. */
export interface Cast {
  admin: Person;
  editor: Person;
  otherEditor: Person;
  lead: Person;
  director: Person;
  reviewer: Person;
  otherReviewer: Person;
  safety: Person;
}

export async function cast(test: TestService): Promise<Cast> {
  const { people } = test;
  const admin = await people.adminPerson;
  await must(
    admin.post('categories', {
      slug: 'hair-restoration',
      name: 'Hair restoration',
      cadenceMonths: 12,
      specialties: ['dermatology', 'plastic-surgery'],
    }),
  );
  return {
    admin,
    editor: await people.join('Edda Winter', { roles: ['editor'] }),
    otherEditor: await people.join('Otto Marsh', { roles: ['editor'] }),
    lead: await people.join('Lena Forster', { roles: ['lead'] }),
    director: await people.join('Dora Quint', { roles: ['director'] }),
    reviewer: await people.join('Rosa Delgado', { roles: ['reviewer'], licensed: ['dermatology'], postNominals: 'MD' }),
    otherReviewer: await people.join('Ravi Menon', {
      roles: ['reviewer'],
      licensed: ['plastic-surgery'],
      postNominals: 'MD',
    }),
    safety: await people.join('Sven Holt', { roles: ['safety'] }),
  };
}

/** The body of an answer that a story takes for granted. */
export async function must<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export interface Transitioned {
  event: string;
  eventId: number;
  created: Record<string, string>;
  warnings: string[];
}

/** Uploads a picture and answers the parts of a text that shows it. */
export async function withPicture(
  editor: Person,
  bytes: Buffer,
): Promise<{ digest: string; shown: Pick<GuideContent, 'lead' | 'images'> }> {
  const { digest } = await must(editor.upload<{ digest: string }>('images', bytes, 'image/png'));
  const alt = 'A scalp from above';
  const image = { digest, alt, credit: 'Larkspur', source: 'https://larkspur.example/pictures' };
  const markdown = `Pigment is placed in the upper skin.[^roe-2024]\n\n![${alt}](image:${digest})`;
  return { digest, shown: { lead: { markdown }, images: { entries: [image] } } };
}

/** Creates a guide and fills its first revision, part by part, over the API. */
export async function writeGuide(
  editor: Person,
  slug: string,
  content: GuideContent = sampleContent(),
): Promise<{ guideId: string; revisionId: string }> {
  const made = await must(
    editor.post<{ guideId: string; revisionId: string }>('guides', {
      slug,
      title: content.head.title,
      category: content.head.category,
    }),
  );
  await fill(editor, made.revisionId, content);
  return made;
}

/** Saves every part of a text that differs from the draft's. */
export async function fill(editor: Person, revisionId: string, content: GuideContent): Promise<void> {
  const draft = await must(editor.get<{ parts: { key: string; etag: string }[] }>(`revisions/${revisionId}`));
  const tags = new Map(draft.parts.map((part) => [part.key, part.etag]));
  const parts = Object.entries(toParts(content)).sort(([a], [b]) => Number(a === 'outline') - Number(b === 'outline'));
  for (const [key, value] of parts) {
    const tag = tags.get(key);
    await must(
      editor.put(`revisions/${revisionId}/parts/${key}`, value, tag ? { 'if-match': tag } : { 'if-none-match': '*' }),
    );
  }
}

export async function transition(
  person: Person,
  noun: 'guides' | 'revisions' | 'reviews',
  id: string,
  body: Record<string, unknown>,
): Promise<Transitioned> {
  return must(person.post<Transitioned>(`${noun}/${id}/transitions`, body));
}

/** The items a reviewer answers. */
export const checklistItems = [2, 3, 5, 6, 7, 8, 9, 10, 12, 16];

/** Opens the text, answers the checklist and shows the password: what a signature asks for. Answers what to name in it. */
export async function readyToSign(
  reviewer: Person,
  reviewId: string,
): Promise<{ versionId: string; hash: string; conflict: 'none' }> {
  await must(reviewer.post(`reviews/${reviewId}/openings`));
  for (const item of checklistItems) await must(reviewer.put(`reviews/${reviewId}/answers/${item}`, { answer: 'yes' }));
  await must(reviewer.reauthenticate());
  const review = await must(reviewer.get<{ versionId: string; versionHash: string }>(`reviews/${reviewId}`));
  return { versionId: review.versionId, hash: review.versionHash, conflict: 'none' };
}

/** Submits a revision for a full review and has it signed. */
export async function approve(
  test: Pick<Cast, 'editor' | 'reviewer'>,
  revisionId: string,
  reviewKind: 'full' | 'changes' = 'full',
): Promise<{ reviewId: string; versionId: string; hash: string }> {
  const submitted = await transition(test.editor, 'revisions', revisionId, { name: 'submit', reviewKind });
  const reviewId = submitted.created['reviewId'] ?? '';
  await transition(test.reviewer, 'reviews', reviewId, { name: 'claim' });
  const named = await readyToSign(test.reviewer, reviewId);
  await transition(test.reviewer, 'revisions', revisionId, { name: 'approve', ...named });
  return { reviewId, versionId: named.versionId, hash: named.hash };
}

/** A guide that is live, from an empty page to the published one. */
export async function publishGuide(
  people: Pick<Cast, 'editor' | 'reviewer'>,
  slug: string,
  content?: GuideContent,
): Promise<{ guideId: string; revisionId: string; reviewId: string; versionId: string; hash: string }> {
  const { guideId, revisionId } = await writeGuide(people.editor, slug, content);
  const approved = await approve(people, revisionId);
  await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
  return { guideId, revisionId, ...approved };
}
