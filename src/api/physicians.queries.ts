import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type Page } from './http/index.js';

export interface PhysicianEntry {
  id: string;
  npi: string;
  slug: string;
  name: string;
  postNominals: string;
  specialty: string;
  state: string;
  status: string;
  suspension: string | null;
  memberSince: string;
  verifiedOn: string;
  version: number;
}

const columns = `id, npi, slug, given_name || ' ' || family_name as name, post_nominals as "postNominals", specialty, state, status, suspension,
  member_since as "memberSince", verified_on as "verifiedOn", version`;

/** Members as verifiers read them. */
@Injectable()
export class PhysicianQueries {
  constructor(private readonly database: Database) {}

  async list(filter: {
    status?: string;
    specialty?: string;
    limit?: number;
    cursor?: string;
  }): Promise<Page<PhysicianEntry>> {
    const conditions = new Conditions()
      .given(filter.status, (value) => `status = ${value}`)
      .given(filter.specialty, (value) => `specialty = ${value}`)
      .after(decodeCursor(filter.cursor, 'since', 2), 'member_since', 'date', 'id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<PhysicianEntry>(
      `select ${columns} from physician ${conditions.where} order by member_since, id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'since', ({ memberSince, id }) => [memberSince, id]);
  }

  /** One member. Throws {@link Missing}. */
  async one(id: string): Promise<PhysicianEntry> {
    const row = await this.database.first<PhysicianEntry>(`select ${columns} from physician where id = $1`, [id]);
    if (!row) throw new Missing('physician');
    return row;
  }
}
