import type { TransitionInput } from '../editorial/index.js';
import { applyReplacements, partHashes, renameGuideTargets, toParts, type GuideContent } from '../guides/index.js';
import { checklist } from '../reviews/index.js';
import type { PersonKey } from './people.js';
import type { Stage } from './stage.js';

type Replacements = NonNullable<TransitionInput['replacements']>;

export interface Wording {
  /** How the text read before: what is found in the example stands replaced. */
  earlier?: Replacements;
  /** Which parts are written; all when absent. */
  only?: readonly string[];
}

export interface Remark {
  part: string;
  quote: string;
  body: string;
  blocking: boolean;
}

/** An earlier wording that lacked these words. */
export function without(part: string, find: string): Replacements[number] {
  return { part, find, replace: '' };
}

const readingMinutes = 25;

/** One guide of the demonstration, and what people do with it. Each act finds the open revision and review anew. */
export class StagedGuide {
  constructor(
    readonly stage: Stage,
    readonly slug: string,
  ) {}

  /** Works the open draft over to the example's text, saving the parts that differ. */
  async write(who: PersonKey, wording: Wording = {}): Promise<void> {
    const { editorial } = this.stage;
    const revisionId = await this.openRevision();
    const drafted = new Map((await editorial.draft(revisionId)).parts.map((part) => [part.key, part]));
    const content = this.text(wording);
    const hashes = partHashes(content);
    const differs = (key: string): boolean => hashes[key] !== drafted.get(key)?.hash;
    const parts = Object.entries(toParts(content)).filter(
      ([key]) => differs(key) && (wording.only?.includes(key) ?? true),
    );
    await Promise.all(
      parts.map(([key, value]) =>
        editorial.save(revisionId, key, value, drafted.get(key)?.etag ?? null, this.stage.actor(who)),
      ),
    );
  }

  async submit(who: PersonKey, reviewKind: 'full' | 'changes'): Promise<void> {
    await this.revision(who, 'submit', { reviewKind });
  }

  /** A reviewer takes it and reads the text. */
  async take(who: PersonKey): Promise<void> {
    await this.review(who, 'claim');
    await this.read(who);
  }

  async assign(lead: PersonKey, reviewer: PersonKey): Promise<void> {
    await this.review(lead, 'assign', { assigneeId: this.stage.accountId(reviewer) });
  }

  async read(who: PersonKey): Promise<void> {
    await this.stage.desk.open((await this.openReview()).id, this.stage.actor(who));
  }

  /** Answers the first so many items of the checklist with yes. */
  async answer(who: PersonKey, items = checklist.length): Promise<void> {
    const { id } = await this.openReview();
    const actor = this.stage.actor(who);
    await Promise.all(checklist.slice(0, items).map(({ item }) => this.stage.desk.answer(id, item, 'yes', '', actor)));
  }

  async remark(who: PersonKey, remark: Remark): Promise<void> {
    await this.stage.desk.comment((await this.openReview()).id, remark, this.stage.actor(who));
  }

  /** An editor answers the remark on these words. */
  async reply(who: PersonKey, quote: string, answer: string): Promise<void> {
    await this.stage.desk.answerComment(await this.openComment(quote), answer, () => undefined, this.stage.actor(who));
  }

  async resolve(who: PersonKey, quote: string): Promise<void> {
    await this.stage.desk.resolveComment(await this.openComment(quote), () => undefined, this.stage.actor(who));
  }

  /** Reads, answers the checklist and signs: the decision is about a revision (approve…), a recheck (keep…) or a text that is public already (confirm). */
  async sign(
    who: PersonKey,
    verdict: 'approve' | 'approveWithChanges' | 'keep' | 'confirm',
    more: TransitionInput = {},
  ): Promise<void> {
    await this.read(who);
    await this.answer(who);
    this.stage.timeline.wait(readingMinutes);
    const { versionId, hash } = await this.openReview();
    const input: TransitionInput = { versionId, hash, conflict: 'none', ...more };
    await (verdict === 'keep' || verdict === 'confirm'
      ? this.review(who, verdict, input)
      : this.revision(who, verdict, input));
  }

  /** Accepts what the reviewer signed with replacements. */
  async acceptChanges(who: PersonKey): Promise<void> {
    const { hash } = await this.one<{ hash: string }>(
      'select v.hash from revision r join version v on v.id = r.approved_version_id where r.id = $1',
      [await this.openRevision()],
    );
    await this.revision(who, 'acceptChanges', { hash });
  }

  async reopen(who: PersonKey): Promise<void> {
    await this.stage.perform(who, 'revision', this.stage.guideId(this.slug), 'open', { kind: 'ordinary' });
  }

  async revision(who: PersonKey, name: string, input: TransitionInput = {}): Promise<void> {
    await this.stage.perform(who, 'revision', await this.openRevision(), name, input);
  }

  async review(who: PersonKey, name: string, input: TransitionInput = {}): Promise<void> {
    await this.stage.perform(who, 'review', (await this.openReview()).id, name, input);
  }

  async guide(who: PersonKey, name: string, input: TransitionInput = {}): Promise<void> {
    await this.stage.perform(who, 'guide', this.stage.guideId(this.slug), name, input);
  }

  /** Confirms what another person proposed. */
  async confirm(who: PersonKey, name: 'withdraw' | 'carryOver'): Promise<void> {
    const { hash } = await this.one<{ hash: string }>(
      'select hash from proposal where subject_id = $1 and name = $2 and settled_at is null',
      [this.stage.guideId(this.slug), name],
    );
    await this.guide(who, name, { hash });
  }

  /** The example as it reads on this day of the story: links by id where the guide is there, no source looked up later than today. */
  text({ earlier = [] }: Wording = {}): GuideContent {
    const { content } = this.stage.example(this.slug);
    const today = this.stage.clock.now().toISOString().slice(0, 10);
    const entries = content.references.entries.map((reference) =>
      (reference.accessedOn ?? '') > today ? { ...reference, accessedOn: today } : reference,
    );
    const { guideIds } = this.stage;
    const linked = renameGuideTargets({ ...content, references: { entries } }, (slug) => guideIds.get(slug) ?? null);
    const worded = applyReplacements(linked, earlier);
    if ('problems' in worded) throw new Error(`${this.slug}: ${worded.problems.join(' ')}`);
    return worded.content;
  }

  private async openRevision(): Promise<string> {
    const { id } = await this.one<{ id: string }>(
      `select id from revision where guide_id = $1 and kind = 'ordinary' and status not in ('published', 'discarded')`,
      [this.stage.guideId(this.slug)],
    );
    return id;
  }

  private openReview(): Promise<{ id: string; versionId: string; hash: string }> {
    return this.one(
      `select w.id, v.id as "versionId", v.hash from review w join version v on v.id = w.version_id
        where w.guide_id = $1 and w.status in ('open', 'assigned')`,
      [this.stage.guideId(this.slug)],
    );
  }

  private async openComment(quote: string): Promise<string> {
    const { id } = await this.one<{ id: string }>(
      'select id from comment where guide_id = $1 and quote = $2 and resolved_at is null',
      [this.stage.guideId(this.slug), quote],
    );
    return id;
  }

  private one<Row>(sql: string, values: readonly unknown[]): Promise<Row> {
    return this.stage.database.one<Row>(sql, values);
  }
}
