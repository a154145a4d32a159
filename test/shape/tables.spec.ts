import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { guideStates, reviewStates, revisionStates } from '../../src/editorial/index.js';
import { heldKinds } from '../../src/audit/index.js';
import { events } from '../../src/events.js';
import { reportOutcomes, reportReasons, reportStates } from '../../src/guides/index.js';
import { roles, standings } from '../../src/identity/index.js';
import { jobs } from '../../src/jobs.js';
import {
  applicationStates,
  documentKinds,
  documentTypes,
  lanes,
  membershipStates,
  suspensionCauses,
} from '../../src/physicians/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Tables of which no row is ever changed or removed. */
const appendOnly = [
  'application_bar',
  'bar',
  'contribution',
  'credential_standing',
  'document_view',
  'event',
  'exclusion_load',
  'guide_slug',
  'image',
  'publication',
  'reviewer_slug',
  'seal',
  'seal_head',
  'sign_off',
  'sign_off_part',
  'version',
  'version_contributor',
  'version_link',
  'version_part',
  'version_specialty',
];

describe('The states that the database allows', () => {
  it.each([
    ['guide', 'status', guideStates],
    ['revision', 'status', revisionStates],
    ['review', 'status', reviewStates],
    ['application', 'status', applicationStates],
    ['application', 'lane', lanes],
    ['application_document', 'kind', documentKinds],
    ['application_document', 'media_type', Object.keys(documentTypes)],
    ['physician', 'status', membershipStates],
    ['physician', 'suspension', suspensionCauses],
    ['account_role', 'role', roles],
    ['credential_standing', 'standing', standings],
    ['event', 'subject_kind', ['guide', 'category', 'application', 'physician', 'account']],
    ['report', 'status', reportStates],
    ['report', 'reason', Object.keys(reportReasons)],
    ['report', 'outcome', reportOutcomes],
    ['legal_hold', 'subject_kind', heldKinds],
    ['revision', 'kind', ['ordinary', 'minor', 'urgent']],
    ['review', 'kind', ['full', 'changes', 'recheck', 'after-the-fact']],
    ['sign_off', 'kind', ['full', 'changes', 'recheck', 'after-the-fact']],
    ['version', 'kind', ['submission', 'minor', 'correction', 'replacement', 'carry-over', 'reapplied']],
    [
      'publication',
      'kind',
      [
        'full',
        'changes',
        'minor',
        'recheck',
        'correction',
        'notice',
        'carried-over',
        'hold',
        'release',
        'withdrawal',
        'revert',
      ],
    ],
  ])('in %s.%s are those that our tables know', async (table, column, known) => {
    expect((await allowedBy(table, column)).sort()).toEqual([...known].sort());
  });

  it('of a guide that was put away are those it is put away from, by archive or by take-down', async () => {
    expect((await allowedBy('guide', 'status_before')).sort()).toEqual(['held', 'live', 'unpublished', 'withdrawn']);
  });
});

describe('The trigger that owes pages', () => {
  it('names facts that exist', async () => {
    const unknown = (await factsThatOwePages()).filter((fact) => !(fact in events));
    expect(unknown).toEqual([]);
  });

  it('names exactly the facts that wake the renderer', async () => {
    expect((await factsThatOwePages()).sort()).toEqual([...jobs['publishing.render'].on].sort());
  });
});

describe('The role that the service runs as', () => {
  it('may read and add to what is append-only, and nothing else', async () => {
    for (const table of appendOnly) expect([table, await privileges(table)]).toEqual([table, ['INSERT', 'SELECT']]);
    for (const table of appendOnly) expect([table, await changeable(table)]).toEqual([table, []]);
  });

  it.each([
    ['application_decision', ['note']],
    ['monitoring_reading', ['raw', 'reasons', 'request']],
    ['physician_finding', ['lapsed_at', 'outcome', 'reasons', 'settled_at', 'settled_by']],
  ])('may add to %s, and of what is there change only what is settled or forgotten', async (table, columns) => {
    expect([await privileges(table), await changeable(table)]).toEqual([['INSERT', 'SELECT'], columns]);
  });

  it('may delete what a document holds, and change nothing else of it', async () => {
    expect(await privileges('application_document')).toEqual(['INSERT', 'SELECT']);
    expect(await changeable('application_document')).toEqual(['deleted_at', 'sealed']);
  });

  it('may truncate nothing, and owns nothing but the queue', async () => {
    const tables = await values(
      `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    for (const table of tables)
      expect([table, await privileges(table)]).not.toEqual([table, expect.arrayContaining(['TRUNCATE'])]);
    const owned = await values(
      `select distinct n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relowner = 'imprimatur_app'::regrole`,
    );
    expect(owned.filter((schema) => schema !== 'bullmq')).toEqual([]);
  });

  it('borrows no rights: no function runs as its owner', async () => {
    expect(
      await values(`select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`),
    ).toEqual([]);
  });
});

async function values(sql: string, parameters: string[] = []): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text: sql, values: parameters, rowMode: 'array' });
  return rows.map(([value]) => value ?? '');
}

/** The words in the CHECK that lists what a column may hold. */
async function allowedBy(table: string, column: string): Promise<string[]> {
  const checks = await values(
    `select pg_get_constraintdef(c.oid) from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attname = $2 and c.conkey = array[a.attnum]
      where c.contype = 'c' and c.conrelid = $1::regclass`,
    [table, column],
  );
  const list = checks.find((check) => check.includes('ANY (ARRAY['));
  if (!list) throw new Error(`No CHECK lists what ${table}.${column} may hold.`);
  return [...list.matchAll(/'([^']+)'::text/g)].map(([, word = '']) => word);
}

async function factsThatOwePages(): Promise<string[]> {
  const sources = await values(
    `select prosrc from pg_proc where proname in ('event_owes_pages', 'physician_owes_pages', 'legal_event_owes_pages', 'second_review_owes_page')`,
  );
  return [...sources.join('\n').matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, fact = '']) => fact);
}

async function privileges(table: string): Promise<string[]> {
  return values(
    `select distinct p.privilege_type from pg_class c, aclexplode(c.relacl) p
      where c.oid = $1::regclass and p.grantee in ('imprimatur_app'::regrole, 0) order by 1`,
    [table],
  );
}

/** Columns that may be changed one by one. */
async function changeable(table: string): Promise<string[]> {
  return values(
    `select a.attname from pg_attribute a, aclexplode(a.attacl) p where a.attrelid = $1::regclass
      and p.grantee in ('imprimatur_app'::regrole, 0) and p.privilege_type = 'UPDATE' order by 1`,
    [table],
  );
}
