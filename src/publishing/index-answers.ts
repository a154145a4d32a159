import type { Tx } from '../platform/database.js';
import {
  renderGuideIndex,
  renderNotFoundPage,
  renderReviewerIndex,
  renderSpecialtyIndex,
  reviewerPath,
  type GuideIndexView,
  type ListedReviewer,
  type PublisherView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

/** Guides of a category on the list of all; the category's own page has the others. */
const guidesOfCategory = 100;

const alphabet = new Intl.Collator('en');

/** The lists of everything: guides, reviewers, and the specialties of physicians. */
export async function indexAnswer(tx: Tx, path: string, publisher: PublisherView): Promise<PageAnswer> {
  switch (path) {
    case '/guides':
      return stored(renderGuideIndex({ publisher, categories: await categories(tx) }));
    case '/reviewers':
      return stored(renderReviewerIndex({ publisher, reviewers: await reviewers(tx) }));
    case '/specialties':
      return stored(renderSpecialtyIndex({ publisher, specialties: await specialties(tx) }));
    default:
      return stored(renderNotFoundPage({ publisher }));
  }
}

async function categories(tx: Tx): Promise<GuideIndexView['categories']> {
  return tx.rows<GuideIndexView['categories'][number]>(
    `select c.slug, c.name, count(*)::integer as "guideCount",
            jsonb_agg(jsonb_build_object('path', '/guides/' || l.slug, 'title', l.title) order by l.place) filter (where l.place <= $1) as guides
       from category c join (
         select g.category_id, g.slug, v.title, row_number() over (partition by g.category_id order by v.title, g.id) as place
           from guide g join version v on v.id = g.live_version_id where g.status = 'live') l on l.category_id = c.id
      group by c.id order by c.name, c.slug`,
    [guidesOfCategory],
  );
}

/** By name, and those of one name by address. */
async function reviewers(tx: Tx): Promise<ListedReviewer[]> {
  const rows = await tx.rows<Omit<ListedReviewer, 'path'> & { slug: string }>(
    `select a.name, n.slug, (array_agg(s.post_nominals order by s.signed_at desc, s.id))[1] as credentials,
            array_agg(distinct sp.name) as specialties, count(*)::integer as "guideCount", max(g.last_reviewed_on) as "lastReviewedOn"
       from standing_review r
       join guide g on g.id = r.guide_id
       join sign_off s on s.id = r.sign_off_id
       join account a on a.id = r.signer_id and not a.name_withheld
       join reviewer_slug n on n.account_id = a.id
       join specialty sp on sp.slug = r.specialty
      group by a.id, n.slug order by n.slug`,
  );
  return rows
    .map(({ slug, ...reviewer }) => ({ ...reviewer, path: reviewerPath(slug) }))
    .sort((one, other) => alphabet.compare(one.name, other.name));
}

function specialties(tx: Tx): Promise<{ slug: string; name: string; practitioner: string }[]> {
  return tx.rows('select slug, name, practitioner from specialty order by name');
}
