import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { Invalid, Missing } from '../platform/errors.js';
import { decodeCursor, defaultPageSize, toPage, type Page, type PageQuery } from './http/index.js';

/** One numbered act on what was public of a guide. */
export interface PublicationEntry {
  number: number;
  kind: string;
  at: Date;
  /** Null where the clock published. */
  publishedBy: string | null;
  versionId: string | null;
  hash: string | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  /** What readers were told of it; of a withdrawal the class of its reason. */
  notice: string | null;
  source: { title: string; url: string } | null;
  /** Parts that a correction changed. */
  sections: string[] | null;
  /** A notice that still stands on the page. */
  standing: boolean;
}

const sort = 'number';
const largestNumber = 2_147_483_647;

/** The publications of a guide, as its page's history tells them, with what an act upon one must name. */
@Injectable()
export class PublicationQueries {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(guideId: string, query: PageQuery): Promise<Page<PublicationEntry>> {
    const before = this.before(query.cursor);
    const guide = await this.database.first('select 1 from guide where id = $1', [guideId]);
    if (!guide) throw new Missing('guide');
    const limit = query.limit ?? defaultPageSize;
    const rows = await this.database.rows<PublicationEntry>(
      `select q.number, q.kind, q.at, q.published_by as "publishedBy", q.version_id as "versionId", v.hash,
              q.last_reviewed_on as "lastReviewedOn", q.due_on as "dueOn", q.notice, q.sections,
              case when q.source_url is not null then jsonb_build_object('title', q.source_title, 'url', q.source_url) end as source,
              notice_stands(q) as standing
         from publication q left join version v on v.id = q.version_id
        where q.guide_id = $1 and q.number < $2 order by q.number desc limit $3`,
      [guideId, before, limit + 1],
    );
    return toPage(rows, limit, sort, (row) => [row.number]);
  }

  private before(cursor: string | undefined): number {
    const [number] = decodeCursor(cursor, sort, 1) ?? [largestNumber];
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > largestNumber)
      throw Invalid.of('cursor', 'This cursor does not belong to this list.');
    return number;
  }
}
