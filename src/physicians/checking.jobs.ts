import { Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Handles, type Delivery } from '../platform/job-handlers.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import type { ApplicationFacts } from './application-facts.js';
import { Applications } from './applications.service.js';
import type { CheckId, Declared } from './check.js';
import { Checking, type Checkable } from './checking.service.js';
import { groupOf, laneOf, serviceDaysOf } from './lanes.js';
import { loadApplication, type LoadedApplication } from './load-application.js';
import { runClock } from './service-clock.js';
import type { FoundCheck } from './source-checks.service.js';

/** Hours for which a silent source is asked again; then a person looks, and knows that it was silent. */
export const patienceHours = 4;

interface Opened extends Checkable {
  status: string;
  dataRevision: number;
  /** When this round of checks began: the confirmation, the last answer, or the last time that somebody asked for it. */
  since: Date;
  missing: CheckId[];
}

/** Checks what applicants declared and puts files into their queues. */
@Injectable()
export class CheckingJobs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly checking: Checking,
    private readonly applications: Applications,
    private readonly relay: OutboxRelay,
  ) {}

  @Handles('physicians.check')
  async check(delivery: Delivery): Promise<void> {
    const id = await this.subjectOf(delivery);
    if (id) await this.checkFile(id);
    await this.database.transaction((tx) => delivery.done(tx));
  }

  @Handles('physicians.route')
  async route(delivery: Delivery): Promise<void> {
    const id = await this.subjectOf(delivery);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      if (id) await this.routeFile(tx, id, at);
      await delivery.done(tx);
    });
    this.relay.wakeAfter('application.routed');
  }

  /**
   * Makes the checks that are missing, with no lock held while sources are asked, and keeps them. What was found of a declaration
   * that has moved since is kept and does not count. Answers whether the checks are finished.
   */
  async checkFile(id: string): Promise<boolean> {
    const file = await this.open(id);
    if (file?.status !== 'checking') return false;
    const found = await this.checking.run(file, file.missing);
    const at = this.clock.now();
    const silent = found.some(({ finding }) => finding.outcome === 'error');
    const patient = at.getTime() - file.since.getTime() < patienceHours * 3_600_000;
    const finished = await this.database.transaction(async (tx) => {
      const late = await isLate(tx, file);
      await this.keep(tx, file, silent && !patient ? found.map(sourceSilent) : found, { at, late });
      return late || (silent && patient) ? false : this.finish(tx, id, at);
    });
    if (finished) this.relay.wakeAfter('application.checked');
    return finished;
  }

  private async finish(tx: Tx, id: string, at: Date): Promise<boolean> {
    const effect = ({ facts, dataRevision }: LoadedApplication) => ({
      payload: { dataRevision, lane: laneOf(facts.application, facts.checks) },
    });
    await this.applications.carryOut(
      tx,
      { id, name: 'finishChecks', actor: null, by: 'clock', requestId: null, effect },
      at,
    );
    return true;
  }

  private async routeFile(tx: Tx, id: string, at: Date): Promise<void> {
    const { facts, declared } = await loadApplication(
      tx,
      id,
      null,
      { now: at, today: this.today(at) },
      {},
      'for no key update of a',
    );
    // An answer that came meanwhile brings its own round of checks, and its own routing.
    if (facts.application.status !== 'checking' || this.missingOf(facts).length > 0) return;
    const effect = (loaded: LoadedApplication, inside: Tx) => this.intoQueue(inside, loaded, declared, at);
    await this.applications.carryOut(tx, { id, name: 'route', actor: null, by: 'clock', requestId: null, effect }, at);
  }

  /** The service level counts business days from the first routing, without those on which the applicant was asked. */
  private async intoQueue(tx: Tx, { facts }: LoadedApplication, declared: Declared, at: Date) {
    const lane = laneOf(facts.application, facts.checks);
    const group = lane === 'disputes' ? 'disputes' : groupOf(declared.specialty);
    const level = { id: facts.application.id, days: serviceDaysOf(lane, facts.application.appealed) };
    const clock = await runClock(tx, level, at, this.config.publisher.timeZone);
    const payload = { group, lane, dueOn: clock.due_on };
    return { set: { lane, specialty_group: group, queued_at: at, ...clock }, payload };
  }

  private async open(id: string): Promise<Opened | undefined> {
    return this.database.snapshot(async (tx) => {
      const row = await tx.first<Omit<Opened, 'missing' | 'declared'>>(
        `select id, status, data_revision as "dataRevision", network_hash as "networkHash", checks_since as "checksSince", submitted_at as "submittedAt",
                filled_in_seconds as "filledInSeconds", greatest(confirmed_at, (select max(e.at) from event e
                  where e.subject_kind = 'application' and e.subject_id = application.id and e.name in ('application.answered', 'application.recheck-requested'))) as since
           from application where id = $1`,
        [id],
      );
      if (!row) return undefined;
      const now = this.clock.now();
      const { facts, declared } = await loadApplication(tx, id, null, { now, today: this.today(now) });
      return { ...row, declared, missing: this.missingOf(facts) };
    });
  }

  private async keep(
    tx: Tx,
    file: Opened,
    found: FoundCheck[],
    { at, late }: { at: Date; late: boolean },
  ): Promise<void> {
    const rows = found.map(({ checkId, finding, source, request, raw, sha256, dataset, expiresOn }) => [
      checkId,
      finding.outcome,
      finding.reasons,
      finding.score ?? null,
      source,
      request ?? null,
      raw ?? null,
      sha256 ?? null,
      dataset ?? null,
      expiresOn ?? null,
    ]);
    if (rows.length === 0) return;
    await tx.run(keepAll(rows.length), [file.id, file.dataRevision, at, late, ...rows.flat()]);
  }

  private async subjectOf({ eventId }: Delivery): Promise<string | undefined> {
    const row = await this.database.first<{ id: string }>('select subject_id as id from event where id = $1', [
      eventId,
    ]);
    return row?.id;
  }

  /** Checks of machines without a result that counts, or whose source was silent. */
  private missingOf({ application, checks }: ApplicationFacts): CheckId[] {
    return this.checking.automaticOf(application).filter((id) => {
      const check = checks.find(({ checkId }) => checkId === id);
      return !check || check.outcome === 'error';
    });
  }

  private today(at: Date): string {
    return civilDate(at, this.config.publisher.timeZone);
  }
}

const ofAnswer = ['source', 'request', 'raw', 'raw_sha256', 'dataset_version', 'expires_on'];
const resultColumns = ['check_id', 'outcome', 'reasons', 'score', ...ofAnswer];

/** One statement for all results of a file: each statement costs both processes more than its row does. */
function keepAll(rows: number): string {
  const row = (_: unknown, n: number): string =>
    `($1, $2, $3, $4, ${resultColumns.map((_column, place) => `$${5 + n * resultColumns.length + place}`).join(', ')})`;
  return `insert into application_check (application_id, data_revision, at, late, ${resultColumns.join(', ')}) values ${Array.from({ length: rows }, row).join(', ')}`;
}

/** Holds the file, and asks whether its checks were finished, asked for anew, or its declaration moved, while sources were asked. */
async function isLate(tx: Tx, { id, dataRevision, checksSince }: Opened): Promise<boolean> {
  const { same } = await tx.one<{ same: boolean }>(
    `select status = 'checking' and data_revision = $2 and checks_since is not distinct from $3 as same
       from application where id = $1 for no key update`,
    [id, dataRevision, checksSince],
  );
  return !same;
}

/** After long enough a silent source is a matter for a person: it neither passes nor declines. */
function sourceSilent(found: FoundCheck): FoundCheck {
  if (found.finding.outcome !== 'error') return found;
  const reasons = [`Source unavailable for ${patienceHours} hours: look it up.`, ...found.finding.reasons];
  return { ...found, finding: { outcome: 'review', reasons } };
}
