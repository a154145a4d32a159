import type { Tx } from '../../src/platform/database.js';
import type { BuiltLiveGuide } from './build-guide.js';

/**
 * Many live guides like this one, sharing its version and signature: for measuring, and for tests about numbers. The promises hold over
 * them, except that the hashes of their events are made up.
 */
export async function buildCopies(tx: Tx, guide: BuiltLiveGuide, count: number): Promise<void> {
  await tx.run(
    `create temporary table copy on commit drop as
       select gen_random_uuid() as id, 'copy-' || $2::text || '-' || n as slug from generate_series(1, $1::integer) n`,
    [count, guide.id],
  );
  await tx.run(
    `insert into guide (id, status, slug, language, category_id, owner_id, cadence_override, cadence_reason, live_version_id, live_publication,
            first_published_at, modified_at, last_reviewed_on, due_on, created_at, event_count, head_hash)
     select copy.id, 'live', copy.slug, language, category_id, owner_id, cadence_override, cadence_reason, live_version_id, 1,
            first_published_at, modified_at, last_reviewed_on, due_on, created_at, 1, encode(sha256(copy.slug::bytea), 'hex')
       from copy, guide g where g.id = $1`,
    [guide.id],
  );
  await tx.run(
    'insert into guide_slug select slug, slug, id, (select at from publication where guide_id = $1 limit 1) from copy',
    [guide.id],
  );
  await tx.run(
    `insert into publication (guide_id, number, kind, version_id, revision_id, sign_off_id, reviewed_by_sign_off_id, last_reviewed_on, due_on, at)
     select copy.id, 1, 'full', version_id, revision_id, sign_off_id, reviewed_by_sign_off_id, last_reviewed_on, due_on, at from copy, publication p
      where p.guide_id = $1`,
    [guide.id],
  );
  await tx.run(
    `insert into event (subject_kind, subject_id, number, name, at, moves, payload, previous_hash, hash)
     select 'guide', copy.id, 1, 'guide.created', g.created_at,
            jsonb_build_array(jsonb_build_object('kind', 'guide', 'id', copy.id, 'from', null, 'to', 'live')),
            jsonb_build_object('slug', copy.slug, 'sourceGuideId', null), '', encode(sha256(copy.slug::bytea), 'hex')
       from copy, guide g where g.id = $1`,
    [guide.id],
  );
  await tx.run(
    `insert into page (path, kind, guide_id, rendered_on) select '/guides/' || slug, 'guide', id, $1::date from copy`,
    [guide.lastReviewedOn],
  );
}
