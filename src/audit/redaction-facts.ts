import type { EventName, SubjectKind } from '../events.js';

/** The fact that a redaction by two leaves, for each kind of subject whose chain can hold one. */
export const redactionFacts = {
  guide: 'guide.redacted',
  application: 'application.redacted',
  physician: 'physician.redacted',
} as const satisfies Partial<Record<SubjectKind, EventName>>;

/** The fact that words leave which were kept as long as they may be, and no longer. */
export const forgettingFacts = {
  application: 'application.forgotten',
  physician: 'physician.forgotten',
} as const satisfies Partial<Record<SubjectKind, EventName>>;

export type RedactionFact = (typeof redactionFacts)[keyof typeof redactionFacts];

const isIn = (facts: Record<string, string>, name: string): boolean => Object.values(facts).includes(name);

/** Whose words an event says are gone, each as `<event id>:<digest of the words>`. */
export function redactedBy(name: string, payload: Record<string, unknown>): string[] {
  if (isIn(forgettingFacts, name)) return payload['words'] as string[];
  return isIn(redactionFacts, name) ? [`${String(payload['eventId'])}:${String(payload['digest'])}`] : [];
}

/** The fact for a subject of this kind, where there is one. */
export function redactionFactFor(kind: SubjectKind): RedactionFact | undefined {
  return (redactionFacts as Partial<Record<SubjectKind, RedactionFact>>)[kind];
}
