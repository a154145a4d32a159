import { Injectable } from '@nestjs/common';
import { declaredColumns, isOpenFile } from '../physicians/index.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import { Conditions, decodeCursor, defaultPageSize, toPage, type Page } from './http/index.js';

export interface ApplicationEntry {
  id: string;
  status: string;
  lane: string | null;
  group: string | null;
  specialty: string;
  state: string;
  name: string;
  submittedAt: Date;
  dueOn: string | null;
  holderId: string | null;
  version: number;
}

/** All of a file that verifiers work with. Raw answers stay in the database. */
export interface ApplicationView extends ApplicationEntry {
  declared: Record<string, string>;
  disputed: boolean;
  /** A later file that is open claims the same number: this one takes two, and so does that. */
  contested: boolean;
  leaseUntil: Date | null;
  question: string | null;
  answer: string | null;
  declineReason: string | null;
  physicianId: string | null;
  /** Every result there is, newest first; `counts` where no field that it reads has moved since and none is newer. */
  checks: {
    id: number;
    check: string;
    outcome: string;
    reasons: string[];
    score: number | null;
    source: string;
    request: string | null;
    dataset: string | null;
    sha256: string | null;
    at: string;
    expiresOn: string | null;
    foundBy: string | null;
    /** The document of this file that shows it. */
    documentId: string | null;
    resolution: string | null;
    counts: boolean;
  }[];
  decisions: {
    id: string;
    verdict: string;
    reason: string | null;
    note: string;
    printedName: string;
    signedAt: string;
  }[];
}

/** What an applicant sees of their own file. */
export interface ApplicantView {
  kind: string;
  /** There is a membership of theirs to look at. */
  member: boolean;
  status: string;
  submittedAt: Date;
  question: string | null;
  declineReason: string | null;
  /** What the verifier wrote with it. */
  note: string | null;
  appealUntil: string | null;
  profilePath: string | null;
  declared: Record<string, string>;
}

const declared = `${declaredColumns} as declared`;

const entry = `a.id, a.status, a.lane, a.specialty_group as "group", a.specialty, a.state, a.given_name || ' ' || a.family_name as name,
  a.submitted_at as "submittedAt", a.due_on as "dueOn", a.holder_id as "holderId", a.version`;

const checks = `coalesce((select json_agg(json_build_object('id', k.id, 'check', k.check_id, 'outcome', k.outcome, 'reasons', k.reasons,
    'score', k.score, 'source', k.source, 'request', k.request, 'dataset', k.dataset_version, 'sha256', k.raw_sha256, 'at', k.at,
    'expiresOn', k.expires_on, 'foundBy', k.found_by, 'documentId', k.document_id, 'resolution', c.resolution, 'counts', c.id is not null) order by k.id desc)
  from application_check k left join current_check c on c.id = k.id where k.application_id = a.id), '[]') as checks`;

const decisions = `coalesce((select json_agg(json_build_object('id', d.id, 'verdict', d.verdict, 'reason', d.reason, 'note', d.note,
    'printedName', d.printed_name, 'signedAt', d.signed_at) order by d.signed_at)
  from application_decision d where d.application_id = a.id), '[]') as decisions`;

/** Applications as verifiers and applicants read them. */
@Injectable()
export class ApplicationQueries {
  constructor(private readonly database: Database) {}

  /** Confirmed files, in the order of their service level. */
  async list(filter: {
    status?: string;
    lane?: string;
    group?: string;
    /** The verifier who may take them. */
    mine?: string | undefined;
    limit?: number;
    cursor?: string;
  }): Promise<Page<ApplicationEntry>> {
    const conditions = new Conditions()
      .always('a.confirmed_at is not null')
      .given(filter.status, (value) => `a.status = ${value}`)
      .given(filter.lane, (value) => `a.lane = ${value}`)
      .given(filter.group, (value) => `a.specialty_group = ${value}`)
      .given(filter.mine, (value) => `a.status in ('queued', 'escalated', 'appealed') and may_decide(a.id, ${value})`)
      .after(decodeCursor(filter.cursor, 'due', 2), `coalesce(a.due_on, 'infinity')`, 'date', 'a.id');
    const limit = filter.limit ?? defaultPageSize;
    const rows = await this.database.rows<ApplicationEntry>(
      `select ${entry} from application a ${conditions.where}
        order by coalesce(a.due_on, 'infinity'), a.id limit ${conditions.value(limit + 1)}`,
      conditions.values,
    );
    return toPage(rows, limit, 'due', ({ dueOn, id }) => [dueOn ?? 'infinity', id]);
  }

  /** One confirmed file. Throws {@link Missing}. */
  async one(id: string): Promise<ApplicationView> {
    const row = await this.database.first<ApplicationView>(
      `select ${entry}, ${declared}, a.disputed, not a.disputed and exists (
                select 1 from application o where o.npi = a.npi and o.id <> a.id and o.confirmed_at is not null and o.disputed
                   and ${isOpenFile('o')}) as contested, a.lease_until as "leaseUntil", a.asked as question, a.answer,
              a.decline_reason as "declineReason", a.physician_id as "physicianId", ${checks}, ${decisions}
         from application a where a.id = $1 and a.confirmed_at is not null`,
      [id],
    );
    if (!row) throw new Missing('application');
    return row;
  }

  /** The applicant's own view: no scores, no lists, no names of verifiers. */
  async own(id: string, appealDays: number): Promise<ApplicantView> {
    return this.database.one<ApplicantView>(
      `select a.status, a.kind, exists (select 1 from physician m where m.id in (a.physician_id, a.member_id) and a.email = (
                select l.email from application l where l.physician_id = m.id and l.status = 'approved' order by l.decided_at desc limit 1)) as member,
              a.submitted_at as "submittedAt", case when a.status = 'needs-info' then a.asked end as question,
              case when a.status = 'declined' then a.decline_reason end as "declineReason",
              case when a.status = 'declined' then (select d.note from application_decision d where d.application_id = a.id
                order by d.signed_at desc limit 1) end as note,
              case when a.status = 'declined' and a.appealed_at is null then a.decided_on + $2::integer end as "appealUntil",
              case when member_is_shown(p.status) then '/physicians/' || p.slug end as "profilePath", ${declared}
         from application a left join physician p on p.id = a.physician_id where a.id = $1`,
      [id, appealDays],
    );
  }
}
