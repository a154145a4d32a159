import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { leads, type Actor, type RequestSource } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Invalid, Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, lockHead, type ChainHead } from '../platform/event-store.js';
import { decide } from '../platform/lifecycle.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { reportLifecycle, type ReportParty, type ReportStatus } from './report-lifecycle.js';
import { ReportLimits } from './report-limits.js';
import { reportedSlug, reportProblems, tidyReport } from './report-rules.js';

export interface NewReport {
  /** Path of the page. */
  page: string;
  reason: string;
  body: string;
}

interface ReportRow {
  guideId: string;
  categoryId: string;
  status: ReportStatus;
  version: number;
}

/** What readers report of pages. Who they are is not asked, and no address is kept. */
@Injectable()
export class ReaderReports {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly limits: ReportLimits,
    private readonly relay: OutboxRelay,
  ) {}

  /** Takes a report; the same words about the same page within an hour count once. Throws {@link Invalid}, {@link Missing} and `TooMany`. */
  async receive({ page, reason, body: words }: NewReport, source: RequestSource): Promise<void> {
    const body = tidyReport(words);
    const problems = reportProblems({ reason, body });
    if (problems.length > 0) throw new Invalid(problems);
    const guideId = await this.guideAt(page);
    await this.limits.count(guideId, source);
    await this.database.transaction(async (tx) => {
      const head = await lockHead(tx, 'guide', guideId);
      if (head) await this.insert(tx, head, { reason, body }, source.requestId);
    });
    this.relay.wakeAfter('report.received');
  }

  /** Throws {@link Missing} where no guide is shown, or held, at that path. */
  async guideAt(page: string): Promise<string> {
    const row = await this.database.first<{ id: string }>(
      `select g.id from guide_slug s join guide g on g.id = s.guide_id where s.slug = $1 and g.status in ('live', 'held')`,
      [reportedSlug(page) ?? ''],
    );
    if (!row) throw new Missing('page of a guide');
    return row.id;
  }

  private async insert(
    tx: Tx,
    head: ChainHead,
    { reason, body }: { reason: string; body: string },
    requestId: string | null,
  ): Promise<void> {
    const at = this.clock.now();
    const again = await tx.first(
      `select 1 from report where guide_id = $1 and reason = $2 and body = $3 and received_at > $4::timestamptz - interval '1 hour'`,
      [head.id, reason, body, at],
    );
    if (again) return;
    const id = uuidv7();
    await tx.run('insert into report (id, guide_id, reason, body, received_at) values ($1, $2, $3, $4, $5)', [
      id,
      head.id,
      reason,
      body,
      at,
    ]);
    await appendEvent(tx, head, {
      name: 'report.received',
      at,
      actorId: null,
      requestId,
      moves: [{ kind: 'report', id, from: null, to: 'open' }],
      payload: { reportId: id, reason },
    });
  }

  /** Closes a report with what became of it. Throws {@link Missing}, {@link Forbidden} and {@link Refused} with all reasons. */
  async close(
    id: string,
    outcome: string | undefined,
    expected: ((version: number) => void) | undefined,
    actor: Actor,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const report = await readReport(tx, id, 'for update of r');
      expected?.(report.version);
      const decision = decide(reportLifecycle.close, report.status, partiesOf(actor, report), { outcome });
      if (!decision.allowed) {
        if (decision.forbidden) throw new Forbidden(decision.reasons[0]?.message);
        throw new Refused(decision.reasons);
      }
      const head = await lockHead(tx, 'guide', report.guideId);
      if (!head) throw new Missing('guide');
      const at = this.clock.now();
      await tx.run(
        `update report set status = 'closed', outcome = $2, closed_at = $3, closed_by = $4, version = version + 1 where id = $1`,
        [id, outcome, at, actor.accountId],
      );
      await appendEvent(tx, head, {
        name: reportLifecycle.close.event as 'report.closed',
        at,
        actorId: actor.accountId,
        requestId: actor.requestId,
        moves: [{ kind: 'report', id, from: report.status, to: decision.to }],
        payload: { reportId: id, outcome: outcome ?? null },
      });
    });
    this.relay.wakeAfter('report.closed');
  }

  /** What this person may do with it now, and why not. */
  async possible(
    id: string,
    actor: Actor,
  ): Promise<{ name: string; label: string; allowed: boolean; reasons: Reason[] }[]> {
    return this.database.snapshot(async (tx) => {
      const report = await readReport(tx, id, '');
      const { close } = reportLifecycle;
      const facts = { outcome: undefined };
      const decision = decide(close, report.status, partiesOf(actor, report), facts, { input: false });
      const reasons = decision.allowed ? [] : decision.reasons;
      return [{ name: 'close', label: close.label, allowed: decision.allowed, reasons }];
    });
  }

  /** Deletes reports older than twelve months, but for guides under a legal hold. Answers how many. */
  forget(now: Date): Promise<number> {
    return this.database.run(
      `delete from report where received_at < $1::timestamptz - interval '12 months' and not legally_held('guide', guide_id)`,
      [now],
    );
  }
}

async function readReport(tx: Tx, id: string, lock: '' | 'for update of r'): Promise<ReportRow> {
  const row = await tx.first<ReportRow>(
    `select r.guide_id as "guideId", g.category_id as "categoryId", r.status, r.version
       from report r join guide g on g.id = r.guide_id where r.id = $1 ${lock}`,
    [id],
  );
  if (!row) throw new Missing('report');
  return row;
}

function partiesOf(actor: Actor, { categoryId }: ReportRow): ReadonlySet<ReportParty> {
  const parties = new Set<ReportParty>();
  if (actor.roles.has('editor')) parties.add('editor');
  if (leads(actor, categoryId)) parties.add('lead');
  return parties;
}
