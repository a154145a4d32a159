import type { Config } from '../platform/config.js';
import type { Tx } from '../platform/database.js';
import type { PageAnswer, PageRow } from './page-row.js';

/** A row of page_debt that a rendering has paid. */
export interface PaidDebt {
  id: number;
  pageId: string;
  cause: string;
}

interface Moves {
  /** Pages whose bytes moved. */
  moves: readonly { page: { id: string }; findable: boolean }[];
  debts: readonly PaidDebt[];
  at: Date;
}

/** No search engine lists them. */
const neverListed = new Set<string>([
  'sitemap',
  'feed',
  'robots',
  'image',
  'apply',
  'freshness',
  'card',
  'search',
  'report',
]);

/** Notes, in the transaction of the rendering, who else must learn of the pages that moved: nothing where nobody is configured. */
export async function oweOthers(tx: Tx, { cdn, indexNow }: Config, { moves, debts, at }: Moves): Promise<void> {
  const moved = moves.map(({ page }) => page.id);
  if (cdn && moved.length > 0) {
    const causes = debts.filter(({ pageId }) => moved.includes(pageId));
    await tx.run(
      `insert into page_purge (page_id, cause, at) select distinct u.page, u.cause, $3::timestamptz from unnest($1::uuid[], $2::text[]) u(page, cause)`,
      [causes.map(({ pageId }) => pageId), causes.map(({ cause }) => cause), at],
    );
  }
  const findable = moves.filter((move) => move.findable).map(({ page }) => page.id);
  if (indexNow && findable.length > 0)
    await tx.run(`insert into page_submission (page_id, at) select u.page, $2 from unnest($1::uuid[]) u(page)`, [
      findable,
      at,
    ]);
}

/** Whether search engines may list the page, or must learn that it is gone, taken down or elsewhere. */
export function isFindable({ kind }: Pick<PageRow, 'kind'>, { status, headers, body }: PageAnswer): boolean {
  if (neverListed.has(kind)) return false;
  if (status !== 200) return status !== 404;
  return headers['x-robots-tag'] === undefined && !body.includes('<meta name="robots" content="noindex"');
}
