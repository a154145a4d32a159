import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { partHashes, toParts, type GuideContent } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Invalid, Missing, Refused } from '../platform/errors.js';
import { once, type IdempotentRequest } from '../platform/idempotency.js';
import { checklist, type Answer } from './checklist.js';

export interface NewComment {
  part: string;
  quote: string;
  body: string;
  blocking: boolean;
}

interface ReviewRow {
  id: string;
  guideId: string;
  categoryId: string;
  revisionId: string | null;
  versionId: string;
  status: string;
  assigneeId: string | null;
  content: GuideContent;
}

interface CommentRow {
  id: string;
  revisionId: string | null;
  reviewId: string | null;
  authorId: string;
  version: number;
  resolvedAt: Date | null;
}

/** What a reviewer does before deciding: opens the text, answers the checklist, comments. Each is kept as typed; none is a transition. */
@Injectable()
export class ReviewDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Hands out the text under review, and remembers that this reviewer opened this version in this review. */
  async open(
    reviewId: string,
    actor: Actor,
  ): Promise<{ versionId: string; content: GuideContent; parts: Record<string, string> }> {
    return this.database.transaction(async (tx) => {
      const review = await this.read(tx, reviewId);
      if (review.assigneeId === actor.accountId && review.status === 'assigned') {
        await tx.run(
          'insert into review_opening (review_id, account_id, version_id, at) values ($1, $2, $3, $4) on conflict do nothing',
          [reviewId, actor.accountId, review.versionId, this.clock.now()],
        );
        await this.touch(tx, reviewId);
      }
      return { versionId: review.versionId, content: review.content, parts: partHashes(review.content) };
    });
  }

  async answer(reviewId: string, item: number, answer: Answer, note: string, actor: Actor): Promise<void> {
    if (!checklist.some((known) => known.item === item))
      throw Invalid.of('item', `The reviewer’s checklist has no item ${item}.`);
    if (answer !== 'yes' && !note.trim()) throw Invalid.of('note', 'An answer other than yes needs a note.');
    await this.database.transaction(async (tx) => {
      await this.assigned(tx, reviewId, actor);
      await tx.run(
        `insert into review_answer (review_id, version_id, item, answer, note, account_id, at)
         select id, version_id, $2, $3, $4, $5, $6 from review where id = $1
         on conflict (review_id, item) do update
            set version_id = excluded.version_id, answer = excluded.answer, note = excluded.note, account_id = excluded.account_id, at = excluded.at`,
        [reviewId, item, answer, note, actor.accountId, this.clock.now()],
      );
      await this.touch(tx, reviewId);
    });
  }

  /** A comment is anchored to words that stand in that part of the version under review. */
  async comment(
    reviewId: string,
    input: NewComment,
    actor: Actor,
    idempotency: IdempotentRequest | null = null,
  ): Promise<{ id: string }> {
    const write = async (tx: Tx): Promise<{ id: string }> => {
      const review = await this.assigned(tx, reviewId, actor);
      const part = toParts(review.content)[input.part];
      if (part === undefined || !textOf(part).includes(input.quote))
        throw Invalid.of('quote', 'The quoted words do not stand in that part of the version under review.');
      const id = uuidv7();
      await tx.run(
        `insert into comment (id, guide_id, revision_id, review_id, version_id, part_key, quote, body, blocking, author_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          id,
          review.guideId,
          review.revisionId,
          reviewId,
          review.versionId,
          input.part,
          input.quote,
          input.body,
          input.blocking,
          actor.accountId,
          this.clock.now(),
        ],
      );
      await this.touch(tx, reviewId);
      return { id };
    };
    const written = await this.database.transaction((tx) =>
      once(tx, idempotency, this.clock.now(), async () => ({ status: 201, body: await write(tx) })),
    );
    return written.body;
  }

  /** The editor's answer; a blocking comment needs one before the text is submitted again. */
  async answerComment(
    commentId: string,
    answer: string,
    expected: (version: number) => void,
    actor: Actor,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const comment = await this.readComment(tx, commentId);
      if (!actor.roles.has('editor')) throw new Forbidden('Editors answer comments.');
      expected(comment.version);
      if (comment.resolvedAt) throw new Refused([{ code: 'resolved', message: 'The comment is resolved.' }]);
      await tx.run(
        'update comment set answer = $2, answered_by = $3, answered_at = $4, version = version + 1 where id = $1',
        [commentId, answer, actor.accountId, this.clock.now()],
      );
    });
  }

  /** Who wrote it resolves it, or whoever holds the review now: a successor may resolve a predecessor's. */
  async resolveComment(commentId: string, expected: (version: number) => void, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const comment = await this.readComment(tx, commentId);
      const successor = await tx.first(
        `select 1 from review where assignee_id = $1 and status = 'assigned' and (revision_id = $2 or id = $3)`,
        [actor.accountId, comment.revisionId, comment.reviewId],
      );
      if (comment.authorId !== actor.accountId && !successor)
        throw new Forbidden('The reviewer who wrote it resolves it, or their successor.');
      expected(comment.version);
      await tx.run(
        'update comment set resolved_at = coalesce(resolved_at, $2), resolved_by = coalesce(resolved_by, $3), version = version + 1 where id = $1',
        [commentId, this.clock.now(), actor.accountId],
      );
    });
  }

  private async assigned(tx: Tx, reviewId: string, actor: Actor): Promise<ReviewRow> {
    const review = await this.read(tx, reviewId);
    if (review.assigneeId !== actor.accountId) throw new Forbidden('This review is not assigned to you.');
    if (review.status !== 'assigned')
      throw new Refused([{ code: 'state', message: `The review is ${review.status}.` }]);
    return review;
  }

  /** Holds the guide shared, so that no decision passes by what is being written. */
  private async read(tx: Tx, reviewId: string): Promise<ReviewRow> {
    await tx.rows('select g.id from guide g where g.id = (select guide_id from review where id = $1) for share', [
      reviewId,
    ]);
    const review = await tx.first<ReviewRow>(
      `select w.id, w.guide_id as "guideId", g.category_id as "categoryId", w.revision_id as "revisionId", w.version_id as "versionId", w.status,
              w.assignee_id as "assigneeId", v.body as content
         from review w join guide g on g.id = w.guide_id join version v on v.id = w.version_id where w.id = $1`,
      [reviewId],
    );
    if (!review) throw new Missing('review');
    return review;
  }

  /** Holds the guide shared, so that no decision rests on a comment that is being resolved, nor ends the review of whoever resolves it. */
  private async readComment(tx: Tx, commentId: string): Promise<CommentRow> {
    await tx.rows('select g.id from guide g where g.id = (select guide_id from comment where id = $1) for share', [
      commentId,
    ]);
    const comment = await tx.first<CommentRow>(
      `select id, revision_id as "revisionId", review_id as "reviewId", author_id as "authorId", version, resolved_at as "resolvedAt" from comment where id = $1 for update`,
      [commentId],
    );
    if (!comment) throw new Missing('comment');
    return comment;
  }

  private async touch(tx: Tx, reviewId: string): Promise<void> {
    await tx.run('update review set touched_at = $2 where id = $1', [reviewId, this.clock.now()]);
  }
}

/** Every string inside a part, so that a quotation can be found wherever it stands. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (value !== null && typeof value === 'object') return Object.values(value).map(textOf).join('\n');
  return '';
}
