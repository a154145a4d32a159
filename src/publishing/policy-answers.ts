import { renderMarkdown } from '../guides/index.js';
import { civilDate } from '../platform/civil-date.js';
import type { Tx } from '../platform/database.js';
import { checklist } from '../reviews/index.js';
import {
  goneWords,
  renderCorrectionsPage,
  renderNotFoundPage,
  renderPolicyPage,
  type CorrectionsView,
  type GoneReason,
  type ListedCorrection,
  type PolicyKey,
  type PolicyView,
  type PublisherView,
  type ReviewFiguresView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

const policies: Record<string, PolicyView['policy']> = {
  '/how-we-review': 'howWeReview',
  '/policies/editorial': 'editorial',
  '/policies/advertising': 'advertising',
  '/policies/privacy': 'privacy',
};

/** A policy, from the publisher's own words or ours, with the facts of this day. */
export async function policyAnswer(tx: Tx, path: string, publisher: PublisherView, today: string): Promise<PageAnswer> {
  const policy = policies[path];
  if (!policy) return stored(renderNotFoundPage({ publisher }));
  const cadences = await tx.rows<PolicyView['cadences'][number]>(
    'select slug, name, cadence_months as months from category c where exists (select 1 from guide g where g.category_id = c.id and g.status = $1) order by name, slug',
    ['live'],
  );
  const questions = checklist.map(({ question }) => question);
  const figures = await readFigures(tx, today);
  return stored(renderPolicyPage({ publisher, policy, cadences, questions, figures, ...ownText(publisher, policy) }));
}

function ownText({ policies: own }: PublisherView, policy: PolicyKey): { ownHtml?: string } {
  const markdown = own?.[policy];
  return markdown ? { ownHtml: renderMarkdown(markdown, { references: [] }) } : {};
}

async function readFigures(tx: Tx, today: string): Promise<ReviewFiguresView> {
  const { median, ...counts } = await tx.one<Omit<ReviewFiguresView, 'on'> & { median: number | null }>(
    `select count(*)::integer as live, count(*) filter (where state = 'current')::integer as current,
            count(*) filter (where state = 'due-soon')::integer as "dueSoon", count(*) filter (where state = 'stale')::integer as overdue,
            count(*) filter (where state = 'unreviewed')::integer as unreviewed,
            percentile_disc(0.5) within group (order by age) as median
       from (select freshness(last_reviewed_on, due_on, $1::date) as state, $1::date - last_reviewed_on as age from guide where status = 'live') g`,
    [today],
  );
  return { on: today, ...counts, ...(median === null ? {} : { medianAgeInDays: median }) };
}

/** On the first page; the others stand on the page of their year. */
const latest = 50;

interface CorrectionRow {
  kind: ListedCorrection['kind'];
  slug: string;
  title: string;
  notice: string | null;
  at: Date;
  awaiting: boolean;
}

// Of what was taken down for legal reasons nothing is told here.
const corrections = `
  select q.kind, g.slug, v.title, q.notice, q.at, awaits_second_review(q) as awaiting
    from publication q
    join guide g on g.id = q.guide_id and g.status <> 'legal'
    join version v on v.id = g.live_version_id
   where is_correction(q.kind) and q.ends_number is null`;

/** Every correction that readers were told of: the latest, or those of a year in the publisher's zone. */
export async function correctionsAnswer(tx: Tx, path: string, publisher: PublisherView): Promise<PageAnswer> {
  const year = path === '/corrections' ? undefined : Number(path.slice('/corrections/'.length));
  const rows = await tx.rows<CorrectionRow>(
    `${corrections} and ($1::integer is null or extract(year from civil_date(q.at, $2)) = $1) order by q.at desc, q.id desc`,
    [year ?? null, publisher.timeZone],
  );
  if (year !== undefined && rows.length === 0) return stored(renderNotFoundPage({ publisher }));
  const listed = rows.map((row) => listedCorrection(row, publisher));
  const years = new Set(listed.map(({ on }) => Number(on.slice(0, 4))));
  const view: CorrectionsView = {
    publisher,
    ...(year === undefined ? ownText(publisher, 'corrections') : { year }),
    corrections: year === undefined ? listed.slice(0, latest) : listed,
    years: year === undefined && listed.length > latest ? [...years] : [],
  };
  return stored(renderCorrectionsPage(view));
}

function listedCorrection(row: CorrectionRow, { timeZone }: PublisherView): ListedCorrection {
  const { kind, slug, title, notice, at, awaiting } = row;
  return {
    path: `/guides/${slug}`,
    title,
    kind,
    on: civilDate(at, timeZone),
    text: kind === 'withdrawal' ? goneWords((notice ?? 'outdated') as GoneReason) : (notice ?? ''),
    ...(awaiting ? { awaitingSecondReview: true } : {}),
  };
}
