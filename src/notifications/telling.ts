import type { Tx } from '../platform/database.js';
import { readToldFacts, type Moment, type ToldFacts } from './parties.js';
import type { Notice, Party, Story, Urgency } from './notice.js';
import { noticeOf } from './recipients.js';
import { deskPath, quoted } from './wording.js';

/** One thing to tell, and whom how soon. */
export interface Telling {
  /** What is told once per person and channel. */
  source: string;
  eventId: number | null;
  kind: string;
  title: string;
  body: string;
  link: string;
  told: ReadonlyMap<string, Urgency>;
}

/** Writes one row per person and channel, unless it is there already; disabled accounts get none. */
export async function tell(tx: Tx, telling: Telling, at: Date): Promise<void> {
  const { source, eventId, kind, title, body, link, told } = telling;
  if (told.size === 0) return;
  await tx.run(
    `insert into notification (source, event_id, account_id, channel, urgency, kind, title, body, link, created_at)
     select $1, $2, a.id, c.channel, t.urgency, $3, $4, $5, $6, $7
       from unnest($8::uuid[], $9::text[]) t (account_id, urgency)
       join account a on a.id = t.account_id and a.disabled_at is null
      cross join (values ('inbox'), ('email')) c (channel)
      order by a.id, c.channel
     on conflict (source, account_id, channel) do nothing`,
    [source, eventId, kind, title, body, link, at, [...told.keys()], [...told.values()]],
  );
}

/** Tells of one event whoever is to know; twice is the same as once. Answers how many are to have mail at once. */
export async function tellOfEvent(tx: Tx, eventId: number, moment: Moment): Promise<number> {
  const facts = await readToldFacts(tx, eventId, moment);
  if (!facts) return 0;
  const { kind } = facts.payload;
  const notice = noticeOf(facts.name, typeof kind === 'string' ? kind : null);
  const told = urgencies(notice.told, facts.parties ?? {}, facts.actorId);
  const story = storyOf(facts);
  const telling = {
    source: `event:${eventId}`,
    eventId,
    kind: facts.name,
    title: `${notice.title}: ${story.guide}`,
    body: `${notice.body(story)}${aboutReviews(facts)}`,
    link: linkOf(notice, facts),
    told,
  };
  await tell(tx, telling, moment.now);
  return [...told.values()].filter((urgency) => urgency === 'now').length;
}

/** Who is told how soon: of several parties that somebody is, the most urgent counts. `except` is never told. */
export function urgencies(
  told: Partial<Record<Party, Urgency>>,
  parties: Partial<Record<Party, readonly string[]>>,
  except: string | null,
): Map<string, Urgency> {
  const people = new Map<string, Urgency>();
  for (const [party, urgency] of Object.entries(told) as [Party, Urgency][]) {
    for (const id of parties[party] ?? []) {
      if (id !== except && people.get(id) !== 'now') people.set(id, urgency);
    }
  }
  return people;
}

function aboutReviews({ parties }: ToldFacts): string {
  const closed = parties?.stoodDown ? ' The review that was under way is closed.' : '';
  return `${closed}${parties?.eligible ? ' A review of it waits for somebody to take it.' : ''}`;
}

/** To the review where somebody is to take it up, else to the guide. */
function linkOf({ told }: Notice, { reviewId, guideId }: ToldFacts): string {
  const taken = 'assignee' in told || 'eligible' in told;
  return taken && reviewId ? deskPath.review(reviewId) : deskPath.guide(guideId);
}

function storyOf({ title, actorName, assigneeName, dueOn, payload }: ToldFacts): Story {
  return {
    guide: quoted(title),
    actor: actorName ?? 'The service',
    assignee: assigneeName ?? 'a reviewer',
    dueOn,
    payload,
  };
}
