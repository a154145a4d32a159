import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';

/** One process chooses at a time. */
const chooserLock = 7_205_259_421;

/** Chooses the guides that each page names beside those its text links to, and puts the page in debt where they changed. */
@Injectable()
export class RelatedGuides {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Chooses for at most so many guides whose choice is due, those due longest first; answers how many there were. */
  async chooseDue(most: number): Promise<number> {
    for (let chosen = 0; chosen < most; chosen++)
      if (!(await this.database.transaction((tx) => this.chooseNext(tx)))) return chosen;
    return most;
  }

  private async chooseNext(tx: Tx): Promise<boolean> {
    const due = await tx.first<{ guideId: string; debts: number[]; changed: boolean }>(
      `select guide_id as "guideId", array_agg(id)::bigint[] as debts, bool_or(cause = 'changed') as changed from related_debt
        where guide_id = (select guide_id from related_debt order by id limit 1) and (select pg_try_advisory_xact_lock($1)) group by guide_id`,
      [chooserLock],
    );
    if (!due) return false;
    // A mistyped word is compared with those of the new text from now on.
    if (due.changed) await tx.run('select learn_words($1)', [due.guideId]);
    const chosen = await tx.rows<{ id: string }>('select choose_related($1) as id', [due.guideId]);
    const kept = await this.stillLive(
      tx,
      due.guideId,
      chosen.map(({ id }) => id),
    );
    if (kept) await this.keep(tx, due.guideId, kept, due.changed);
    await tx.run('delete from related_debt where id = any ($1)', [due.debts]);
    return true;
  }

  /**
   * Holds the guides until the choice is committed: one that is taken down meanwhile either is seen here, or sees the choice and puts this
   * page in debt. Undefined where the guide itself is not live.
   */
  private async stillLive(tx: Tx, guideId: string, chosen: readonly string[]): Promise<string[] | undefined> {
    const rows = await tx.rows<{ id: string }>(
      `select id from guide where id = any ($1::uuid[]) and status = 'live' order by id for share`,
      [[guideId, ...chosen]],
    );
    const live = new Set(rows.map(({ id }) => id));
    return live.has(guideId) ? chosen.filter((id) => live.has(id)) : undefined;
  }

  private async keep(tx: Tx, guideId: string, kept: readonly string[], changed: boolean): Promise<void> {
    // Those that it names may name it too. Theirs goes no further, so a publication moves few pages.
    if (changed)
      await tx.run(
        `insert into related_debt (guide_id, cause) select r, 'neighbor' from unnest($1::uuid[]) r
          where not exists (select 1 from related_debt d where d.guide_id = r) order by r`,
        [kept],
      );
    const before = await tx.rows<{ id: string }>(
      'select related_id as id from related_guide where guide_id = $1 order by position',
      [guideId],
    );
    if (before.map(({ id }) => id).join() === kept.join()) return;
    await tx.run('delete from related_guide where guide_id = $1', [guideId]);
    await tx.run(
      `insert into related_guide (guide_id, position, related_id) select $1, n, r from unnest($2::uuid[]) with ordinality t(r, n)`,
      [guideId, kept],
    );
    await tx.run(
      `insert into page_debt (page_id, cause, at) select id, 'related', $2 from page where guide_id = $1 and kind = 'guide'`,
      [guideId, this.clock.now()],
    );
  }
}
