import type { Actor } from '../identity/index.js';
import { Forbidden, Refused } from '../platform/errors.js';
import { leaseLives, notConcerned } from './application-guards.js';
import type { LoadedApplication } from './load-application.js';

/** Throws {@link Forbidden} or {@link Refused} unless this verifier holds the file now and may work on it. */
export function requireHold({ facts }: LoadedApplication, actor: Actor): void {
  if (facts.application.holderId !== actor.accountId) throw new Forbidden('Claim the file first.');
  const against = [notConcerned(facts), leaseLives(facts)].filter((each) => each !== undefined);
  if (facts.application.status !== 'in-review') against.unshift('The file is not in review.');
  if (against.length > 0) throw new Refused(against.map((message) => ({ code: 'holding', message })));
}
