import type { EventName, PayloadValue } from '../events.js';
import type { jobs } from '../jobs.js';

/** `now` is sent at once, on its own: safety, assignment, decisions. Everything else waits for the daily digest. */
export type Urgency = 'now' | 'digest';

/** What somebody is to an event. Lead, director and admins as of the telling; the rest as the event and its subject say. */
export type Party =
  | 'owner'
  /** Of the guide's category. */
  | 'lead'
  | 'director'
  | 'admin'
  /** Safety holders, where a reader reports possible harm. */
  | 'safety'
  /** Who made the urgent correction that the review is about. */
  | 'corrector'
  /** Who submitted the revision. */
  | 'submitter'
  /** Who wrote in the revision. */
  | 'contributors'
  /** Who signed in the revision, or signed the changes of a recheck that it offers. */
  | 'signers'
  /** Who has the review now. */
  | 'assignee'
  /** Who had it until now. */
  | 'formerAssignee'
  /** Whose review this event closed. */
  | 'stoodDown'
  /** Who could take the review, while it is open. */
  | 'eligible'
  /** Editors who did not write in the revision, while its minor change waits for a second one. */
  | 'secondEditors'
  /** Who began what this event ends: see `begunBy`. */
  | 'initiator';

/** What the sentences are made of. */
export interface Story {
  /** The title in quotation marks. */
  guide: string;
  actor: string;
  /** Who has the review now. */
  assignee: string;
  dueOn: string | null;
  payload: Record<string, PayloadValue>;
}

export interface Notice {
  told: Partial<Record<Party, Urgency>>;
  /** Whoever did the latest of these on the guide (and revision) is the initiator. */
  begunBy?: readonly EventName[];
  /** In front of the guide's title. */
  title: string;
  body: (story: Story) => string;
}

/** Every fact of which somebody is told: as many as jobs.ts lists. */
type AnyToldEvent = (typeof jobs)['notifications.deliver']['on'][number];
/** Of them, those of applications, which verifiers are told of. */
export type ToldApplicationEvent = Extract<AnyToldEvent, `application.${string}`>;
export type ToldEvent = Exclude<AnyToldEvent, ToldApplicationEvent>;
