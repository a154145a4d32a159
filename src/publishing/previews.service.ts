import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { leads, newSecret, secretHash, type Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Forbidden, Missing, Refused } from '../platform/errors.js';

/** Hours for which a preview lasts where nobody says otherwise, and at most. */
const usualHours = 24;
export const mostPreviewHours = 7 * 24;

export interface PreviewEntry {
  id: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  /** Whether its link works now. */
  open: boolean;
  views: number;
  lastViewedAt: Date | null;
}

/** Links by which a revision is read before it is published: each with a secret of its own, for a time. */
@Injectable()
export class Previews {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Answers the link, which is shown this once; its secret stands in the fragment, which no server and no log ever sees. */
  async create(
    revisionId: string,
    hours: number | undefined,
    actor: Actor,
  ): Promise<{ id: string; url: string; expiresAt: Date }> {
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + (hours ?? usualHours) * 3_600_000);
    const [id, secret] = [uuidv7(), newSecret()];
    await this.database.transaction(async (tx) => {
      const revision = await tx.first<{ status: string }>('select status from revision where id = $1 for share', [
        revisionId,
      ]);
      if (!revision) throw new Missing('revision');
      if (revision.status === 'published' || revision.status === 'discarded')
        throw new Refused([
          { code: 'state', message: `The revision is ${revision.status}: there is nothing to preview.` },
        ]);
      await tx.run(
        `insert into preview (id, revision_id, secret_hash, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
        [id, revisionId, secretHash(secret), actor.accountId, at, expiresAt],
      );
    });
    return { id, url: new URL(`/preview/open#${secret}`, this.config.publicUrl).href, expiresAt };
  }

  /** The newest first. */
  list(revisionId: string): Promise<PreviewEntry[]> {
    return this.database.rows<PreviewEntry>(
      `select id, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
              preview_holds(id, $2) as open, views, last_viewed_at as "lastViewedAt"
         from preview where revision_id = $1 order by created_at desc, id desc`,
      [revisionId, this.clock.now()],
    );
  }

  /** Ends a link at once: by who made it, an editor, or the category's lead. Throws {@link Missing}, {@link Forbidden}. */
  async revoke(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const preview = await tx.first<{ createdBy: string; categoryId: string }>(
        `select p.created_by as "createdBy", g.category_id as "categoryId" from preview p
           join revision r on r.id = p.revision_id join guide g on g.id = r.guide_id where p.id = $1 for update of p`,
        [id],
      );
      if (!preview) throw new Missing('preview');
      const may = preview.createdBy === actor.accountId || actor.roles.has('editor');
      if (!may && !leads(actor, preview.categoryId)) throw new Forbidden('Who made it, an editor or the lead ends it.');
      await tx.run('update preview set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null', [
        id,
        this.clock.now(),
        actor.accountId,
      ]);
    });
  }

  /** When the preview behind this secret ends. Throws {@link Missing} alike for one that is unknown, over or revoked. */
  async endOf(secret: string): Promise<Date> {
    const row = await this.database.first<{ expiresAt: Date }>(
      `select expires_at as "expiresAt" from preview where secret_hash = $1 and preview_holds(id, $2)`,
      [secretHash(secret), this.clock.now()],
    );
    if (!row) throw new Missing('preview');
    return row.expiresAt;
  }

  /** The revision behind a secret, and one view more; nothing where there is none to see. */
  async view(secret: string | undefined, { counts }: { counts: boolean }): Promise<string | undefined> {
    if (!secret) return undefined;
    const row = await this.database.first<{ revisionId: string }>(
      `update preview set views = views + $3::integer, last_viewed_at = case when $3::integer = 1 then $2::timestamptz else last_viewed_at end
        where secret_hash = $1 and preview_holds(id, $2) returning revision_id as "revisionId"`,
      [secretHash(secret), this.clock.now(), counts ? 1 : 0],
    );
    return row?.revisionId;
  }
}
