/**
 * Every fact, in the past tense, with the chain it belongs to and the keys of its payload.
 * Payloads carry ids, numbers, dates and digests; never content or personal data.
 * `label` is what the history shows.
 */
export const events = {
  'guide.created': { subject: 'guide', label: 'Guide created', payload: ['slug', 'sourceGuideId'] },
  'guide.changed': { subject: 'guide', label: 'Guide settings changed', payload: ['fields'] },
  'guide.cadence-changed': { subject: 'guide', label: 'Cadence changed', payload: ['months', 'dueOn'] },
  'guide.published': {
    subject: 'guide',
    label: 'Published',
    payload: ['publication', 'kind', 'versionId', 'hash', 'dueOn', 'leftOut'],
  },
  'guide.carry-over-proposed': { subject: 'guide', label: 'Carry-over proposed', payload: ['proposalId', 'hash'] },
  'guide.carried-over': {
    subject: 'guide',
    label: 'Carried over',
    payload: ['publication', 'versionId', 'hash', 'plannedFor'],
  },
  'guide.held': { subject: 'guide', label: 'Held', payload: ['publication'] },
  'guide.released': { subject: 'guide', label: 'Released', payload: ['publication'] },
  'guide.withdrawal-proposed': { subject: 'guide', label: 'Withdrawal proposed', payload: ['proposalId', 'hash'] },
  'guide.withdrawn': { subject: 'guide', label: 'Withdrawn', payload: ['publication', 'reasonClass', 'successorId'] },
  'guide.reinstatement-proposed': {
    subject: 'guide',
    label: 'Reinstatement proposed',
    payload: ['proposalId', 'hash'],
  },
  'guide.archived': { subject: 'guide', label: 'Archived', payload: ['successorId'] },
  'guide.restored': { subject: 'guide', label: 'Restored', payload: [] },
  'guide.renamed': { subject: 'guide', label: 'Renamed', payload: ['from', 'to'] },
  'guide.stale': { subject: 'guide', label: 'Went stale', payload: ['dueOn'] },
  'guide.redacted': { subject: 'guide', label: 'Words redacted', payload: ['eventId', 'digest', 'secondPersonId'] },
  'revision.opened': { subject: 'guide', label: 'Revision opened', payload: ['revisionId', 'kind', 'baseVersionId'] },
  'revision.submitted': {
    subject: 'guide',
    label: 'Submitted for review',
    payload: ['revisionId', 'reviewId', 'versionId', 'hash', 'reviewKind', 'eligible'],
  },
  'revision.recalled': { subject: 'guide', label: 'Recalled', payload: ['revisionId', 'reviewId'] },
  'revision.changes-requested': { subject: 'guide', label: 'Changes requested', payload: ['revisionId', 'reviewId'] },
  'revision.approved': {
    subject: 'guide',
    label: 'Approved and signed',
    payload: ['revisionId', 'reviewId', 'versionId', 'hash', 'signOffId'],
  },
  'revision.approved-with-changes': {
    subject: 'guide',
    label: 'Approved with changes',
    payload: ['revisionId', 'reviewId', 'versionId', 'hash', 'signOffId'],
  },
  'revision.changes-accepted': {
    subject: 'guide',
    label: 'Changes accepted',
    payload: ['revisionId', 'versionId', 'hash'],
  },
  'revision.changes-declined': { subject: 'guide', label: 'Changes declined', payload: ['revisionId'] },
  'revision.reopened': { subject: 'guide', label: 'Reopened', payload: ['revisionId'] },
  'revision.resubmitted': {
    subject: 'guide',
    label: 'Sent to another reviewer',
    payload: ['revisionId', 'reviewId', 'versionId', 'hash'],
  },
  'revision.scheduled': { subject: 'guide', label: 'Scheduled', payload: ['revisionId', 'versionId', 'scheduledFor'] },
  'revision.unscheduled': { subject: 'guide', label: 'Unscheduled', payload: ['revisionId'] },
  'revision.schedule-failed': {
    subject: 'guide',
    label: 'Scheduled publication refused',
    payload: ['revisionId', 'codes'],
  },
  'revision.rebased': { subject: 'guide', label: 'Rebased', payload: ['revisionId', 'baseVersionId'] },
  'revision.minor-proposed': {
    subject: 'guide',
    label: 'Minor change proposed',
    payload: ['revisionId', 'versionId', 'hash'],
  },
  'revision.minor-refused': { subject: 'guide', label: 'Minor change refused', payload: ['revisionId'] },
  'revision.minor-lapsed': { subject: 'guide', label: 'Minor change lapsed', payload: ['revisionId'] },
  'revision.discarded': { subject: 'guide', label: 'Discarded', payload: ['revisionId'] },
  'review.opened': { subject: 'guide', label: 'Review opened', payload: ['reviewId', 'kind', 'versionId', 'decideBy'] },
  'review.assigned': { subject: 'guide', label: 'Review assigned', payload: ['reviewId', 'assigneeId'] },
  'review.claimed': { subject: 'guide', label: 'Review claimed', payload: ['reviewId', 'assigneeId'] },
  'review.released': { subject: 'guide', label: 'Review released', payload: ['reviewId', 'assigneeId', 'conflict'] },
  'review.declined': { subject: 'guide', label: 'Review declined', payload: ['reviewId', 'assigneeId', 'conflict'] },
  'review.reassigned': { subject: 'guide', label: 'Review reassigned', payload: ['reviewId', 'fromId', 'assigneeId'] },
  'review.returned': {
    subject: 'guide',
    label: 'Review returned to the queue',
    payload: ['reviewId', 'assigneeId', 'cause'],
  },
  'review.kept': {
    subject: 'guide',
    label: 'Reviewed, kept as it is',
    payload: ['reviewId', 'versionId', 'hash', 'signOffId', 'publication', 'dueOn'],
  },
  'review.kept-with-changes': {
    subject: 'guide',
    label: 'Reviewed, kept with changes',
    payload: ['reviewId', 'revisionId', 'versionId', 'hash', 'signOffId'],
  },
  'review.revised': { subject: 'guide', label: 'Reviewed, needs revision', payload: ['reviewId', 'revisionId'] },
  'review.retirement-proposed': {
    subject: 'guide',
    label: 'Reviewed, retirement proposed',
    payload: ['reviewId', 'proposalId'],
  },
  'review.confirmed': {
    subject: 'guide',
    label: 'Confirmed afterwards',
    payload: ['reviewId', 'versionId', 'hash', 'signOffId'],
  },
  'review.amended': { subject: 'guide', label: 'Amendment asked for afterwards', payload: ['reviewId', 'revisionId'] },
  'review.reverted': { subject: 'guide', label: 'Reversal asked for afterwards', payload: ['reviewId', 'revisionId'] },
  'review.cancelled': { subject: 'guide', label: 'Review cancelled', payload: ['reviewId', 'cause'] },
  'category.created': { subject: 'category', label: 'Category created', payload: ['slug'] },
  'category.changed': { subject: 'category', label: 'Category changed', payload: ['fields'] },
  'account.created': { subject: 'account', label: 'Account created', payload: [] },
  'account.changed': { subject: 'account', label: 'Account changed', payload: ['fields'] },
  'account.role-granted': { subject: 'account', label: 'Role granted', payload: ['role', 'categoryId', 'expiresAt'] },
  'account.role-revoked': { subject: 'account', label: 'Role revoked', payload: ['role', 'categoryId'] },
  'account.disabled': { subject: 'account', label: 'Account disabled', payload: ['successorId', 'guides', 'reviews'] },
  'account.enabled': { subject: 'account', label: 'Account enabled', payload: [] },
  'account.credential-recorded': {
    subject: 'account',
    label: 'Credential recorded',
    payload: ['credentialId', 'standing'],
  },
} as const satisfies Record<string, { subject: SubjectKind; label: string; payload: readonly string[] }>;

export type SubjectKind = 'guide' | 'category' | 'application' | 'physician' | 'account';
export type EventName = keyof typeof events;
/** What one fact carries: every declared key, a scalar or a list of scalars. */
export type EventPayload<Name extends EventName> = Record<(typeof events)[Name]['payload'][number], PayloadValue>;
export type PayloadValue = string | number | boolean | null | readonly string[];
