import { join } from 'node:path';
import { Database } from '../src/platform/database.js';
import { Passwords } from '../src/identity/index.js';
import { FolderStore } from '../src/publishing/index.js';
import { buildAccount } from '../test/support/build.js';
import { inventedNpi } from '../test/support/exclusion-file.js';
import { password } from './cast.js';
import { child } from './child.js';
import { analyze, barePool, Client, openGround, prepare, spawnService, type Ground } from './harness.js';
import { fillMembers } from './members.js';
import { asOwner } from './owner.js';
import { fillLive } from './render.js';

const guides = Number(process.env['BENCH_FEATURED'] ?? 5000);
/** As many as a page features: so every page shows each of them. */
const membersOfSpecialty = 6;
const giveUpAfter = 120_000;

export interface SuspensionFigures {
  guides: number;
  /** Pages that showed the member before. */
  shownOn: number;
  /** From the answer to the suspension until the profile is gone from the store. */
  profileSeconds: number;
  /** From there until no page owes anything to it. */
  allSeconds: number;
  /** Pages that still show the member then; of the store, with what a plain web server reads. */
  stillOn: number;
}

/** (h) From a suspension to the last page of the specialty without the member. */
export async function benchSuspension(): Promise<SuspensionFigures> {
  const ground = await openGround();
  try {
    await fillLive(ground, guides);
    const email = await addVerifier(ground);
    const member = await addMembers(ground);
    await child('bench/render-child.mjs', ground);
    await settle(ground);
    const running = await spawnService(ground, 4806);
    const verifier = await new Client(running.url).signIn(email, password);
    try {
      await verifier.reauthenticate(password);
      return await measure(ground, verifier, member);
    } finally {
      verifier.close();
      await running.stop();
    }
  } finally {
    await ground.close();
  }
}

interface Member {
  id: string;
  slug: string;
  name: string;
}

async function addMembers(ground: Ground): Promise<Member> {
  const ids = await fillMembers(
    ground,
    Array.from({ length: membersOfSpecialty }, (_, n) => ({
      npi: inventedNpi(20_000_000 + n),
      slug: `featured-member-${n}`,
      givenName: `Ada${'abcdef'[n] ?? ''}`,
      familyName: 'Quillfeather',
      state: 'NY',
    })),
  );
  await asOwner(ground, (client) =>
    client.query(
      `with made as (insert into page (path, kind, physician_id) select '/physicians/' || slug, 'physician', id from physician returning id)
       insert into page_debt (page_id, cause, at) select id, 'bench', now() from made`,
    ),
  );
  return { id: ids[0] ?? '', slug: 'featured-member-0', name: 'Adaa Quillfeather' };
}

async function addVerifier(ground: Ground): Promise<string> {
  const service = await prepare(ground);
  const { email } = await service.app
    .get(Database)
    .transaction((tx) => buildAccount(tx, { name: 'Verifier One', roles: ['verifier'], at: new Date() }));
  await service.app.get(Passwords).setPassword(email, password);
  await service.stop();
  return email;
}

/** As on an ordinary day: everything rendered, nothing owed, and no other fact in the way. */
async function settle(ground: Ground): Promise<void> {
  await asOwner(ground, async (client) => {
    await client.query('update outbox set sent_at = now(), done_at = now() where done_at is null');
    // Related guides are chosen and share images drawn a few at a time, beside everything else: on an ordinary day that is long done.
    await client.query('delete from related_debt');
    await client.query(`delete from page_debt d using page p where p.id = d.page_id and p.kind = 'card'`);
    const { rows } = await client.query('select 1 from page_debt limit 1');
    if (rows.length > 0) throw new Error('Pages are still in debt.');
  });
  await analyze(ground);
}

async function measure(ground: Ground, verifier: Client, member: Member): Promise<SuspensionFigures> {
  const store = new FolderStore(join(ground.dataDir, 'service', 'pages'));
  const profile = `/physicians/${member.slug}`;
  const shownOn = await pagesWith(store, member);
  if ((await store.read(profile))?.status !== 200) throw new Error('The member has no profile.');
  await verifier.must('POST', `/api/v1/physicians/${member.id}/transitions`, {
    name: 'suspend',
    cause: 'provisional',
    reason: 'As the benchmark needs it.',
  });
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  const [profileSeconds, allSeconds] = await Promise.all([
    until(async () => (await store.read(profile))?.status !== 200).then(since),
    nothingOwed(ground).then(since),
  ]);
  return { guides, shownOn, profileSeconds, allSeconds, stillOn: await pagesWith(store, member) };
}

/** A debt goes when its page's file is in place. */
async function nothingOwed(ground: Ground): Promise<void> {
  const pool = barePool(ground, 1);
  try {
    await until(async () => {
      const { rowCount } = await pool.query(
        `select 1 from page_debt d join event e on d.cause = 'event:' || e.id where e.name = 'physician.suspended' limit 1`,
      );
      return rowCount === 0;
    });
  } finally {
    await pool.end();
  }
}

async function until(over: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + giveUpAfter;
  while (!(await over())) {
    if (performance.now() > deadline) throw new Error('The pages were not rendered in time.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Pages of the store whose bytes name the member. */
async function pagesWith(store: FolderStore, { slug, name }: Member): Promise<number> {
  let pages = 0;
  for await (const entry of store.scan()) {
    const body = (await store.readBody(entry))?.toString() ?? '';
    if (body.includes(name) || body.includes(slug)) pages += 1;
  }
  return pages;
}
