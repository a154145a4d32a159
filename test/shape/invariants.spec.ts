import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { buildAccount, buildCategory, catchUp } from '../support/build.js';
import { buildCarriedOverGuide, buildLiveGuide } from '../support/build-guide.js';
import { environment } from '../support/service.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { buildFiles, physicianOffences } from './physician-offences.js';
import { searchOffences } from './search-offences.js';

const at = new Date('2026-03-02T15:00:00Z');
const days = (count: number): Date => new Date(at.getTime() + count * 86_400_000);
const later = `timestamptz '${days(1).toISOString()}'`;
const earlier = `timestamptz '${days(-1).toISOString()}'`;
const zeros = `repeat('0', 64)`;

let database: TestDatabase;
/** The owner, who alone can break what the service's own role may not touch. */
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** A correction of the signed guide that changes nothing, unread by anybody else. */
const correction = `
  insert into version (id, guide_id, number, kind, body, hash, base_version_id, created_at)
    select gen_random_uuid(), v.guide_id, v.number + 1, 'correction', v.body, v.hash, v.id, instant() from version v join guide g on g.live_version_id = v.id where g.id = :live;
  insert into version_part select c.id, p.key, p.hash from version c join version_part p on p.version_id = c.base_version_id where c.kind = 'correction';
  insert into publication (guide_id, number, kind, version_id, notice, sections, at)
    select guide_id, 2, 'correction', id, 'A dose was wrong.', '{faq}', instant() from version where kind = 'correction'`;

/**
 * One offence each, planted past every constraint and trigger. `live` is a signed guide, `carried` one carried over, `rosa` the signer.
 * With `on` the offence is only the time that has passed.
 */
// prettier-ignore
const offences: [view: string, what: string, planted: string, on?: Date][] = [
  ['page_without_basis', 'a live page that nobody signed', `delete from sign_off`],
  ['page_without_basis', 'a changes signature that rests on nothing signed', `update sign_off set kind = 'changes', rests_on_version_id = version_id`],
  ['page_without_basis', 'a carried-over page whose text is an ordinary version', `update version set kind = 'submission' where guide_id = :carried`],
  ['page_without_basis', 'a changes signature that rests on a correction nobody read', `${correction}; update sign_off set kind = 'changes', rests_on_version_id = (select id from version where kind = 'correction'); update version set base_version_id = (select id from version where guide_id = :carried limit 1) where kind = 'correction'`],
  ['carried_over_with_reviewer', 'a carried-over page that prints a review', `update guide set last_reviewed_on = '2026-01-01' where id = :carried`],
  ['signer_wrote_it', 'a signature on one’s own words', `insert into version_contributor select version_id, 'lead', signer_id from sign_off`],
  ['signer_not_eligible', 'a signer without a license', `delete from credential_standing`],
  ['signer_not_eligible', 'a signer whose license was revoked by then', `insert into credential_standing (credential_id, standing, effective_at, recorded_at, evidence)  select id, 'revoked', ${earlier}, ${earlier}, 'read in the register' from credential; update credential_standing set recorded_at = ${earlier}, effective_at = ${earlier}`],
  ['signer_not_eligible', 'a signer whose license had expired', `update credential_standing set expires_on = '2026-03-01'`],
  ['signer_not_eligible', 'a signer who had declared a conflict', `insert into bar values (:live, :rosa, 'a grant', ${earlier})`],
  ['signer_not_eligible', 'a signer of another specialty', `update version_specialty set specialty = 'gynecology' where specialty = 'dermatology'`],
  ['signer_not_eligible', 'a signer who was no reviewer yet', `update account_role set granted_at = ${later} where account_id = :rosa`],
  ['signer_not_eligible', 'a signer who was no reviewer any more', `update account_role set revoked_at = ${earlier} where account_id = :rosa`],
  ['sign_off_of_other_words', 'a signature with another hash than its version', `update sign_off set version_hash = ${zeros}`],
  ['sign_off_of_other_words', 'a full signature that leaves a part out', `delete from sign_off_part where key = 'lead'`],
  ['sign_off_of_other_words', 'a full signature over another text of a part', `update sign_off_part set hash = ${zeros} where key = 'lead'`],
  ['chain_broken', 'an event that does not name the hash before it', `update event set previous_hash = ${zeros} where subject_id = :live and number = 2`],
  ['chain_broken', 'a first event that names one', `update event set previous_hash = ${zeros} where subject_id = :live and number = 1`],
  ['chain_broken', 'an event that was taken out', `delete from event where subject_id = :live and number = 2`],
  ['chain_broken', 'a last event that was taken out', `delete from event where subject_id = :carried and number = (select event_count from guide where id = :carried)`],
  ['chain_broken', 'a guide that does not count its last event', `update guide set event_count = event_count - 1, head_hash = (select hash from event where subject_id = :live and number = guide.event_count - 1) where id = :live`],
  ['chain_broken', 'a category whose head is no event', `update category set event_count = 1, head_hash = ${zeros}`],
  ['chain_broken', 'an account whose head is no event', `update account set event_count = 1, head_hash = ${zeros} where id = :rosa`],
  ['status_not_replayed', 'a guide that was moved past the history', `update guide set status = 'held' where id = :live`],
  ['status_not_replayed', 'a revision that was', `update revision set status = 'approved' where guide_id = :live`],
  ['status_not_replayed', 'a review that was', `update review set status = 'cancelled' where guide_id = :live`],
  ['moves_do_not_join', 'a move that starts elsewhere than the one before ended', `update event set moves = jsonb_set(moves, '{0,from}', '"draft"') where subject_id = :live and name = 'revision.approved'`],
  ['effect_lost', 'a reaction that nobody did for six minutes', `insert into outbox (job, created_at) values ('audit.seal', instant() - interval '6 minutes')`],
  ['effect_lost', 'a reaction that was given up', `insert into outbox (job, created_at, dead_at) values ('audit.seal', instant(), instant())`],
  ['page_in_old_debt', 'a page in debt for four minutes', `insert into page_debt (page_id, cause, at) select id, 'test', instant() - interval '4 minutes' from page where path = '/'`],
  ['page_missing', 'a published guide without a page', `delete from page where guide_id = :live`],
  ['page_missing', 'an old address without one', `insert into guide_slug values ('once-called', 'once-called', :live, instant())`],
  ['reviewer_without_page', 'a signer of a live guide who has no address', `delete from reviewer_slug`],
  ['reviewer_without_page', 'a signer of a live guide whose address has no page', `delete from page where account_id = :rosa`],
  ['reviewer_without_page', 'a signer whose page was never rendered, and is not owed', `update page set rendered_at = null where account_id = :rosa`],
  ['live_differs_from_publication', 'a guide that shows another version than was published', `update guide set live_version_id = (select id from version where guide_id = :carried) where id = :live`],
  ['live_differs_from_publication', 'a guide that missed its last publication', `insert into publication (guide_id, number, kind, version_id, at) select id, 2, 'minor', live_version_id, instant() from guide where id = :live`],
  ['correction_without_review', 'a correction that nobody else is asked to read', correction],
  ['correction_beyond_its_notice', 'a correction of more than its notice names', `${correction}; update version_part set hash = 'h' where key = 'lead' and version_id = (select id from version where kind = 'correction')`],
  ['revert_to_other_text', 'a reversal to another text than the one that was public', `insert into publication (guide_id, number, kind, version_id, reviewed_by_sign_off_id, last_reviewed_on, notice, reverts_to, at) select guide_id, 2, 'revert', (select id from version where guide_id = :carried limit 1), reviewed_by_sign_off_id, last_reviewed_on, 'Put back.', 1, instant() from publication where guide_id = :live`],
  ['date_not_derived', 'a due date that was moved by hand', `update guide set due_on = due_on + 1 where id = :live`],
  ['date_not_derived', 'a live guide without a due date', `update guide set due_on = null where id = :carried`],
  ['last_reviewed_unfounded', 'a review date that no signature bears', `update guide set last_reviewed_on = last_reviewed_on - 1 where id = :live`],
  ['last_reviewed_unfounded', 'one that only a changes signature bears', `update sign_off set kind = 'changes', rests_on_version_id = version_id`],
  ['reminder_missing', 'a threshold that passed without a reminder', `select 1`, days(365 - 58)],
  ['stale_untold', 'a due date that passed without word of it', `select 1`, days(365 + 3)],
  ['proposal_confirmed_alone', 'a proposal that its own proposer confirmed', `insert into proposal (id, subject_kind, subject_id, name, body, hash, proposed_by, proposed_at, lapses_at, settled_at, outcome, settled_by)  values (gen_random_uuid(), 'guide', :live, 'withdraw', '{}', 'h', :rosa, instant(), instant(), instant(), 'confirmed', :rosa)`],
  ['taken_down_and_at_work', 'a guide that was taken down and would publish by itself', `update guide set status = 'legal' where id = :live; update revision set status = 'scheduled' where guide_id = :live`],
  ['report_kept_too_long', 'a report older than twelve months', `insert into report (id, guide_id, reason, body, received_at) values (gen_random_uuid(), :live, 'harm', '', ${earlier} - interval '12 months')`],
  ['report_not_replayed', 'a report that no event knows', `insert into report (id, guide_id, reason, body, received_at) values (gen_random_uuid(), :live, 'harm', '', ${earlier})`],
  ...physicianOffences,
  ...searchOffences,
];

describe('The promises', () => {
  let world: Record<string, string>;

  it('hold over an empty database', async () => {
    expect(await broken(at)).toEqual([]);
  });

  it('hold over a guide that was signed, one that was carried over, and a physician who was verified', async () => {
    world = await buildWorld();
    expect(await broken(at)).toEqual([]);
  });

  it('are each tried with a planted offence', async () => {
    expect([...new Set(offences.map(([view]) => view))].sort()).toEqual(await views());
  });

  it.each(offences.map(([view, what, planted, on = at]) => ({ view, what, planted, on })))(
    '$view finds $what',
    async ({ view, planted, on }) => {
      await owner.query('begin');
      try {
        await forgetConstraints();
        await owner.query(`select set_config('imprimatur.now', $1, true)`, [on.toISOString()]);
        await owner.query(
          planted.replaceAll(
            /:(live|carried|rosa|vera|file|approved|member)\b/g,
            (_, name: string) => `'${world[name]}'`,
          ),
        );
        expect((await owner.query(`select * from invariants.${view}`)).rowCount).toBeGreaterThan(0);
      } finally {
        await owner.query('rollback');
      }
    },
  );

  it('hold again once the offences are rolled back', async () => {
    expect(await broken(at)).toEqual([]);
  });
});

async function buildWorld(): Promise<Record<string, string>> {
  const service = await new Database(readConfig(environment(database.url, '/nowhere'))).connect();
  try {
    return await service.transaction(async (tx) => {
      const category = await buildCategory(tx);
      const edda = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at: days(-30) });
      const rosa = await buildAccount(tx, {
        name: 'Rosa Delgado',
        roles: ['reviewer'],
        specialties: ['dermatology'],
        at: days(-30),
      });
      const live = await buildLiveGuide(tx, { category, owner: edda, reviewer: rosa, at });
      const carried = await buildCarriedOverGuide(tx, { category, owner: edda, plannedFor: '2027-06-01', at });
      const vera = await buildAccount(tx, { name: 'Vera Ito', roles: ['verifier'], at: days(-30) });
      const otto = await buildAccount(tx, { name: 'Otto Lind', roles: ['verifier'], at: days(-30) });
      const files = await buildFiles(tx, { otto, vera }, at);
      await catchUp(tx, at);
      return { live: live.id, carried: carried.id, rosa: rosa.accountId, vera: vera.accountId, ...files };
    });
  } finally {
    await service.source.destroy();
  }
}

async function views(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select viewname as name from pg_views where schemaname = 'invariants' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function broken(now: Date): Promise<string[]> {
  await owner.query(`select set_config('imprimatur.now', $1, false)`, [now.toISOString()]);
  const found: string[] = [];
  for (const view of await views())
    if ((await owner.query(`select * from invariants.${view}`)).rowCount) found.push(view);
  return found;
}

/** For this transaction: no foreign keys and triggers, and no CHECK anywhere. */
async function forgetConstraints(): Promise<void> {
  await owner.query(`set local session_replication_role = replica`);
  await owner.query(`do $$ declare c record; begin
    for c in select conrelid::regclass as "table", conname from pg_constraint
      where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0
    loop execute format('alter table %s drop constraint %I', c."table", c.conname); end loop; end $$`);
}
