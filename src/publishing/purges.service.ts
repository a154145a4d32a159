import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { absoluteUrl } from '../site/index.js';
import { post } from './outside-post.js';
import { pageKey } from './page-keys.js';

/** Pages that one call of the hook names. */
const batch = 500;
/** Changes that can wait are told in batches, so far apart. */
const restMilliseconds = 60_000;

interface OwedPurge {
  id: number;
  path: string;
}

/** The hook did not acknowledge: the debt stays. */
export class PurgeTrouble extends Error {
  override readonly name = 'PurgeTrouble';
}

/** Makes a content delivery network forget pages, through a hook that speaks Standard Webhooks. Does nothing where none is configured. */
@Injectable()
export class Purges {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** All that is owed for pages which a fact has changed; returns once it is acknowledged, and throws {@link PurgeTrouble} where it is not. */
  async payFor(cause: string): Promise<void> {
    if (!this.config.cdn) return;
    await this.tell(await this.owed('d.page_id in (select page_id from page_purge where cause = $1)', cause));
  }

  /** Everything, once the oldest debt has waited for a minute; answers how many pages were forgotten. */
  async payDue(): Promise<number> {
    if (!this.config.cdn) return 0;
    const before = new Date(this.clock.now().getTime() - restMilliseconds);
    return this.tell(await this.owed('(select min(at) from page_purge) <= $1', before));
  }

  private owed(which: string, value: unknown): Promise<OwedPurge[]> {
    return this.database.rows<OwedPurge>(
      `select d.id, p.path from page_purge d join page p on p.id = d.page_id where ${which} order by d.id`,
      [value],
    );
  }

  private async tell(owed: readonly OwedPurge[]): Promise<number> {
    for (let from = 0; from < owed.length; from += batch) {
      const part = owed.slice(from, from + batch);
      await this.call(part);
      await this.database.run('delete from page_purge where id = any ($1)', [part.map(({ id }) => id)]);
    }
    return new Set(owed.map(({ path }) => path)).size;
  }

  private async call(owed: readonly OwedPurge[]): Promise<void> {
    const { cdn, publicUrl } = this.config;
    if (!cdn) return;
    const at = this.clock.now();
    const paths = [...new Set(owed.map(({ path }) => path))];
    const urls = paths.map((path) => absoluteUrl(publicUrl, path));
    const body = JSON.stringify({
      type: 'pages.changed',
      timestamp: at.toISOString(),
      data: { paths, urls, keys: paths.map(pageKey) },
    });
    // The same debt under the same id: a hook that took a call, and whose answer was lost, knows it again.
    const id = `purge_${createHash('sha256')
      .update(owed.map((row) => row.id).join())
      .digest('hex')
      .slice(0, 24)}`;
    const status = await post(cdn.purgeUrl, body, {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(cdn.purgeSecret).sign(id, at, body),
    }).catch((error: unknown) => {
      throw new PurgeTrouble('The purge hook gave no answer.', { cause: error });
    });
    if (status < 200 || status > 299) throw new PurgeTrouble(`The purge hook answered ${status}.`);
  }
}
