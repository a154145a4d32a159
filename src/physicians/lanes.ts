import { automaticOf } from './application-guards.js';
import type { ApplicationFacts, CurrentCheck, Lane } from './application-facts.js';
import type { CheckId } from './check.js';

/** What a person looks up, with evidence. */
export const humanChecks = ['V08', 'V09', 'V12', 'V14'] as const satisfies readonly CheckId[];

/** Business days within which a lane is decided (`domain.md` C10). */
const serviceDays: Record<Lane, number> = {
  clean: 1,
  standard: 3,
  high: 5,
  recredentialing: 5,
  monitoring: 2,
  disputes: 2,
};

/** Business days within which an appeal is decided, whatever its lane. */
const appealServiceDays = 10;

/** The service level of a file, in business days. */
export const serviceDaysOf = (lane: Lane, appealed: boolean): number =>
  appealed ? appealServiceDays : serviceDays[lane];

const groups: Record<string, string> = {
  dermatology: 'dermatology',
  'plastic-surgery': 'plastic',
  'facial-plastic': 'facial-ent',
  oculoplastic: 'facial-ent',
};

/** Groups of verifiers; a dispute has one of its own. */
export const specialtyGroups = ['dermatology', 'plastic', 'facial-ent', 'other', 'disputes'] as const;

/** The verifiers' specialty group that a file goes to. */
export const groupOf = (specialty: string): string => groups[specialty] ?? 'other';

/** The lane of a file, by its automatic checks alone: a fail or a name on the exclusion list is high, all passed is clean. */
export function laneOf(
  application: Pick<ApplicationFacts['application'], 'kind' | 'disputed' | 'touched'>,
  checks: readonly CurrentCheck[],
): Lane {
  if (application.disputed) return 'disputes';
  const found = automaticOf(application).map((id) => checks.find(({ checkId }) => checkId === id));
  const high = found.some(
    (check) => check?.outcome === 'fail' || (check?.checkId === 'V10' && check.outcome !== 'pass'),
  );
  if (high) return 'high';
  if (application.kind === 'recredentialing') return 'recredentialing';
  return found.every((check) => check?.outcome === 'pass') ? 'clean' : 'standard';
}
