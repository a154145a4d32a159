import type { EventName } from './events.js';

export const queues = ['publishing', 'editorial', 'freshness', 'physicians', 'notifications', 'audit'] as const;
export type QueueName = (typeof queues)[number];

interface JobSpec {
  queue: QueueName;
  /** Facts that wake it: one outbox row each, in the transaction of the fact. */
  on?: readonly EventName[];
  /** Seconds between two wake-ups by the scheduler. The work itself asks the database what is due. */
  everySeconds?: number;
  /** Tries within the queue, with growing pauses; after that the outbox row is sent again, and at last declared dead. */
  tries: number;
  /** Readers wait for it: relayed at once. All else goes along a moment later, many in one statement (an add alone costs 12 ms). */
  soon?: true;
  /** What it does, in one line. */
  does: string;
}

const publications = [
  'guide.published',
  'guide.carried-over',
  'guide.held',
  'guide.released',
  'guide.withdrawn',
  'guide.taken-down',
  'guide.lifted',
  'guide.archived',
  'guide.restored',
  'guide.renamed',
  'guide.stale',
  'guide.cadence-changed',
  'review.kept',
  'review.confirmed',
  'review.amended',
  'review.reverted',
  'review.cancelled',
  'category.changed',
  'physician.activated',
  'physician.suspended',
  'physician.reinstated',
  'physician.recredentialed',
  'physician.changed',
  'physician.claimed',
  'physician.license-renewed',
  'physician.paused',
  'physician.resumed',
  'physician.left',
  'physician.terminated',
] as const satisfies readonly EventName[];

/** Every piece of background work. Start-up refuses a job without exactly one handler, or a handler without a job. */
export const jobs = {
  'publishing.render': {
    queue: 'publishing',
    on: publications,
    tries: 8,
    soon: true,
    does: 'renders the pages that a fact put in debt',
  },
  'publishing.announce': {
    queue: 'publishing',
    everySeconds: 20,
    tries: 3,
    does: 'renders what is still in debt: lists, sitemaps, feeds, pages whose bytes change by date, share images, and whatever was missed; tells CDN and search engines',
  },
  'freshness.sweep': {
    queue: 'freshness',
    everySeconds: 900,
    tries: 3,
    does: 'opens planned rechecks, records reminders, raises guide.stale, returns idle reviews, deletes old reports',
  },
  'editorial.fire-schedules': {
    queue: 'editorial',
    everySeconds: 60,
    tries: 3,
    does: 'publishes what is scheduled, lapses proposals, escalates undecided holds',
  },
  'physicians.check': {
    queue: 'physicians',
    on: [
      'application.confirmed',
      'application.answered',
      'application.change-requested',
      'application.recheck-requested',
    ],
    tries: 5,
    does: 'checks an application against registry, exclusion list and other files, and keeps the evidence',
  },
  'physicians.route': {
    queue: 'physicians',
    on: ['application.checked'],
    tries: 5,
    does: 'puts a checked application into its verification queue and starts the service level',
  },
  'physicians.tell': {
    queue: 'notifications',
    on: [
      'application.submitted',
      'application.link-requested',
      'application.confirmed',
      'application.info-requested',
      'application.approved',
      'application.profile-handed-over',
      'application.declined',
      'application.renewal-opened',
      'application.expired',
      'application.closed',
      'physician.suspended',
      'physician.reinstated',
      'physician.adverse-confirmed',
      'physician.recredentialed',
      'physician.changed',
      'physician.claimed',
      'physician.left',
      'physician.terminated',
    ],
    tries: 8,
    does: 'writes to the applicant or the member, with a new link',
  },
  'physicians.sweep': {
    queue: 'physicians',
    everySeconds: 900,
    tries: 3,
    does: 'checks what a silent source held up, returns files whose lease is over, expires and purges, reminds of service levels and questions',
  },
  'physicians.monitor': {
    queue: 'physicians',
    everySeconds: 300,
    tries: 3,
    does: 'reads members again in registry and exclusion list, hides whom a finding or an expiry hides, opens renewals, reminds',
  },
  'notifications.deliver': {
    queue: 'notifications',
    on: [
      'guide.published',
      'guide.carry-over-proposed',
      'guide.held',
      'guide.released',
      'guide.withdrawal-proposed',
      'guide.withdrawn',
      'guide.reversal-proposed',
      'guide.reinstatement-proposed',
      'guide.take-down-proposed',
      'guide.taken-down',
      'guide.lift-proposed',
      'guide.lifted',
      'guide.stale',
      'revision.submitted',
      'revision.changes-requested',
      'revision.approved',
      'revision.approved-with-changes',
      'revision.changes-accepted',
      'revision.changes-declined',
      'revision.recalled',
      'revision.resubmitted',
      'revision.schedule-failed',
      'revision.rebased',
      'revision.minor-proposed',
      'revision.minor-refused',
      'revision.minor-lapsed',
      'review.opened',
      'review.assigned',
      'review.reassigned',
      'review.released',
      'review.declined',
      'review.returned',
      'review.kept',
      'review.kept-with-changes',
      'review.revised',
      'review.retirement-proposed',
      'review.amended',
      'review.reverted',
      'review.cancelled',
      'report.received',
      'application.routed',
      'application.appealed',
    ],
    tries: 8,
    does: 'writes one row per person and channel, then sends each on its own',
  },
  'notifications.sweep': {
    queue: 'notifications',
    everySeconds: 300,
    tries: 3,
    does: 'turns recorded reminders into notices, sends what is unsent, and the daily digest',
  },
  'audit.seal': {
    queue: 'audit',
    everySeconds: 3600,
    tries: 3,
    does: 'lists every head of every chain from one snapshot and chains the list',
  },
} as const satisfies Record<string, JobSpec>;

export type JobName = keyof typeof jobs;

/** The jobs that one fact wakes. */
export function reactionsTo(event: EventName): JobName[] {
  return reactions.get(event) ?? [];
}

/** Does anything that this fact wakes have to happen at once? */
export function isUrgent(event: EventName): boolean {
  return reactionsTo(event).some((name) => 'soon' in jobs[name]);
}

const reactions = new Map<EventName, JobName[]>();
for (const [name, spec] of Object.entries(jobs) as [JobName, JobSpec][]) {
  for (const event of spec.on ?? []) reactions.set(event, [...(reactions.get(event) ?? []), name]);
}
