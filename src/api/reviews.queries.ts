import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { civilDate } from '../platform/civil-date.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type Page } from './http/index.js';

export interface ReviewEntry {
  id: string;
  guideId: string;
  guideTitle: string;
  revisionId: string | null;
  versionId: string;
  versionHash: string;
  kind: string;
  status: string;
  assigneeId: string | null;
  verdict: string | null;
  openedAt: Date;
  decideBy: Date | null;
  decidedAt: Date | null;
  version: number;
}

export interface CommentView {
  id: string;
  reviewId: string | null;
  part: string;
  quote: string;
  body: string;
  blocking: boolean;
  authorId: string;
  createdAt: Date;
  answer: string | null;
  resolvedAt: Date | null;
  version: number;
}

export interface ReviewView extends ReviewEntry {
  /** Not `current` when the text changed since: then it counts no longer. */
  answers: { item: number; answer: string; note: string; current: boolean }[];
  comments: CommentView[];
  /** Who could take it now, least burdened first, and why others cannot is told by the transition itself. */
  eligible: { accountId: string; name: string; load: number; capacity: number; away: boolean }[];
}

const columns = `
  w.id, w.guide_id as "guideId", v.title as "guideTitle", w.revision_id as "revisionId", w.version_id as "versionId", v.hash as "versionHash", w.kind,
  w.status, w.assignee_id as "assigneeId", w.verdict, w.opened_at as "openedAt", w.decide_by as "decideBy", w.decided_at as "decidedAt", w.version`;

/** Reviews as lists and single views show them. */
@Injectable()
export class ReviewQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(filter: {
    status?: string;
    kind?: string;
    assigneeId?: string;
    guideId?: string;
    limit?: number;
    cursor?: string;
  }): Promise<Page<ReviewEntry>> {
    const conditions = new Conditions()
      .given(filter.status, (value) => `w.status = ${value}`)
      .given(filter.kind, (value) => `w.kind = ${value}`)
      .given(filter.assigneeId, (value) => `w.assignee_id = ${value}`)
      .given(filter.guideId, (value) => `w.guide_id = ${value}`)
      .after(decodeCursor(filter.cursor, 'opened', 2), 'w.opened_at', 'timestamptz', 'w.id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<ReviewEntry>(
      `select ${columns} from review w join version v on v.id = w.version_id ${conditions.where}
        order by w.opened_at, w.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'opened', (row) => [row.openedAt.toISOString(), row.id]);
  }

  async one(id: string): Promise<ReviewView> {
    const now = this.clock.now();
    const row = await this.database.first<ReviewView>(
      `select ${columns},
              coalesce((select jsonb_agg(jsonb_build_object('item', a.item, 'answer', a.answer, 'note', a.note, 'current', a.version_id = w.version_id) order by a.item) from review_answer a where a.review_id = w.id), '[]') as answers,
              coalesce((select jsonb_agg(jsonb_build_object('accountId', e.account_id, 'name', n.name, 'load', e.facts -> 'load', 'capacity', e.facts -> 'capacity', 'away', e.facts -> 'away')
                 order by (e.facts ->> 'load')::int, n.name) from eligible_reviewers(w.version_id, $2, $3) e join account n on n.id = e.account_id), '[]') as eligible
         from review w join version v on v.id = w.version_id where w.id = $1`,
      [id, now, civilDate(now, this.config.publisher.timeZone)],
    );
    if (!row) throw new Missing('review');
    return { ...row, comments: await this.comments({ reviewId: id, revisionId: row.revisionId }) };
  }

  /** Comments of a review, and those of its revision's other rounds. */
  async comments({
    reviewId,
    revisionId,
  }: {
    reviewId: string | null;
    revisionId: string | null;
  }): Promise<CommentView[]> {
    return this.database.rows<CommentView>(
      `select id, review_id as "reviewId", part_key as part, quote, body, blocking, author_id as "authorId", created_at as "createdAt", answer, resolved_at as "resolvedAt", version
         from comment where review_id = $1 or revision_id = $2 order by created_at, id`,
      [reviewId, revisionId],
    );
  }
}
