import type { Guard } from '../platform/lifecycle.js';
import type { MembershipFacts } from './membership-facts.js';

type G = Guard<MembershipFacts>;
const unless = (holds: boolean, sentence: string): string | undefined => (holds ? undefined : sentence);

export const notConcerned: G = ({ actor }) => unless(!actor.concerned, 'Nobody decides on themselves.');
export const reasonGiven: G = ({ input }) => unless((input.reason ?? '').trim() !== '', 'Give a reason.');
export const evidenceGiven: G = ({ input }) =>
  unless((input.evidence ?? '').trim() !== '', 'Say what primary source shows it, and where.');
export const causeGiven: G = ({ input }) =>
  unless(
    input.cause === 'administrative' || input.cause === 'provisional',
    'Say whether it is administrative or provisional.',
  );
export const provisional: G = ({ physician }) =>
  unless(physician.suspension === 'provisional', 'Only a provisional suspension is confirmed.');
export const liftable: G = ({ physician }) =>
  unless(physician.suspension !== 'adverse', 'A confirmed adverse cause is not lifted: the physician applies again.');
/** A provisional finding is cleared or confirmed by another than who recorded it. */
export const another: G = ({ physician, actor }) =>
  unless(
    physician.suspension !== 'provisional' || physician.suspendedBy === null || physician.suspendedBy !== actor.id,
    'Another person confirms or clears what you recorded.',
  );
export const authenticated: G = ({ actor }) => actor.unproven ?? undefined;

/** Ending a membership is no way around the second person. */
export const findingSettled: G = ({ physician }) =>
  unless(physician.suspension !== 'provisional', 'Confirm or clear the finding first.');
