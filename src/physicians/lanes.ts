import { automaticOf } from './application-guards.js';
import type { ApplicationFacts, CurrentCheck, Lane } from './application-facts.js';
import type { CheckId } from './check.js';

/** What a person looks up, with evidence; V17 (Open Payments) informs and never counts. */
export const humanChecks = ['V08', 'V09', 'V12', 'V14', 'V17'] as const satisfies readonly CheckId[];

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

/** Lists of the excluded: whoever may be on one is looked at by two. */
const listed: readonly CheckId[] = ['V10', 'V11'];

/** The lane of a file, by what machines found alone: a fail or a name on an exclusion list is high, all passed is clean. */
export function laneOf(
  application: Pick<ApplicationFacts['application'], 'kind' | 'disputed' | 'hasBiography' | 'touched'>,
  checks: readonly CurrentCheck[],
): Lane {
  if (application.disputed) return 'disputes';
  const missing = automaticOf(application).some((id) => !checks.some(({ checkId }) => checkId === id));
  const found = checks.filter(({ foundBy, outcome }) => foundBy === null && outcome !== 'skipped');
  const high = found.some(
    ({ checkId, outcome }) => outcome === 'fail' || (listed.includes(checkId) && outcome !== 'pass'),
  );
  if (high) return 'high';
  if (application.kind === 'recredentialing') return 'recredentialing';
  return !missing && found.every(({ outcome }) => outcome === 'pass') ? 'clean' : 'standard';
}
