import type { Database, Tx } from '../platform/database.js';
import type { Urgency } from './notice.js';
import { holdersNow, type Moment } from './parties.js';
import { tell } from './telling.js';
import { deskPath, longDate } from './wording.js';

interface OpenFinding {
  id: string;
  physicianId: string;
  severity: 'attention' | 'administrative' | 'provisional';
  specialty: string;
  state: string;
  told: string[];
}

const asked: Record<OpenFinding['severity'], { urgency: Urgency; title: string; body: string }> = {
  provisional: {
    urgency: 'now',
    title: 'Suspended: two people settle it',
    body: 'is hidden and may not sign. One verifier proposes to clear or to confirm what was found, another carries it out.',
  },
  administrative: {
    urgency: 'digest',
    title: 'Suspended: something ran out',
    body: 'is hidden. One verifier lifts it on evidence from a primary source.',
  },
  attention: {
    urgency: 'digest',
    title: 'Asked for attention',
    body: 'is still shown. See whether what was found is so.',
  },
};

/** Verifiers are told once of each finding of the monitor; of the member nothing is said but specialty and state. */
export async function tellFindings(database: Database, { now }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { id, physicianId, severity, specialty, state, told } of await tx.rows<OpenFinding>(untold, [now])) {
      const { urgency, title, body } = asked[severity];
      await tell(
        tx,
        {
          source: `finding:${id}`,
          eventId: null,
          kind: 'physician.finding',
          title: `${title}: a member in ${specialty}, ${state}`,
          body: `A member in ${specialty}, ${state}, ${body}`,
          link: deskPath.physician(physicianId),
          told: new Map(told.map((account) => [account, urgency])),
        },
        now,
      );
    }
  });
}

// A finding that people settled before anybody was told needs no telling.
const untold = `
  with ${holdersNow}
  select f.id, f.physician_id as "physicianId", f.severity, s.name as specialty, p.state,
         array(select account_id from holders where role = 'verifier' and account_id is distinct from p.account_id) as told
    from physician_finding f join physician p on p.id = f.physician_id join specialty s on s.slug = p.specialty
   where f.settled_at is null and f.lapsed_at is null and not exists (select 1 from notification n where n.source = 'finding:' || f.id)
   order by f.raised_at, f.id limit 500`;

interface Ending {
  id: number;
  accountId: string;
  name: string;
  endsOn: string;
  verifiers: string[];
}

/** Reviewers who are no members are told when their license ends, as members are by letter; verifiers find it in the digest. */
export async function tellEndingLicenses(database: Database, { now }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const ending of await tx.rows<Ending>(endings, [now])) {
      await tellOfEnding(tx, ending, now);
      await tx.run('update expiry_reminder set told_at = $2 where id = $1', [ending.id, now]);
    }
  });
}

async function tellOfEnding(tx: Tx, { id, accountId, name, endsOn, verifiers }: Ending, now: Date): Promise<void> {
  const others = verifiers.filter((verifier) => verifier !== accountId);
  await tell(
    tx,
    {
      source: `license:${id}`,
      eventId: null,
      kind: 'reviewer.license-ends',
      title: `A license ends on ${longDate(endsOn)}`,
      body: `A license of ${name} ends on ${longDate(endsOn)}. After that day it carries no signature: a verifier records its renewal.`,
      link: deskPath.account(accountId),
      told: new Map([...others.map((other): [string, Urgency] => [other, 'digest']), [accountId, 'now']]),
    },
    now,
  );
}

const endings = `
  with ${holdersNow}
  select r.id, c.account_id as "accountId", a.name, r.ends_on as "endsOn",
         array(select account_id from holders where role = 'verifier') as verifiers
    from expiry_reminder r join credential c on r.subject = 'credential' and c.id = r.subject_id and c.physician_id is null
    join account a on a.id = c.account_id
   where r.told_at is null and r.suppressed is null order by r.id limit 500 for no key update of r skip locked`;

interface Unwatched {
  source: string;
  accountId: string;
  name: string;
  told: string[];
}

/** Reviewers whom no machine watches, for want of a membership: verifiers look exclusions and license up by hand, once a month each. */
export async function tellReviewersToCheck(database: Database, { now, today }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { source, accountId, name, told } of await tx.rows<Unwatched>(unwatched, [now, today])) {
      await tell(
        tx,
        {
          source,
          eventId: null,
          kind: 'reviewer.check-due',
          title: `To be looked up this month: ${name}`,
          body: `${name} signs reviews and is no member: look up exclusions and license by hand, and record the standing.`,
          link: deskPath.account(accountId),
          told: new Map(told.map((id) => [id, 'digest'])),
        },
        now,
      );
    }
  });
}

// Due a month after the newest standing that somebody recorded; told once a calendar month.
const unwatched = `
  with ${holdersNow}
  select 'reviewer-check:' || a.id || ':' || to_char($2::date, 'YYYY-MM') as source, a.id as "accountId", a.name,
         array(select account_id from holders where role = 'verifier' and account_id <> a.id) as told
    from account a
   where a.disabled_at is null and exists (select 1 from holders h where h.account_id = a.id and h.role = 'reviewer')
     and not exists (select 1 from physician p where p.account_id = a.id and p.status <> 'terminated')
     and (select max(s.recorded_at) from credential c join credential_standing s on s.credential_id = c.id where c.account_id = a.id)
           <= $1::timestamptz - interval '1 month'
     and not exists (select 1 from notification n where n.source = 'reviewer-check:' || a.id || ':' || to_char($2::date, 'YYYY-MM'))
   order by a.id limit 500`;

interface OldList {
  source: string;
  days: number;
  told: string[];
}

/** Verifiers and admins are told each week that the exclusion list is old, from ten days before members are hidden over it. */
export async function tellOldExclusionList(database: Database, { now, today }: Moment): Promise<void> {
  await database.transaction(async (tx) => {
    const old = await tx.first<OldList>(oldList, [now, today]);
    if (!old) return;
    await tell(
      tx,
      {
        source: old.source,
        eventId: null,
        kind: 'exclusions.old',
        title: 'The exclusion list is old',
        body: `The federal exclusion list is ${old.days} days old. After 45 days it is relied on no longer, and members are hidden until a newer one is loaded.`,
        link: deskPath.exclusions,
        told: new Map(old.told.map((id) => [id, 'now'])),
      },
      now,
    );
  });
}

const oldList = `
  with ${holdersNow}, list as (
    select id, extract(day from $1::timestamptz - coalesce(last_modified, loaded_at))::integer as days
      from exclusion_load where status = 'accepted' order by id desc limit 1)
  select 'exclusions:' || id || ':' || to_char($2::date, 'IYYY-IW') as source, days,
         array(select account_id from holders where role in ('verifier', 'admin')) as told
    from list where days > 35 and exists (select 1 from physician where status <> 'terminated')`;
