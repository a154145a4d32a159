import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { civilDate } from '../platform/civil-date.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type CursorKey, type Page } from './http/index.js';

export interface GuideEntry {
  id: string;
  slug: string;
  title: string;
  status: string;
  category: string;
  language: string;
  ownerId: string;
  lastReviewedOn: string | null;
  dueOn: string | null;
  freshness: string;
  underReview: boolean;
  /** What the desk shows: where the guide stands on its way, in one word. */
  label: string;
  openRevision: { id: string; status: string } | null;
  createdAt: Date;
}

export interface GuideView extends GuideEntry {
  version: number;
  liveVersionId: string | null;
  livePublication: number | null;
  firstPublishedAt: Date | null;
  modifiedAt: Date | null;
  carriedOver: boolean;
  cadenceMonths: number;
  sourceGuideId: string | null;
  recheckPlannedOn: string | null;
  specialties: string[];
  proposals: { id: string; name: string; hash: string; proposedBy: string; lapsesAt: string; body: unknown }[];
}

export interface GuideFilter {
  status?: string;
  category?: string;
  freshness?: string;
  ownerId?: string;
  sort?: (typeof guideSorts)[number];
  limit?: number;
  cursor?: string;
}

/** Sort orders by name; each is an index of its own. */
export const guideSorts = ['created', 'due'] as const;
const sortColumns = {
  created: { column: 'g.created_at', type: 'timestamptz' },
  due: { column: 'g.due_on', type: 'date' },
} as const;

// $1 is today. The label joins the facts for people, in the order of the design's product label.
const entry = `
  g.id, g.slug, case when g.status = 'legal' then g.slug else coalesce(v.title, d.title, g.slug) end as title, g.status, c.slug as category, g.language, g.owner_id as "ownerId",
  g.last_reviewed_on as "lastReviewedOn", g.due_on as "dueOn", freshness(g.last_reviewed_on, g.due_on, $1) as freshness,
  (w.id is not null) as "underReview", g.created_at as "createdAt",
  case when d.id is null then null else jsonb_build_object('id', d.id, 'status', d.status) end as "openRevision",
  case
    when g.status in ('held', 'withdrawn', 'archived', 'legal') then g.status
    when w.id is not null then 'medical review'
    when d.status in ('scheduled', 'approved') then d.status
    when g.status = 'unpublished' then coalesce(d.status, 'unpublished')
    when g.due_on < $1 then 'stale'
    when g.due_on - 60 <= $1 then 'due soon'
    else 'published' end as label`;
const from = `
  from guide g
  join category c on c.id = g.category_id
  left join version v on v.id = g.live_version_id
  left join lateral (select r.id, r.status, (select p.body ->> 'title' from revision_part p where p.revision_id = r.id and p.key = 'head') as title
    from revision r where r.guide_id = g.id and r.kind = 'ordinary' and r.status not in ('published', 'discarded')) d on true
  left join lateral (select w.id from review w where w.guide_id = g.id and w.status in ('open', 'assigned') limit 1) w on true`;

/** Guides as lists and single views show them. */
@Injectable()
export class GuideQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(filter: GuideFilter): Promise<Page<GuideEntry>> {
    const sort = filter.sort ?? 'created';
    const { column, type } = sortColumns[sort];
    const conditions = new Conditions();
    const today = conditions.value(this.today());
    conditions
      .given(filter.status, (value) => `g.status = ${value}`)
      .given(filter.category, (value) => `g.category_id = (select id from category where slug = ${value})`)
      .given(filter.ownerId, (value) => `g.owner_id = ${value}`)
      .given(filter.freshness, (value) => `freshness(g.last_reviewed_on, g.due_on, ${today}) = ${value}`)
      .always(`${column} is not null`)
      .after(decodeCursor(filter.cursor, sort, 2), column, type, 'g.id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<GuideEntry & { key: string }>(
      `select ${entry}, ${column}::text as key ${from} ${conditions.where} order by ${column}, g.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    const page = toPage(rows, limit, sort, (row): CursorKey => [row.key, row.id]);
    return { ...page, items: page.items.map(({ key: _key, ...item }) => item) };
  }

  async one(id: string): Promise<GuideView> {
    const row = await this.database.first<GuideView>(
      `select ${entry}, g.version, g.live_version_id as "liveVersionId", g.live_publication as "livePublication", g.first_published_at as "firstPublishedAt",
              g.modified_at as "modifiedAt", g.carried_over as "carriedOver", cadence_months(g.id) as "cadenceMonths", g.source_guide_id as "sourceGuideId",
              g.recheck_planned_on as "recheckPlannedOn",
              array(select specialty from version_specialty s where s.version_id = g.live_version_id order by 1) as specialties,
              coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'hash', p.hash, 'proposedBy', p.proposed_by, 'lapsesAt', p.lapses_at, 'body', case when g.status = 'legal' then p.body - 'notice' else p.body end))
                from proposal p where p.subject_id = g.id and p.settled_at is null), '[]') as proposals
         ${from} where g.id = $2`,
      [this.today(), id],
    );
    if (!row) throw new Missing('guide');
    return row;
  }

  private today(): string {
    return civilDate(this.clock.now(), this.config.publisher.timeZone);
  }
}
