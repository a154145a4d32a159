import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Invalid, Missing, Refused } from '../platform/errors.js';
import type { CheckId, CheckOutcome } from './check.js';
import { requireHold } from './holding.js';
import type { humanChecks } from './lanes.js';
import { loadApplication, type LoadedApplication } from './load-application.js';

/** What a verifier found at a primary source. */
export interface HumanResult {
  check: (typeof humanChecks)[number];
  outcome: Extract<CheckOutcome, 'pass' | 'review' | 'fail'>;
  /** Where they looked: an address, or a document. */
  source: string;
  /** What they saw, in their own words. */
  finding: string;
  /** Last civil day on which it holds. */
  expiresOn?: string | undefined;
  /** A document of the same file that shows it. */
  documentId?: string | undefined;
}

/** A confirmed exclusion, no physician, no license: no two people override these (`domain.md`, amendment to C9). */
const neverOverridden: readonly CheckId[] = ['V05', 'V08', 'V10', 'V11'];

/** Information only. */
const neverCounts: CheckId = 'V17';

/** A verifier's work on the file that they hold: looking up, resolving, overriding. All of it only grows. */
@Injectable()
export class Verification {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Keeps what was found. Answers the id of the result. Throws {@link Refused} unless the actor holds the file. */
  async record(id: string, found: HumanResult, actor: Actor): Promise<number> {
    if (found.check === 'V08' && found.outcome === 'pass' && !found.expiresOn)
      throw Invalid.of('expiresOn', 'Say until when the license holds.');
    return this.holding(id, actor, async (tx, { dataRevision, facts }, at) => {
      const failed = facts.checks.find(({ checkId, outcome }) => checkId === found.check && outcome === 'fail');
      if (failed?.foundBy === actor.accountId && found.outcome !== 'fail' && found.check !== neverCounts)
        throw refused('another', 'You found it failing: another verifier looks again.');
      if (found.documentId) await requireDocument(tx, id, found.documentId);
      const row = await tx.one<{ id: number }>(
        `insert into application_check (application_id, check_id, data_revision, outcome, reasons, source, found_by, at, expires_on, document_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
        [
          id,
          found.check,
          dataRevision,
          found.outcome,
          [found.finding],
          found.source,
          actor.accountId,
          at,
          found.expiresOn ?? null,
          found.documentId ?? null,
        ],
      );
      return row.id;
    });
  }

  /** Settles a result that counts: a review (or a source that stayed silent) by one person, a fail by a second. */
  async settle(id: string, resultId: number, evidence: string, actor: Actor): Promise<{ kind: string }> {
    return this.holding(id, actor, async (tx, { facts }, at) => {
      const check = facts.checks.find((each) => each.id === resultId);
      if (!check) throw new Missing('result that counts now');
      if (check.checkId === neverCounts)
        throw refused('information', 'Open Payments inform: there is nothing to settle.');
      if (check.outcome === 'skipped') throw refused('skipped', 'It was not asked: there is nothing to settle.');
      if (check.outcome === 'pass') throw refused('passed', 'It has passed: there is nothing to settle.');
      const { kind, proposedBy } = check.outcome === 'fail' ? await this.override(tx, check, actor) : resolved;
      await tx.run(
        `insert into check_resolution (check_result_id, kind, by_id, proposed_by, evidence, at) values ($1, $2, $3, $4, $5, $6)`,
        [resultId, kind, actor.accountId, proposedBy, evidence, at],
      );
      return { kind };
    });
  }

  private async override(
    tx: Tx,
    check: { id: number; checkId: CheckId },
    actor: Actor,
  ): Promise<{ kind: string; proposedBy: string | null }> {
    if (neverOverridden.includes(check.checkId))
      throw refused('final', `${check.checkId} is never overridden: decline, or correct the declaration.`);
    const proposed = await tx.first<{ by: string }>(
      `select by_id as by from check_resolution where check_result_id = $1 and kind = 'override-proposed' order by id desc limit 1`,
      [check.id],
    );
    if (!proposed) return { kind: 'override-proposed', proposedBy: null };
    if (proposed.by === actor.accountId) throw refused('another', 'You proposed it: another verifier confirms.');
    return { kind: 'overridden', proposedBy: proposed.by };
  }

  /** Under the lock of the file, for the one who holds it now. */
  private holding<Result>(
    id: string,
    actor: Actor,
    work: (tx: Tx, loaded: LoadedApplication, at: Date) => Promise<Result>,
  ): Promise<Result> {
    const now = this.clock.now();
    const today = civilDate(now, this.config.publisher.timeZone);
    return this.database.transaction(async (tx) => {
      const loaded = await loadApplication(tx, id, actor, { now, today }, {}, 'for no key update of a');
      requireHold(loaded, actor);
      return work(tx, loaded, now);
    });
  }
}

async function requireDocument(tx: Tx, id: string, documentId: string): Promise<void> {
  const kept = await tx.first(
    'select 1 from application_document where application_id = $1 and id = $2 and deleted_at is null',
    [id, documentId],
  );
  if (!kept) throw Invalid.of('documentId', 'There is no such document in this file.');
}

const resolved = { kind: 'resolved', proposedBy: null };
const refused = (code: string, message: string): Refused => new Refused([{ code, message }]);
