import { Injectable } from '@nestjs/common';
import { serviceDaysOf } from '../physicians/index.js';
import { Config } from '../platform/config.js';
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

/** A member with what is known of them over time. */
export interface PhysicianView extends PhysicianEntry {
  practiceName: string;
  practiceSite: string;
  licensedUntil: string | null;
  renewBy: string;
  proposed: { verdict: string; by: string; at: string } | null;
  findings: {
    id: string;
    kind: string;
    severity: string;
    reasons: string[];
    raisedAt: string;
    outcome: string | null;
  }[];
  /** The last reading of each source, and until when it may be relied on. */
  readings: { source: string; outcome: string; reasons: string[]; at: string; expiresOn: string | null }[];
}

/** One unsettled finding, with the business day by which the monitoring lane settles it. */
export interface FindingEntry {
  id: string;
  physicianId: string;
  name: string;
  specialty: string;
  state: string;
  status: string;
  kind: string;
  severity: string;
  reasons: string[];
  raisedAt: Date;
  dueOn: string;
  /** Who has taken the member's findings, and until when. */
  holderId: string | null;
  leaseUntil: Date | null;
}

const findingColumns = `
  f.id, p.id as "physicianId", p.given_name || ' ' || p.family_name as name, p.specialty, p.state, p.status, f.kind, f.severity, f.reasons,
  f.raised_at as "raisedAt", p.holder_id as "holderId", p.lease_until as "leaseUntil"`;

const columns = `id, npi, slug, given_name || ' ' || family_name as name, post_nominals as "postNominals", specialty, state, status, suspension,
  member_since as "memberSince", verified_on as "verifiedOn", version`;

const oneQuery = `
  select ${columns}, practice_name as "practiceName", practice_site as "practiceSite", recredential_by(decided_on) as "renewBy",
         (select m.licensed_until from monitored_member m where m.id = p.id) as "licensedUntil",
         case when proposed_by is not null then json_build_object('verdict', proposed_verdict, 'by', proposed_by, 'at', proposed_at) end as proposed,
         coalesce((select json_agg(json_build_object('id', f.id, 'kind', f.kind, 'severity', f.severity, 'reasons', f.reasons,
             'raisedAt', f.raised_at, 'outcome', f.outcome) order by f.raised_at desc, f.id)
           from physician_finding f where f.physician_id = p.id), '[]') as findings,
         coalesce((select json_agg(r) from (
           select distinct on (source) source, outcome, reasons, at, expires_on as "expiresOn" from monitoring_reading
            where physician_id = p.id order by source, id desc) r), '[]') as readings
    from physician p where p.id = $1`;

/** Members as verifiers read them. */
@Injectable()
export class PhysicianQueries {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

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
  async one(id: string): Promise<PhysicianView> {
    const row = await this.database.first<PhysicianView>(oneQuery, [id]);
    if (!row) throw new Missing('physician');
    return row;
  }

  /** The file on which a member was approved last. Throws {@link Missing}. */
  async fileOf(id: string): Promise<string> {
    const row = await this.database.first<{ id: string }>(
      `select id from application where physician_id = $1 and status = 'approved' order by decided_at desc limit 1`,
      [id],
    );
    if (!row) throw new Missing('physician');
    return row.id;
  }

  /** Unsettled findings, the oldest first. */
  async findings({
    limit = defaultPageSize,
    cursor,
  }: {
    limit?: number;
    cursor?: string;
  }): Promise<Page<FindingEntry>> {
    const conditions = new Conditions();
    const dueOn = `business_days_after(civil_date(f.raised_at, ${conditions.value(this.config.publisher.timeZone)}), ${serviceDaysOf('monitoring', false)})`;
    conditions
      .always('f.settled_at is null and f.lapsed_at is null')
      .after(decodeCursor(cursor, 'raised', 2), 'f.raised_at', 'timestamptz', 'f.id');
    const rows = await this.database.rows<FindingEntry>(
      `select ${findingColumns}, ${dueOn} as "dueOn" from physician_finding f join physician p on p.id = f.physician_id
        ${conditions.where} order by f.raised_at, f.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'raised', ({ raisedAt, id }) => [raisedAt.toISOString(), id]);
  }
}
