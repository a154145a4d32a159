import { Injectable } from '@nestjs/common';
import type { GuideContent } from '../guides/index.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type Page } from './http/index.js';

export interface RevisionEntry {
  id: string;
  guideId: string;
  kind: string;
  status: string;
  openedAt: Date;
  openedBy: string | null;
  baseVersionId: string | null;
  submittedVersionId: string | null;
  approvedVersionId: string | null;
  scheduledFor: Date | null;
  title: string | null;
  reviewId: string | null;
}

export interface VersionView {
  id: string;
  guideId: string;
  revisionId: string | null;
  number: number;
  kind: string;
  hash: string;
  content: GuideContent;
  createdAt: Date;
  parts: Record<string, string>;
  contributors: string[];
  signOffs: {
    id: string;
    kind: string;
    verdict: string;
    printedName: string;
    signedOn: string;
    meaning: string;
    statement: string;
    conflict: string;
    conflictStatement: string;
  }[];
}

const columns = `
  r.id, r.guide_id as "guideId", r.kind, r.status, r.opened_at as "openedAt", r.opened_by as "openedBy", r.base_version_id as "baseVersionId",
  r.submitted_version_id as "submittedVersionId", r.approved_version_id as "approvedVersionId", r.scheduled_for as "scheduledFor",
  (select p.body ->> 'title' from revision_part p join guide g on g.id = r.guide_id and g.status <> 'legal'
    where p.revision_id = r.id and p.key = 'head') as title,
  (select w.id from review w where w.revision_id = r.id and w.status in ('open', 'assigned') limit 1) as "reviewId"`;

/** Revisions and versions as lists and single views show them. */
@Injectable()
export class RevisionQueries {
  constructor(private readonly database: Database) {}

  async list(filter: {
    status?: string;
    guideId?: string;
    limit?: number;
    cursor?: string;
  }): Promise<Page<RevisionEntry>> {
    const conditions = new Conditions()
      .given(filter.status, (value) => `r.status = ${value}`)
      .given(filter.guideId, (value) => `r.guide_id = ${value}`)
      .after(decodeCursor(filter.cursor, 'opened', 2), 'r.opened_at', 'timestamptz', 'r.id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<RevisionEntry>(
      `select ${columns} from revision r ${conditions.where} order by r.opened_at, r.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'opened', (row) => [row.openedAt.toISOString(), row.id]);
  }

  async one(id: string): Promise<RevisionEntry> {
    const row = await this.database.first<RevisionEntry>(`select ${columns} from revision r where r.id = $1`, [id]);
    if (!row) throw new Missing('revision');
    return row;
  }

  async version(id: string): Promise<VersionView> {
    const row = await this.database.first<VersionView>(
      `select v.id, v.guide_id as "guideId", v.revision_id as "revisionId", v.number, v.kind, v.hash, v.body as content, v.created_at as "createdAt",
              (select jsonb_object_agg(key, hash) from version_part p where p.version_id = v.id) as parts,
              array(select distinct account_id from version_contributor c where c.version_id = v.id) as contributors,
              coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'verdict', s.verdict, 'printedName', s.printed_name, 'signedOn', s.signed_on,
                'meaning', s.meaning, 'statement', s.statement, 'conflict', s.conflict, 'conflictStatement', s.conflict_statement) order by s.signed_at)
                from sign_off s where s.version_id = v.id), '[]') as "signOffs"
         from version v where v.id = $1`,
      [id],
    );
    if (!row) throw new Missing('version');
    return row;
  }
}
