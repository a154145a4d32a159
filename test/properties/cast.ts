import type { Actor } from '../../src/identity/index.js';
import { buildAccount, buildCategory } from '../support/build.js';
import { addDays, civil } from './model/calendar.js';
import { cadence, type Person, type Role, type World } from './model/state.js';
import type { WalkService } from './service.js';

/** Who works here: some for one thing, some for two, one who never fits, and one whose license ends during a walk. */
const people: [name: string, roles: Role[], perWeek: number, specialty?: string, licensedForDays?: number][] = [
  ['Edda', ['editor'], 5],
  ['Otto', ['editor'], 5],
  ['Nora', ['editor', 'reviewer'], 4, 'dermatology'],
  ['Rosa', ['reviewer'], 40, 'dermatology'],
  ['Ravi', ['reviewer'], 8, 'plastic-surgery', 200],
  ['Rita', ['reviewer'], 40, 'endocrinology'],
  ['Lena', ['lead'], 5],
  ['Dora', ['director', 'reviewer', 'safety'], 6, 'dermatology'],
  ['Sven', ['safety'], 5],
  ['Ada', ['admin', 'verifier'], 5],
  ['Abel', ['admin'], 5],
];

export interface Cast {
  actors: Record<string, Actor>;
  /** Credential ids by name. */
  licenses: Record<string, string>;
}

/** The same people in the model and in the service. */
export async function assemble(service: WalkService, at: number): Promise<{ world: World; cast: Cast }> {
  const today = civil(at);
  const world: World = { now: at, people: {}, guides: [] };
  for (const [name, roles, perWeek, specialty, days] of people) {
    const until = days === undefined ? null : addDays(today, days);
    const license: Person['license'] = specialty === undefined ? null : { specialty, standing: 'verified', until };
    world.people[name] = { name, roles: [...roles], perWeek, license };
  }
  return { world, cast: await build(service, world, new Date(at - 30 * 86_400_000)) };
}

async function build(service: WalkService, world: World, at: Date): Promise<Cast> {
  return service.database.transaction(async (tx) => {
    for (const [slug, cadenceMonths] of Object.entries(cadence)) await buildCategory(tx, { slug, cadenceMonths });
    const actors: Cast['actors'] = {};
    for (const { name, roles, perWeek, license } of Object.values(world.people)) {
      const licensed = license
        ? { specialties: [license.specialty], ...(license.until ? { licensedUntil: license.until } : {}) }
        : {};
      actors[name] = await buildAccount(tx, { name, roles, reviewsPerWeek: perWeek, at, ...licensed });
    }
    const rows = await tx.rows<{ accountId: string; id: string }>(
      'select account_id as "accountId", id from credential',
    );
    const named = Object.entries(actors).map(([name, { accountId }]) => [
      name,
      rows.find((row) => row.accountId === accountId)?.id ?? '',
    ]);
    return { actors, licenses: Object.fromEntries(named) as Record<string, string> };
  });
}
