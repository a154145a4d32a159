import type { GuideContent, VersionHtml } from '../guides/index.js';
import { rendererVersion, renderVersionHtml } from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import type { PublicationFact } from './page-history.js';

/** A signature as a page prints it. */
export interface PrintedSignature {
  id: string;
  kind: string;
  printedName: string;
  /** For the person's safety: neither page nor markup names them. */
  nameWithheld: boolean;
  /** Of their page as a reviewer, where they have one. */
  reviewerSlug: string | null;
  postNominals: string;
  conflict: 'none' | 'disclosed';
  conflictStatement: string;
  signedOn: string;
  specialty: string;
  schemaOrg: string | null;
  license: { region: string | null; checkedAt: string } | null;
  parts: string[];
}

/** Everything the page of a guide is made from. */
export interface GuidePageFacts {
  id: string;
  slug: string;
  status: string;
  statusBefore: string | null;
  language: string;
  liveVersionId: string | null;
  versionHash: string | null;
  head: GuideContent['head'] | null;
  references: GuideContent['references'] | null;
  html: VersionHtml | null;
  categorySlug: string;
  categoryName: string;
  firstPublishedAt: Date | null;
  modifiedAt: Date | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  carriedOver: boolean;
  heldAt: Date | null;
  goneAt: Date | null;
  takenDownAt: Date | null;
  /** Address of whoever demanded the take-down. */
  blockedFor: string | null;
  notice: string | null;
  successorPath: string | null;
  review: PrintedSignature | null;
  changes: (PrintedSignature & { publication: number })[];
  /** Every publication, newest first. */
  history: PublicationFact<PrintedSignature>[];
  /** The live guides that say the same in some language, this one included, the source first. */
  languages: { slug: string; language: string; title: string; source: boolean }[];
  /** Sizes of the images that the text may show, in pixels. */
  pictures: { digest: string; width: number; height: number }[];
  links: { id: string; slug: string; status: string; title: string | null }[];
  /** Live guides chosen for this one, best first. */
  related: { slug: string; title: string }[];
  /** By specialty of the text: what its physicians are called, and who is featured this month, in printed order. */
  network: {
    slug: string;
    specialty: string;
    practitioner: string;
    members: { name: string; credentials: string; slug: string; states: string[] }[];
  }[];
}

const printedSignature = `
         s.id, s.kind, a.name as "printedName", a.name_withheld as "nameWithheld",
         (select r.slug from reviewer_slug r where r.account_id = a.id) as "reviewerSlug", s.post_nominals as "postNominals", s.conflict, s.conflict_statement as "conflictStatement",
         s.signed_on as "signedOn", sp.name as specialty, sp.schema_org as "schemaOrg",
         (select jsonb_build_object('region', c ->> 'region', 'checkedAt', c ->> 'checkedAt') from jsonb_array_elements(s.credentials) c
           where c ->> 'kind' = 'license' and c ->> 'specialty' = s.specialties[1] and c ->> 'region' is not null limit 1) as license,
         (select coalesce(jsonb_agg(p.key order by p.key), '[]') from sign_off_part p where p.sign_off_id = s.id) as parts`;
const fromSignatures =
  'from sign_off s join account a on a.id = s.signer_id left join specialty sp on sp.slug = s.specialties[1]';
const signature = `select ${printedSignature} ${fromSignatures}`;

// Shown: members who may be, but never a signer of this guide or somebody who wrote in its text. The order is a lot drawn for guide and
// month ($2), which the page says; the licenses are those that hold today ($3).
const featured = `
  select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'credentials', x.post_nominals, 'slug', x.slug, 'states', (
      select coalesce(jsonb_agg(l.region order by l.region), '[]') from member_license l where l.physician_id = x.id and license_holds(l.standing, l.expires_on, $3))) order by x.lot), '[]')
    from (
      select m.id, m.given_name || ' ' || m.family_name as name, m.post_nominals, m.slug, md5(g.id || m.id::text || $2) as lot
        from physician m
       where m.specialty = sp.slug and member_is_shown(m.status)
         and (m.account_id is null or not (
           exists (select 1 from sign_off o where o.guide_id = g.id and o.signer_id = m.account_id)
           or exists (select 1 from version_contributor o where o.version_id = g.live_version_id and o.account_id = m.account_id)))
       order by lot limit 6) x`;

const network = `
  coalesce((select jsonb_agg(jsonb_build_object('slug', sp.slug, 'specialty', sp.name, 'practitioner', sp.practitioner, 'members', (${featured})) order by sp.name)
     from version_specialty vs join specialty sp on sp.slug = vs.specialty where vs.version_id = g.live_version_id and g.status = 'live'), '[]')`;

const related = `
  coalesce((select jsonb_agg(jsonb_build_object('slug', o.slug, 'title', ov.title) order by r.position)
     from related_guide r join guide o on o.id = r.related_id and o.status = 'live' join version ov on ov.id = o.live_version_id where r.guide_id = g.id), '[]')`;
const history = `
  case when g.status = 'live' then coalesce((select jsonb_agg(jsonb_build_object('number', q.number, 'kind', q.kind, 'at', q.at, 'notice', q.notice, 'versionId', q.version_id,
      'sourceTitle', q.source_title, 'sourceUrl', q.source_url, 'sections', q.sections, 'endsNumber', q.ends_number, 'revertsTo', q.reverts_to,
      'awaiting', awaits_second_review(q),
      'signature', (select to_jsonb(x) from (${signature} where s.id = q.sign_off_id) x)) order by q.number desc)
     from publication q where q.guide_id = g.id), '[]') else '[]' end`;

const languages = `
  coalesce((select jsonb_agg(jsonb_build_object('slug', t.slug, 'language', t.language, 'title', tv.title, 'source', t.source_guide_id is null)
       order by t.source_guide_id is not null, t.language, t.id)
     from guide t join version tv on tv.id = t.live_version_id
    where t.status = 'live' and (t.id = coalesce(g.source_guide_id, g.id) or t.source_guide_id = coalesce(g.source_guide_id, g.id))), '[]')`;

const pictures = `
  coalesce((select jsonb_agg(jsonb_build_object('digest', i.digest, 'width', i.width, 'height', i.height))
     from jsonb_array_elements(v.body -> 'images' -> 'entries') e join image i on i.digest = e ->> 'digest'), '[]')`;

const query = `
  select g.id, g.slug, g.status, g.status_before as "statusBefore", g.language, g.live_version_id as "liveVersionId", v.hash as "versionHash",
         v.body -> 'head' as head, case when g.status = 'live' then v.body -> 'references' end as references,
         case when g.status = 'live' and h.body is null then v.body end as unrendered, case when g.status = 'live' then h.body end as html, c.slug as "categorySlug", c.name as "categoryName",
         g.first_published_at as "firstPublishedAt", g.modified_at as "modifiedAt", g.last_reviewed_on as "lastReviewedOn", g.due_on as "dueOn",
         g.carried_over as "carriedOver", g.held_at as "heldAt", g.gone_at as "goneAt", g.taken_down_at as "takenDownAt", g.blocked_for as "blockedFor", g.notice,
         (select '/guides/' || s.slug from guide s where s.id = final_successor(g.id)) as "successorPath",
         (select to_jsonb(x) from (${signature} where s.id = p.reviewed_by_sign_off_id) x) as review,
         coalesce((select jsonb_agg(to_jsonb(x) order by x."signedOn", x.id) from (select q.number as publication, ${printedSignature} ${fromSignatures}
            join publication q on q.sign_off_id = s.id and q.guide_id = g.id and q.kind = 'changes'
             and q.number > (select max(number) from publication a where a.guide_id = g.id and a.reviewed_by_sign_off_id = p.reviewed_by_sign_off_id and a.kind in ('full', 'recheck'))) x), '[]') as changes,
         coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'slug', l.slug, 'status', l.status, 'title', lv.title) order by lv.title, l.id)
            from version_link k join guide l on l.id = k.guide_id left join version lv on lv.id = l.live_version_id where k.version_id = g.live_version_id), '[]') as links,
         case when g.status = 'live' then ${related} else '[]' end as related, ${network} as network, ${history} as history, ${languages} as languages, ${pictures} as pictures
    from guide g
    join category c on c.id = g.category_id
    left join version v on v.id = g.live_version_id
    left join version_html h on h.version_hash = v.hash and h.renderer = ${rendererVersion}
    left join publication p on p.guide_id = g.id and p.number = g.live_publication
   where g.id = any ($1)`;

/**
 * PostgreSQL takes a list that it does not know for one of ten, and plans this statement anew each time that a known list is shorter:
 * for 8 ms, where asking takes one. As long as that, and the first plan is kept.
 */
const assumedLength = 10;

/** The facts of several guides, in one statement. */
export async function readGuideFacts(
  tx: Tx,
  guideIds: readonly string[],
  today: string,
): Promise<Map<string, GuidePageFacts>> {
  const [first] = guideIds;
  if (first === undefined) return new Map();
  const repeated = Array.from({ length: Math.max(0, assumedLength - guideIds.length) }, () => first);
  const rows = await tx.rows<GuidePageFacts & { unrendered: GuideContent | null }>(query, [
    [...guideIds, ...repeated],
    today.slice(0, 7),
    today,
  ]);
  // The table of HTML may be emptied at any time: then the text is rendered here.
  return new Map(
    rows.map(({ unrendered, ...row }) => [row.id, unrendered ? { ...row, html: renderVersionHtml(unrendered) } : row]),
  );
}
