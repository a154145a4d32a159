import { setTimeout as wait } from 'node:timers/promises';
import { Intake, ExclusionList, type Form } from '../src/physicians/index.js';
import { newLink } from '../src/physicians/application-links.js';
import { Database } from '../src/platform/database.js';
import type { Service } from '../src/service.js';
import { inventedFile, inventedNpi } from '../test/support/exclusion-file.js';
import { registryRecord } from '../test/support/registry-record.js';
import { RegistryServer } from '../test/support/registry-server.js';
import { analyze, openGround, prepare, quantiles, spawnService, type Ground, type Quantiles } from './harness.js';
import { asOwner } from './owner.js';

const applications = Number(process.env['BENCH_APPLICATIONS'] ?? 1000);
/** One hour and two questions a second of the registry, sixty times as fast. */
export const timesFaster = 60;
const spreadMilliseconds = 3_600_000 / timesFaster;
const questionsPerSecond = 2 * timesFaster;
const giveUpAfter = 120_000;

export interface ApplicationFigures {
  applications: number;
  /** Milliseconds of this run from `application.confirmed` to `application.checked`. */
  checked: Quantiles;
  /** The most questions that the registry was asked within any second of this run. */
  mostQuestions: number;
}

/** (i) Applications confirmed at random moments of an hour, until their checks are finished; sixty times as fast. */
export async function benchApplications(): Promise<ApplicationFigures> {
  const ground = await openGround();
  const registry = await RegistryServer.start();
  try {
    const service = await prepare(ground);
    await service.app.get(ExclusionList).load(inventedFile(80_000), { source: 'UPDATED.csv', lastModified: null });
    await analyze(ground);
    const running = await spawnService(ground, 4807, {
      NPPES_URL: registry.url,
      NPPES_REQUESTS_PER_SECOND: String(questionsPerSecond),
    });
    try {
      await warmUp(service, registry, ground);
      registry.requests.length = 0;
      await arriveAll(service, registry);
      await allChecked(ground, warming + applications);
      return { applications, checked: await waits(ground), mostQuestions: busiestSecond(registry) };
    } finally {
      await running.stop();
      await service.stop();
    }
  } finally {
    await registry.stop();
    await ground.close();
  }
}

const warming = 20;

async function warmUp(service: Service, registry: RegistryServer, ground: Ground): Promise<void> {
  for (let n = 0; n < warming; n++) await applyAndConfirm(service, registry, applications + n);
  await allChecked(ground, warming);
}

async function arriveAll(service: Service, registry: RegistryServer): Promise<void> {
  const random = scattered(1);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: applications }, async (_, n) => {
      await wait(random() * spreadMilliseconds - (performance.now() - started));
      await applyAndConfirm(service, registry, n);
    }),
  );
}

/** As the form and the button do, without the puzzle, and with a link of its own beside the one that is mailed. */
async function applyAndConfirm(service: Service, registry: RegistryServer, n: number): Promise<void> {
  const form = formOf(n);
  const { npi, givenName: first, familyName: last, state, licenseNumber: license } = form;
  registry.put(registryRecord({ npi, first, last, state, license }));
  const intake = service.app.get(Intake);
  const proof = `bench-${n}`;
  await intake.apply(form, proof, { address: `10.${n >> 8}.${n & 255}.1`, userAgent: null, requestId: proof });
  const secret = await service.app.get(Database).transaction(async (tx) => {
    const { id } = await tx.one<{ id: string }>('select id from application where proof = $1', [proof]);
    return newLink(tx, id, 'confirmation', new Date());
  });
  await intake.confirm(secret, proof);
}

function formOf(n: number): Form {
  const familyName = `Quillfeather${letters(n)}`;
  return {
    npi: inventedNpi(30_000_000 + n),
    givenName: 'Ada',
    familyName,
    credential: 'MD',
    email: `ada.${n}@skin-practice.example`,
    phone: '+1 212 555 0142',
    state: 'NY',
    licenseNumber: `31${n}777`,
    licenseExpiresOn: '2099-12-31',
    specialty: 'dermatology',
    practiceName: 'Skin Practice',
    practiceSite: 'https://skin-practice.example',
    certification: '',
    biography: 'She sees patients with conditions of the skin and hair in her practice in New York.',
    attestedName: `Ada ${familyName}`,
    filledInSeconds: 240,
  };
}

/** A number in letters: names have no digits. */
function letters(n: number): string {
  return [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

/** The same sequence between 0 and 1 in each run (mulberry32). */
function scattered(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function allChecked(ground: Ground, count: number): Promise<void> {
  const deadline = performance.now() + giveUpAfter;
  await asOwner(ground, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from event where name = 'application.checked'`,
      );
      if ((rows[0]?.n ?? 0) >= count) return;
      if (performance.now() > deadline) throw new Error(`Only ${rows[0]?.n} of ${count} were checked.`);
      await wait(250);
    }
  });
}

async function waits(ground: Ground): Promise<Quantiles> {
  return asOwner(ground, async (client) => {
    const { rows } = await client.query<{ ms: number }>(
      `select extract(epoch from f.at - c.at)::float8 * 1000 as ms
         from event c join event f on f.subject_kind = 'application' and f.subject_id = c.subject_id and f.name = 'application.checked'
         join application a on a.id = c.subject_id
        where c.subject_kind = 'application' and c.name = 'application.confirmed' order by c.id offset $1`,
      [warming],
    );
    return quantiles(rows.map(({ ms }) => ms));
  });
}

function busiestSecond({ requests }: RegistryServer): number {
  const at = requests.map((request) => request.at);
  return Math.max(...at.map((from) => at.filter((other) => other >= from && other < from + 1000).length));
}
