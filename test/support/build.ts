import { v7 as uuidv7 } from 'uuid';
import type { GuideContent } from '../../src/guides/index.js';
import type { Actor, Role } from '../../src/identity/index.js';
import { civilDate } from '../../src/platform/civil-date.js';
import type { Tx } from '../../src/platform/database.js';

/** Rows for tests, as the service itself would have written them: the promises hold over them. Overrides only what a test is about. */

/** The publisher's zone unless a test says otherwise. */
export const testTimeZone = 'America/New_York';

export interface BuiltCategory {
  id: string;
  slug: string;
}

/** A category with its specialties; `sampleContent` fits the default. */
export async function buildCategory(
  tx: Tx,
  {
    slug = 'hair-restoration',
    cadenceMonths = 12,
    specialties = ['dermatology', 'plastic-surgery'],
  }: { slug?: string; cadenceMonths?: number; specialties?: string[] } = {},
): Promise<BuiltCategory> {
  await tx.run(
    `insert into specialty (slug, name, practitioner) select s, initcap(replace(s, '-', ' ')), s || ' physician' from unnest($1::text[]) s
     on conflict do nothing`,
    [specialties],
  );
  const id = uuidv7();
  await tx.run('insert into category (id, slug, name, cadence_months) values ($1, $2, $3, $4)', [
    id,
    slug,
    slug.replaceAll('-', ' '),
    cadenceMonths,
  ]);
  await tx.run('insert into category_specialty select $1, unnest($2::text[])', [id, specialties]);
  return { id, slug };
}

export interface NewAccount {
  name?: string;
  roles?: Role[];
  /** Licensed and verified in these from `at` on. */
  specialties?: string[];
  /** The last civil day of the licenses; without an end when left out. */
  licensedUntil?: string;
  languages?: string[];
  reviewsPerWeek?: number;
  awayFrom?: string;
  awayUntil?: string;
  at: Date;
}

/** An account with roles and licenses, ready to act: signed in and re-authenticated at `at`. */
export async function buildAccount(tx: Tx, input: NewAccount): Promise<Actor> {
  const { name = 'Ines Okafor', roles = [], specialties = [], at } = input;
  const id = uuidv7();
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${id.slice(-8)}@guides.example`;
  await tx.run(
    `insert into account (id, email, name, post_nominals, languages, reviews_per_week, away_from, away_until, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      email,
      name,
      specialties.length > 0 ? 'MD' : '',
      input.languages ?? ['en-US'],
      input.reviewsPerWeek ?? 5,
      input.awayFrom ?? null,
      input.awayUntil ?? null,
      at,
    ],
  );
  await tx.run(
    `insert into account_role (id, account_id, role, granted_at) select gen_random_uuid(), $1, r, $3 from unnest($2::text[]) r`,
    [id, roles, at],
  );
  for (const specialty of specialties) await buildLicense(tx, id, specialty, at, input.licensedUntil ?? null);
  return {
    accountId: id,
    name,
    postNominals: specialties.length > 0 ? 'MD' : '',
    email,
    roles: new Set(roles),
    leadOf: roles.includes('lead') ? 'all' : [],
    via: 'session',
    sessionHash: null,
    reauthenticatedAt: at,
    method: 'password',
    requestId: 'test',
  };
}

async function buildLicense(
  tx: Tx,
  accountId: string,
  specialty: string,
  at: Date,
  until: string | null,
): Promise<void> {
  await tx.run(
    `with c as (
       insert into credential (id, account_id, specialty, kind, authority, region, number, created_at)
       values (gen_random_uuid(), $1, $2, 'license', 'Medical Board of Examples', 'NY', '555-0100', $3) returning id)
     insert into credential_standing (credential_id, standing, effective_at, recorded_at, expires_on, evidence)
     select id, 'verified', $3, $3, $4, 'read in the register' from c`,
    [accountId, specialty, at, until],
  );
}

/** Records what became of every license of an account, for example `revoked`. */
export async function buildStanding(tx: Tx, accountId: string, standing: string, at: Date): Promise<void> {
  await tx.run(
    `insert into credential_standing (credential_id, standing, effective_at, recorded_at, evidence)
     select id, $2, $3, $3, 'read in the register' from credential where account_id = $1`,
    [accountId, standing, at],
  );
}

export interface NewGuide {
  category: BuiltCategory;
  owner: Actor;
  slug?: string;
  content?: GuideContent;
  /** When the last step happened: published, or created. */
  at: Date;
  timeZone?: string;
  cadenceOverride?: number;
}

/** As if every worker had caught up at `at`: effects are done, pages rendered on that day and nothing owed. */
export async function catchUp(tx: Tx, at: Date, timeZone = testTimeZone): Promise<void> {
  await tx.run('update outbox set sent_at = $1, done_at = $1 where done_at is null', [at]);
  await tx.run('delete from page_debt');
  await tx.run('update page set rendered_on = $2, rendered_at = $1', [at, civilDate(at, timeZone)]);
}
