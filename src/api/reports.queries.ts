import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type Page } from './http/index.js';

export interface ReportEntry {
  id: string;
  guideId: string;
  slug: string;
  reason: string;
  body: string;
  status: string;
  outcome: string | null;
  receivedAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  version: number;
}

/** Reports as the desk lists them, the oldest first. */
@Injectable()
export class ReportQueries {
  constructor(private readonly database: Database) {}

  async list(filter: {
    guide?: string;
    status?: string;
    reason?: string;
    limit?: number;
    cursor?: string;
  }): Promise<Page<ReportEntry>> {
    const conditions = new Conditions()
      .given(filter.guide, (value) => `r.guide_id = ${value}`)
      .given(filter.status, (value) => `r.status = ${value}`)
      .given(filter.reason, (value) => `r.reason = ${value}`)
      .after(decodeCursor(filter.cursor, 'received', 2), 'r.received_at', 'timestamptz', 'r.id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<ReportEntry>(
      `select r.id, r.guide_id as "guideId", g.slug, r.reason, r.body, r.status, r.outcome, r.received_at as "receivedAt",
              r.closed_at as "closedAt", r.closed_by as "closedBy", r.version
         from report r join guide g on g.id = r.guide_id ${conditions.where} order by r.received_at, r.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'received', (row) => [row.receivedAt.toISOString(), row.id]);
  }
}
