import type { Tx } from '../platform/database.js';
import {
  renderNotFoundPage,
  renderReviewerPage,
  reviewerPath,
  stateName,
  type PublisherView,
  type ReviewedGuide,
  type ReviewerPageView,
  type SignedGuideView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';
import { disclosureLine } from './printed-names.js';

interface PersonRow {
  name: string;
  slug: string;
  /** Of the profile in the network, while it is shown. */
  memberSlug: string | null;
}

const person = `
  select a.name, r.slug, m.slug as "memberSlug"
    from account a join reviewer_slug r on r.account_id = a.id
    left join physician m on m.account_id = a.id and member_is_shown(m.status)
   where a.id = $1 and not a.name_withheld`;

interface SignedRow {
  slug: string;
  title: string;
  categorySlug: string;
  categoryName: string;
  lastReviewedOn: string;
  credentials: string;
  specialty: string;
  schemaOrg: string | null;
  conflict: 'none' | 'disclosed';
  conflictStatement: string;
  license: { region: string; checkedAt: string } | null;
}

// The license as the signature froze it: what became of it since is not this page's to tell.
const signed = `
  select g.slug, v.title, c.slug as "categorySlug", c.name as "categoryName", g.last_reviewed_on as "lastReviewedOn",
         s.post_nominals as credentials, sp.name as specialty, sp.schema_org as "schemaOrg", s.conflict, s.conflict_statement as "conflictStatement",
         (select jsonb_build_object('region', l ->> 'region', 'checkedAt', l ->> 'checkedAt') from jsonb_array_elements(s.credentials) l
           where l ->> 'kind' = 'license' and l ->> 'specialty' = s.specialties[1] and l ->> 'region' is not null limit 1) as license
    from standing_review r
    join guide g on g.id = r.guide_id
    join version v on v.id = g.live_version_id
    join category c on c.id = g.category_id
    join sign_off s on s.id = r.sign_off_id
    join specialty sp on sp.slug = r.specialty
   where r.signer_id = $1 order by s.signed_at desc, v.title, g.id`;

/** The page of whoever signed a standing review. Whoever did not, or whose name is withheld, has none, and nothing tells which. */
export async function reviewerAnswer(tx: Tx, accountId: string, publisher: PublisherView): Promise<PageAnswer> {
  const found = await tx.first<PersonRow>(person, [accountId]);
  const rows = found ? await tx.rows<SignedRow>(signed, [accountId]) : [];
  const [latest] = rows;
  if (!found || !latest) return stored(renderNotFoundPage({ publisher }));
  return stored(renderReviewerPage(reviewerView(found, latest, rows, publisher)));
}

function reviewerView(
  { name, slug, memberSlug }: PersonRow,
  latest: SignedRow,
  rows: SignedRow[],
  publisher: PublisherView,
): ReviewerPageView {
  const specialties = new Map(rows.map((row) => [row.specialty, row.schemaOrg]));
  const { license } = latest;
  return {
    publisher,
    path: reviewerPath(slug),
    name,
    credentials: latest.credentials,
    specialties: [...specialties].map(([specialty, schemaOrg]) => ({
      name: specialty,
      ...(schemaOrg ? { schemaOrg } : {}),
    })),
    ...(license ? { license: { state: stateName(license.region), checkedOn: license.checkedAt.slice(0, 10) } } : {}),
    ...(memberSlug ? { profilePath: `/physicians/${memberSlug}` } : {}),
    paid: publisher.membersPay ?? true,
    reviews: rows.map((row) => signedGuide(row, name)),
  };
}

function signedGuide(row: SignedRow, name: string): SignedGuideView {
  const { slug, title, categorySlug, categoryName, lastReviewedOn, conflict, conflictStatement } = row;
  return {
    path: `/guides/${slug}`,
    title,
    category: { slug: categorySlug, name: categoryName },
    lastReviewedOn,
    disclosure: disclosureLine({ name, conflict, conflictStatement }),
  };
}

/** Reviews listed beside the physicians of a specialty. */
const latestReviews = 30;

const reviewed = `
  select '/guides/' || g.slug as path, v.title, g.last_reviewed_on as "lastReviewedOn"
    from standing_review r
    join guide g on g.id = r.guide_id
    join version v on v.id = g.live_version_id
    join sign_off s on s.id = r.sign_off_id`;

/** The latest standing reviews that were signed in a specialty. */
export function reviewedInSpecialty(tx: Tx, specialty: string): Promise<ReviewedGuide[]> {
  return tx.rows<ReviewedGuide>(
    `${reviewed} where r.specialty = $1 order by s.signed_at desc, v.title, g.id limit ${latestReviews}`,
    [specialty],
  );
}

/** What the review of a member stands on, with their page as a reviewer; null without any, and where the name is withheld. */
export async function reviewedByMember(
  tx: Tx,
  physicianId: string,
): Promise<{ path: string; guides: ReviewedGuide[] } | null> {
  const found = await tx.first<{ id: string; slug: string }>(
    `select a.id, r.slug from physician m join account a on a.id = m.account_id and not a.name_withheld
       join reviewer_slug r on r.account_id = a.id where m.id = $1`,
    [physicianId],
  );
  if (!found) return null;
  const guides = await tx.rows<ReviewedGuide>(
    `${reviewed} where r.signer_id = $1 order by s.signed_at desc, v.title, g.id`,
    [found.id],
  );
  return guides.length > 0 ? { path: reviewerPath(found.slug), guides } : null;
}
