import { lint, readDraft, readVersion, type GuideContent, type Guides } from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import type { Facts } from './facts.js';

/** The open revision whose text would be carried over, if there is one. */
export async function draftToCarryOver(tx: Tx, guideId: string): Promise<string | undefined> {
  const draft = await tx.first<{ id: string }>(
    `select id from revision where guide_id = $1 and kind = 'ordinary' and status not in ('published', 'discarded')`,
    [guideId],
  );
  return draft?.id;
}

/** For proposing: is the text fit to be shown, and when would it be reviewed first? */
export async function carryOverFacts(tx: Tx, guides: Guides, facts: Facts): Promise<Partial<Facts>> {
  if (facts.guide.status !== 'unpublished') return {};
  const draft = await draftToCarryOver(tx, facts.guide.id);
  const content = draft && (await readDraft(tx, draft)).content;
  return {
    ...(content ? { lintErrors: await textProblems(tx, guides, content) } : {}),
    ...(facts.input.firstPublishedOn
      ? { firstReview: await firstReview(tx, facts, content ? content.head.specialties : []) }
      : {}),
  };
}

/** For releasing: the proposed text is asked again, since categories and rules may have changed meanwhile. */
export async function proposedTextFacts(tx: Tx, guides: Guides, facts: Facts): Promise<Partial<Facts>> {
  const versionId = facts.proposal?.body['versionId'];
  if (facts.guide.status !== 'unpublished' || typeof versionId !== 'string') return {};
  return { lintErrors: await textProblems(tx, guides, (await readVersion(tx, versionId)).content) };
}

/** What blocks a submission blocks an old page too; only a list of references is not asked of it. */
async function textProblems(tx: Tx, guides: Guides, content: GuideContent): Promise<string[]> {
  const errors = lint(content).filter(
    ({ severity, rule, part }) => severity === 'error' && !(rule === 'L04' && part === 'references'),
  );
  const empty = content.lead.markdown === '' && content.sections.length === 0;
  return [
    ...(empty ? ['There is no text: neither a lead nor a section.'] : []),
    ...errors.map(({ rule, message }) => `${rule}: ${message}`),
    ...(await guides.headProblems(tx, content.head)),
  ];
}

// A day that nobody names is the working day with the least on it, in the week with the least that reviewers of these specialties are
// asked for: planned rechecks, and first reviews carried over or proposed; of equals the soonest that leaves time for every reminder.
// $1 today, $2 months of the window, $3 specialties, $4 now, $5 the day named.
const firstReviewQuery = `
  with frame as (
    select ($1::date + make_interval(months => $2))::date as latest, $1::date - (select min(days) from reminder_threshold) as earliest
  ), planned as (
    select coalesce(g.recheck_planned_on, g.due_on) as day from guide g
     where g.status in ('live', 'held') and exists (
       select 1 from version_specialty s where s.version_id = g.live_version_id and s.specialty = any ($3))
    union all
    select (p.body ->> 'plannedFor')::date from proposal p
     where p.name = 'carryOver' and p.settled_at is null and p.lapses_at > $4 and exists (
       select 1 from version_specialty s where s.version_id = (p.body ->> 'versionId')::uuid and s.specialty = any ($3))
  ),
  by_week as (select date_trunc('week', day::timestamp) as week, count(*) as reviews from planned group by 1),
  by_day as (select day, count(*) as reviews from planned group by 1)
  select f.latest, coalesce($5::date, (
    select d.day from generate_series(0, f.latest - f.earliest) n cross join lateral (select f.earliest + n as day) d
      left join by_week w on w.week = date_trunc('week', d.day::timestamp) left join by_day b on b.day = d.day
     where extract(isodow from d.day) < 6
     order by coalesce(w.reviews, 0), coalesce(b.reviews, 0), d.day limit 1)) as "plannedFor"
    from frame f`;

function firstReview(tx: Tx, facts: Facts, specialties: string[]): Promise<NonNullable<Facts['firstReview']>> {
  const { today, now, carryOverMonths, input } = facts;
  return tx.one(firstReviewQuery, [today, carryOverMonths, specialties, now, input.plannedFor ?? null]);
}
