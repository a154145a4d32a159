import { Injectable } from '@nestjs/common';
import { leads, type Actor } from '../identity/index.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Blocked } from '../platform/errors.js';

/** Of which guide a text is, or a picture by its digest. */
const guideOf = {
  guide: '$1',
  revision: '(select guide_id from revision where id = $1)',
  version: '(select guide_id from version where id = $1)',
  review: '(select guide_id from review where id = $1)',
  picture: `(select g.id from guide g join version v on v.id = g.live_version_id
     where g.status = 'legal' and picture_taken_down($1) and v.body -> 'images' -> 'entries' @> jsonb_build_array(jsonb_build_object('digest', $1::text))
     order by g.id limit 1)`,
};

/** Keeps text and pictures of a guide that was taken down from everybody but admins, the director and the category's lead, who answer for it. */
@Injectable()
export class TakenDownTexts {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** Throws {@link Blocked}; nothing is said of what does not exist. */
  async mayRead(noun: keyof typeof guideOf, id: string, actor: Actor): Promise<void> {
    const guide = await this.database.first<{ categoryId: string }>(
      `select category_id as "categoryId" from guide where id = ${guideOf[noun]} and status = 'legal'`,
      [id],
    );
    if (!guide || actor.roles.has('admin') || actor.roles.has('director') || leads(actor, guide.categoryId)) return;
    throw new Blocked(new URL('/', this.config.publicUrl).href);
  }
}
