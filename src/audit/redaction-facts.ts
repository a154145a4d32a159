import type { EventName, SubjectKind } from '../events.js';

/** The fact that a redaction leaves, for each kind of subject whose chain can hold one. */
export const redactionFacts = { guide: 'guide.redacted' } as const satisfies Partial<Record<SubjectKind, EventName>>;

export type RedactionFact = (typeof redactionFacts)[keyof typeof redactionFacts];

/** What an event redacted, as `<event id>:<digest of the words>`; nothing when it is no redaction. */
export function redactionOf(name: string, payload: Record<string, unknown>): string | undefined {
  if (!(Object.values(redactionFacts) as string[]).includes(name)) return undefined;
  return `${String(payload['eventId'])}:${String(payload['digest'])}`;
}

/** The fact for a subject of this kind, where there is one. */
export function redactionFactFor(kind: SubjectKind): RedactionFact | undefined {
  return (redactionFacts as Partial<Record<SubjectKind, RedactionFact>>)[kind];
}
