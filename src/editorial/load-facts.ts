import { leads, type Actor } from '../identity/index.js';
import { contentHash, type GuideContent } from '../guides/index.js';
import { checklistState, type Answer } from '../reviews/index.js';
import type { ChainHead } from '../platform/event-store.js';
import { Missing } from '../platform/errors.js';
import type { Tx } from '../platform/database.js';
import type {
  Facts,
  GuideFacts,
  ProposalFacts,
  PublicationFacts,
  ReviewFacts,
  ReviewerFacts,
  RevisionFacts,
  RevisionKind,
  TransitionInput,
} from './facts.js';

/** What a transition acts on, found before the lock is taken. */
export interface Target {
  guideId: string;
  revisionId: string | null;
  reviewId: string | null;
}

/** When it happens, and by whom; `actor` null is the clock. */
export interface Moment {
  now: Date;
  today: string;
  cutOverOn: string | null;
  carryOverMonths: number;
  actor: Actor | null;
  requestId: string | null;
}

type GuideRow = GuideFacts & { eventCount: number; headHash: string };

/** Whose guide is meant, and which revision with it. Neither a revision nor a review ever changes its guide, so that reading it before the lock is safe. */
const subjects = {
  guide: { guide: '$1', revision: 'null::uuid' },
  revision: { guide: '(select guide_id from revision where id = $1)', revision: '$1::uuid' },
  review: {
    guide: '(select guide_id from review where id = $1)',
    revision: '(select revision_id from review where id = $1)',
  },
};

interface Subject {
  guide: GuideFacts;
  head: ChainHead;
  target: Target;
}

/** Locks the guide for the rest of the transaction and reads it: whatever is decided next, nobody else decides meanwhile. */
export function lockGuide(tx: Tx, guideId: string): Promise<Subject> {
  return readSubject(tx, 'guide', guideId, 'for no key update');
}

/** Reads a guide; without the lock only for showing. */
export function readGuide(tx: Tx, guideId: string): Promise<Subject> {
  return readSubject(tx, 'guide', guideId);
}

/** The guide, revision or review that an act is about, with its guide. Throws {@link Missing}. */
export async function readSubject(
  tx: Tx,
  noun: keyof typeof subjects,
  id: string,
  lock: '' | 'for no key update' = '',
): Promise<Subject> {
  const subject = subjects[noun];
  const row = await tx.first<GuideRow & { revisionId: string | null }>(
    `select id, ${subject.revision} as "revisionId", status, status_before as "statusBefore", slug, language, category_id as "categoryId", owner_id as "ownerId",
            live_version_id as "liveVersionId", null as "liveHash", live_publication as "livePublication", carried_over as "carriedOver",
            last_reviewed_on as "lastReviewedOn", due_on as "dueOn", held_by as "heldBy", held_medical as "heldMedical", held_at as "heldAt",
            first_published_at as "firstPublishedAt", version, event_count as "eventCount", head_hash as "headHash"
       from guide where id = ${subject.guide} ${lock}`,
    [id],
  );
  if (!row) throw new Missing(noun);
  const { eventCount, headHash, revisionId, ...guide } = row;
  return {
    guide,
    head: { kind: 'guide', id: guide.id, eventCount, headHash },
    target: { guideId: guide.id, revisionId, reviewId: noun === 'review' ? id : null },
  };
}

interface FactsRow {
  liveHash: string | null;
  openKinds: RevisionKind[];
  revision: RevisionFacts | null;
  review: (Omit<ReviewFacts, 'checklist'> & { answers: Record<string, Answer> | null }) | null;
  self: ReviewerFacts | null;
  assignee: ReviewerFacts | null;
  unansweredBlocking: number;
  proposal: ProposalFacts | null;
}

// One statement, one snapshot, after the lock. Of a revision the review that is open, else its last.
// $1 guide, $2 revision, $3 review, $4 actor, $5 now, $6 today, $7 live version,
// $8 named assignee, $9 name of the proposal that the transition confirms.
const factsQuery = `
  with the_revision as (select * from revision where id = $2 and guide_id = $1),
  the_review as (
    select w.* from review w
     where w.guide_id = $1 and (w.id = $3 or ($3::uuid is null and w.revision_id = $2 and w.kind <> 'after-the-fact'))
     order by w.status in ('open', 'assigned') desc, w.opened_at desc, w.id desc limit 1
  )
  select
    (select hash from version where id = $7) as "liveHash",
    (select coalesce(array_agg(kind), '{}') from revision where guide_id = $1 and status not in ('published', 'discarded')) as "openKinds",
    (select jsonb_build_object('id', r.id, 'kind', r.kind, 'status', r.status, 'openedSinceGone', g.gone_at is null or r.opened_at > g.gone_at, 'baseVersionId', r.base_version_id, 'baseHash', r.base_hash,
       'reviewKind', r.review_kind, 'submittedBy', r.submitted_by, 'submittedVersionId', r.submitted_version_id,
       'submittedHash', (select hash from version where id = r.submitted_version_id),
       'approvedVersionId', r.approved_version_id, 'approvedSignOffId', r.approved_sign_off_id, 'proposedBy', r.proposed_by,
       'scheduledFor', r.scheduled_for, 'version', r.version,
       'signedVersionId', coalesce(
          (select case when s.kind = 'changes' and s.version_id = w.version_id then s.rests_on_version_id else s.version_id end
             from sign_off s join version v on v.id = s.version_id left join the_review w on true
            where v.revision_id = r.id order by s.signed_at desc limit 1),
          (select changes_rest_on(r.base_version_id) from guide g where g.id = $1 and not g.carried_over and r.base_version_id is not null and supported(r.base_version_id))),
       'hasSignOff', r.approved_sign_off_id is not null or exists (select 1 from sign_off s join version v on v.id = s.version_id where v.revision_id = r.id),
       'actorContributed', exists (select 1 from contribution c where c.revision_id = r.id and c.account_id = $4),
       'baseCurrent', base_current(r.base_version_id, $7)) from the_revision r join guide g on g.id = r.guide_id) as revision,
    (select jsonb_build_object('id', w.id, 'kind', w.kind, 'status', w.status, 'revisionId', w.revision_id, 'versionId', w.version_id,
       'versionHash', v.hash, 'assigneeId', w.assignee_id, 'version', w.version,
       'versionSpecialties', (select coalesce(jsonb_agg(specialty), '[]') from version_specialty s where s.version_id = w.version_id),
       'opened', exists (select 1 from review_opening o where o.review_id = w.id and o.account_id = w.assignee_id and o.version_id = w.version_id),
       'earlierSigners', (select coalesce(jsonb_agg(s.signer_id), '[]') from sign_off s join review e on e.id = s.review_id
          where s.version_id = w.version_id and w.revision_id is not null and e.id <> w.id),
       'answers', (select jsonb_object_agg(item, answer) from review_answer a where a.review_id = w.id and a.version_id = w.version_id),
       'openBlockingComments', (select count(*) from comment c where (c.revision_id = w.revision_id or c.review_id = w.id) and c.blocking and c.resolved_at is null),
       'blockingCommentsHere', (select count(*) from comment c where c.review_id = w.id and c.blocking and c.resolved_at is null))
      from the_review w join version v on v.id = w.version_id) as review,
    (select reviewer_facts($4, coalesce((select version_id from the_review), $7), $5, $6) where $4::uuid is not null) as self,
    (select reviewer_facts($8, (select version_id from the_review), $5, $6) where $8::uuid is not null) as assignee,
    (select count(*) from comment c where c.revision_id = $2 and c.blocking and c.resolved_at is null and c.answer is null) as "unansweredBlocking",
    (select jsonb_build_object('id', p.id, 'name', p.name, 'hash', p.hash, 'proposedBy', p.proposed_by, 'body', p.body,
       'proposerIsDirector', exists (select 1 from roles_of(p.proposed_by, $5) r where r.role = 'director'),
       'proposerIsAdmin', exists (select 1 from roles_of(p.proposed_by, $5) r where r.role = 'admin'),
       'proposerLeads', exists (select 1 from roles_of(p.proposed_by, $5) r where r.role = 'lead'
          and (r.category_id is null or r.category_id = (select category_id from guide where id = $1))))
      from proposal p where p.subject_kind = 'guide' and p.subject_id = $1 and p.name = $9 and p.settled_at is null and p.lapses_at > $5) as proposal`;

/** The facts for one guide, with its revision and review where the target names them. Call {@link lockGuide} first when deciding. */
export async function loadFacts(
  tx: Tx,
  guide: GuideFacts,
  target: Target,
  moment: Moment,
  input: TransitionInput,
  proposal: string | null,
): Promise<Facts> {
  const row = await tx.one<FactsRow>(factsQuery, [
    guide.id,
    target.revisionId,
    target.reviewId,
    moment.actor?.accountId ?? null,
    moment.now,
    moment.today,
    guide.liveVersionId,
    input.assigneeId ?? null,
    proposal,
  ]);
  if (target.revisionId && !row.revision) throw new Missing('revision');
  if (target.reviewId && !row.review) throw new Missing('review');
  return {
    now: moment.now,
    today: moment.today,
    cutOverOn: moment.cutOverOn,
    carryOverMonths: moment.carryOverMonths,
    actorIsDirector: moment.actor?.roles.has('director') ?? false,
    actorIsAdmin: moment.actor?.roles.has('admin') ?? false,
    actorLeads: moment.actor !== null && leads(moment.actor, guide.categoryId),
    actor: {
      id: moment.actor?.accountId ?? null,
      via: moment.actor?.via ?? 'clock',
      reauthenticatedAt: moment.actor?.reauthenticatedAt ?? null,
    },
    guide: { ...guide, liveHash: row.liveHash },
    openKinds: row.openKinds,
    revision: row.revision,
    review: row.review && { ...row.review, checklist: checklistState(row.review.answers ?? {}) },
    self: row.self,
    assignee: row.assignee,
    unansweredBlocking: row.unansweredBlocking,
    lintErrors: [],
    minorObjections: [],
    publication: row.revision?.approvedVersionId ? await publicationFacts(tx, guide, row.revision, moment) : null,
    proposal: row.proposal,
    firstReview: null,
    slugProblems: [],
    successorProblem: null,
    replacementProblems: [],
    changedParts: [],
    standingNotice: null,
    earlier: null,
    address: null,
    input,
  };
}

interface PublicationRow {
  body: GuideContent;
  hash: string;
  signedHash: string | null;
  signedAt: Date | null;
  approvedKind: string | null;
  signerIds: string[];
  approverId: string | null;
  wholeSigned: boolean;
  anchorId: string | null;
  anchorOn: string | null;
  dueOn: string | null;
  signerProblem: string | null;
}

// Which signatures carry the approved version (the approval, and within this revision what a signature of changes rests on), and what
// its page would print. Full: they cover every part.
const publicationQuery = `
  with recursive approved as (select v.* from version v where v.id = $2),
  approval as (select * from sign_off where id = $3),
  signed as (
    select * from approval
    union
    select below.* from signed above cross join lateral (
      select s.* from sign_off s join review w on w.id = s.review_id
       where above.kind = 'changes' and w.revision_id = $1 and s.version_id = above.rests_on_version_id and s.id <> above.id
       order by s.kind = 'full' desc, s.signed_at desc limit 1) below
  ),
  whole as (
    select not exists (
      select 1 from version_part p where p.version_id = $2 and not exists (
        select 1 from sign_off_part sp where sp.sign_off_id = any (array(select id from signed)) and sp.key = p.key and sp.hash = p.hash)) as signed
  ),
  anchor as (
    select s.id, s.signed_on from signed s, whole where (s.kind = 'full' and whole.signed) or (s.id = $3 and s.kind = 'recheck')
     order by s.signed_at desc limit 1
  ),
  before as (
    select p.reviewed_by_sign_off_id as id, p.last_reviewed_on as signed_on from publication p
     where p.guide_id = $4 and p.number = $5
  ),
  chosen as (select * from anchor union all select * from before where not exists (select 1 from anchor))
  select approved.body, approved.hash, (select version_hash from approval) as "signedHash", (select signed_at from approval) as "signedAt", (select kind from approval) as "approvedKind",
    (select coalesce(array_agg(distinct signer_id), '{}') from signed) as "signerIds", (select signer_id from approval) as "approverId",
    exists (select 1 from anchor) as "wholeSigned",
    (select id from chosen limit 1) as "anchorId", (select signed_on from chosen limit 1) as "anchorOn",
    (select due_on(signed_on, coalesce(g.cadence_override, c.cadence_months)) from chosen, guide g, category c
      where g.id = $4 and c.slug = approved.body -> 'head' ->> 'category' limit 1) as "dueOn",
    (select case
        when st.standing <> 'verified' then 'A license of ' || a.printed_name || ' is ' || case when st.standing = 'revoked' then 'revoked' else 'suspended' end || '.'
        else 'The license of ' || a.printed_name || ' ended more than 30 days ago.' end
       from signed a join credential c on c.account_id = a.signer_id
       cross join lateral credential_standing_at(c.id, $6) st
      where c.kind = 'license' and (st.standing <> 'verified' or (st.expires_on < $7::date - 30 and c.specialty = any (a.specialties)
        and not (signing_specialties(a.signer_id, $6, $7) && a.specialties))) and st.standing <> 'administrative'
      limit 1) as "signerProblem"
  from approved`;

async function publicationFacts(
  tx: Tx,
  guide: GuideFacts,
  revision: RevisionFacts,
  moment: Moment,
): Promise<PublicationFacts | null> {
  const row = await tx.one<PublicationRow>(publicationQuery, [
    revision.id,
    revision.approvedVersionId,
    revision.approvedSignOffId,
    guide.id,
    guide.livePublication,
    moment.now,
    moment.today,
  ]);
  return {
    kind: row.approvedKind === 'recheck' ? 'recheck' : row.wholeSigned ? 'full' : 'changes',
    signerIds: row.signerIds,
    approverId: row.approverId,
    reviewedBySignOffId: row.anchorId,
    lastReviewedOn: row.anchorOn,
    dueOn: row.dueOn,
    hash: row.hash,
    signedAt: row.signedAt,
    hashesHold: row.signedHash === row.hash && contentHash(row.body) === row.hash,
    signerProblem: row.signerProblem,
  };
}
