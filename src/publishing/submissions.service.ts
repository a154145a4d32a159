import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { absoluteUrl } from '../site/index.js';
import { indexNowKeyPath } from './feed-answers.js';
import { post } from './outside-post.js';

/** Addresses in one submission (indexnow.org). */
const most = 10_000;
/** So long the changes of a page are gathered: it is submitted once for all of them. */
const gatherMilliseconds = 5 * 60_000;
const pauseMilliseconds = 60_000;
const longestPause = 60 * 60_000;

/** Tells search engines, through IndexNow, which addresses changed. Does nothing without a key. */
@Injectable()
export class Submissions {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** The file that proves the key is the site's own gets its page; that of a former key is rendered again, as gone. */
  async oweKeyFile(): Promise<void> {
    await this.database.run(
      `with made as (insert into page (path, kind) select $1::text, 'robots' where $1::text is not null on conflict (path) do nothing returning id)
       insert into page_debt (page_id, cause, at)
         select id, 'key', $2::timestamptz from made union
         select id, 'key', $2::timestamptz from page where kind = 'robots' and path <> '/robots.txt'`,
      [indexNowKeyPath(this.config.indexNow?.key) ?? null, this.clock.now()],
    );
  }

  /** Submits what has been gathered for five minutes; answers how many addresses were taken. Failures are kept, never thrown. */
  async payDue(): Promise<number> {
    const { indexNow } = this.config;
    const at = this.clock.now();
    if (!indexNow || (await this.resting(at))) return 0;
    const owed = await this.database.rows<{ id: string; path: string; upTo: number }>(
      `select p.id, p.path, max(d.id) as "upTo" from page_submission d join page p on p.id = d.page_id
        group by p.id having min(d.at) <= $1 order by min(d.at), p.id limit ${most}`,
      [new Date(at.getTime() - gatherMilliseconds)],
    );
    if (owed.length === 0) return 0;
    const status = await this.submit(
      indexNow,
      owed.map(({ path }) => path),
    );
    const outcome = outcomeOf(status);
    await this.database.transaction(async (tx) => {
      await tx.run(`insert into submission_outcome (at, outcome, status, addresses) values ($1, $2, $3, $4)`, [
        at,
        outcome,
        status,
        owed.length,
      ]);
      if (outcome === 'failed') return;
      await tx.run(
        `delete from page_submission d using unnest($1::uuid[], $2::bigint[]) u(page, up_to) where d.page_id = u.page and d.id <= u.up_to`,
        [owed.map(({ id }) => id), owed.map(({ upTo }) => upTo)],
      );
    });
    return outcome === 'taken' ? owed.length : 0;
  }

  /** Null where no answer came. */
  private async submit({ url, key }: { url: string; key: string }, paths: readonly string[]): Promise<number | null> {
    const { publicUrl } = this.config;
    const body = JSON.stringify({
      host: new URL(publicUrl).host,
      key,
      keyLocation: absoluteUrl(publicUrl, `/${key}.txt`),
      urlList: paths.map((path) => absoluteUrl(publicUrl, path)),
    });
    return post(url, body, { 'content-type': 'application/json; charset=utf-8' }).catch(() => null);
  }

  /** After each failure in a row it waits twice as long, up to an hour. */
  private async resting(at: Date): Promise<boolean> {
    const { failures, last } = await this.database.one<{ failures: number; last: Date | null }>(
      `select count(*)::int as failures, max(at) as last from submission_outcome
        where outcome = 'failed' and id > coalesce((select max(id) from submission_outcome where outcome <> 'failed'), 0)`,
    );
    const pause = Math.min(pauseMilliseconds * 2 ** (failures - 1), longestPause);
    return last !== null && at.getTime() - last.getTime() < pause;
  }
}

/** Refused for good: a bad form, a wrong key, addresses of another host. Whatever else is no success is tried again. */
function outcomeOf(status: number | null): 'taken' | 'refused' | 'failed' {
  if (status === 200 || status === 202) return 'taken';
  return status === 400 || status === 403 || status === 422 ? 'refused' : 'failed';
}
