import type { Reader } from './sweep-moment.js';

/** An open review that no reviewer could take now. Leads and admins are told daily while it stands. */
export interface ReviewNobodyCanTake {
  reviewId: string;
  guideId: string;
  slug: string;
  categoryId: string;
  kind: 'full' | 'changes' | 'recheck' | 'after-the-fact';
  openedAt: Date;
  decideBy: Date | null;
}

/** A guide held for more than a day without a decision. The director is told daily while it stands. */
export interface UndecidedHold {
  guideId: string;
  slug: string;
  categoryId: string;
  heldAt: Date;
  heldBy: string;
  medical: boolean;
}

/**
 * Open reviews for which nobody is eligible: verified specialty, language, no word in the text, no conflict, and not the one who
 * signed the same version before. Absence and load do not count: they pass. Oldest first.
 */
export function reviewsNobodyCanTake(reader: Reader, now: Date, today: string): Promise<ReviewNobodyCanTake[]> {
  return reader.rows<ReviewNobodyCanTake>(
    `with reviewer as materialized (
       select a.id, a.languages, signing_specialties(a.id, $1, $2) as specialties from account a
        where a.disabled_at is null and exists (
          select 1 from account_role r where r.account_id = a.id and r.role = 'reviewer'
             and r.revoked_at is null and (r.expires_at is null or r.expires_at > $1))
     )
     select w.id as "reviewId", g.id as "guideId", g.slug, g.category_id as "categoryId", w.kind, w.opened_at as "openedAt", w.decide_by as "decideBy"
       from review w join guide g on g.id = w.guide_id
      where w.status = 'open' and not exists (
        select 1 from reviewer r
         where g.language = any (r.languages)
           and exists (select 1 from version_specialty s where s.version_id = w.version_id and s.specialty = any (r.specialties))
           and not exists (select 1 from version_contributor c where c.version_id = w.version_id and c.account_id = r.id)
           and not exists (select 1 from bar b where b.guide_id = w.guide_id and b.account_id = r.id)
           and not exists (
             select 1 from sign_off s join review e on e.id = s.review_id
              where s.version_id = w.version_id and e.revision_id = w.revision_id and s.signer_id = r.id))
      order by w.opened_at, w.id`,
    [now, today],
  );
}

/** Holds that nobody released, replaced or turned into a withdrawal within 24 hours. Oldest first. */
export function undecidedHolds(reader: Reader, now: Date): Promise<UndecidedHold[]> {
  return reader.rows<UndecidedHold>(
    `select id as "guideId", slug, category_id as "categoryId", held_at as "heldAt", held_by as "heldBy", held_medical as medical
       from guide where status = 'held' and held_at <= $1::timestamptz - interval '24 hours' order by held_at, id`,
    [now],
  );
}
