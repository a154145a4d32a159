import type { PayloadValue } from '../events.js';
import type { Notice, ToldEvent } from './notice.js';
import { counted, longDate } from './wording.js';

const writers = { owner: 'now', submitter: 'now', contributors: 'digest' } as const;
const queue = { assignee: 'now', eligible: 'digest', lead: 'digest' } as const;
const legal = { admin: 'now', owner: 'now', lead: 'now', director: 'now' } as const;
const safety = { owner: 'now', lead: 'now', director: 'now', stoodDown: 'now' } as const;

/** Event → who is told, how soon, in which words. The actor is never told of their own act, nor a disabled account of anything. */
export const notices: Record<ToldEvent, Notice> = {
  'guide.published': {
    told: {
      owner: 'digest',
      submitter: 'digest',
      contributors: 'digest',
      signers: 'digest',
      eligible: 'digest',
      stoodDown: 'now',
    },
    title: 'Published',
    body: ({ guide, actor, payload }) => `${actor} published ${guide}.${leftOut(payload['leftOut'])}`,
  },
  'guide.carry-over-proposed': {
    told: { admin: 'digest', lead: 'digest' },
    title: 'Carry-over proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to carry ${guide} over unreviewed. Another admin confirms it within seven days.`,
  },
  'guide.held': {
    told: safety,
    title: 'Held',
    body: ({ guide, actor }) =>
      `${actor} held ${guide}: its page shows a notice. Somebody else releases it; the reason is in its history.`,
  },
  'guide.released': {
    told: { ...safety, initiator: 'now' },
    begunBy: ['guide.held'],
    title: 'Released',
    body: ({ guide, actor }) => `${actor} released ${guide}: the same text is public again.`,
  },
  'guide.withdrawal-proposed': {
    told: safety,
    title: 'Withdrawal proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to withdraw ${guide}. It takes a second person within seven days; one of the two is the director.`,
  },
  'guide.withdrawn': {
    told: { ...safety, initiator: 'now' },
    begunBy: ['guide.withdrawal-proposed', 'review.retirement-proposed'],
    title: 'Withdrawn',
    body: ({ guide, actor }) => `${actor} confirmed the withdrawal of ${guide}: its page says so, with the date.`,
  },
  'guide.reversal-proposed': {
    told: safety,
    title: 'Reversal proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to put an earlier text of ${guide} back. It takes a second person within seven days.`,
  },
  'guide.reinstatement-proposed': {
    told: { owner: 'digest', lead: 'digest', director: 'digest' },
    title: 'Reinstatement proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to publish ${guide} again. It takes a second person within seven days.`,
  },
  'guide.take-down-proposed': {
    told: legal,
    title: 'Take-down proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to take ${guide} down for legal reasons. It takes a second person within seven days: an admin and the category’s lead together.`,
  },
  'guide.taken-down': {
    told: { ...legal, stoodDown: 'now', initiator: 'now' },
    begunBy: ['guide.take-down-proposed'],
    title: 'Taken down',
    body: ({ guide, actor }) =>
      `${actor} confirmed that ${guide} is taken down for legal reasons: its page says so, and its text is shown to nobody but admins, leads and the director.`,
  },
  'guide.lift-proposed': {
    told: legal,
    title: 'Lifting proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes to lift the take-down of ${guide}. It takes a second person within seven days: an admin and the category’s lead together.`,
  },
  'guide.lifted': {
    told: { ...legal, initiator: 'now' },
    begunBy: ['guide.lift-proposed'],
    title: 'Take-down lifted',
    body: ({ guide, actor }) => `${actor} lifted the take-down of ${guide}: it stands where it stood before.`,
  },
  'guide.stale': {
    told: { owner: 'digest', lead: 'digest' },
    title: 'Overdue',
    body: ({ guide, dueOn }) => `The review of ${guide} was due${onDate(dueOn)}. Its page tells readers.`,
  },
  'revision.submitted': {
    told: queue,
    title: 'Ready for medical review',
    body: ({ guide, actor, payload }) =>
      `${actor} submitted ${guide}.${payload['eligible'] === 0 ? ' No reviewer is eligible yet.' : ''}`,
  },
  'revision.changes-requested': {
    told: writers,
    title: 'Changes requested',
    body: ({ guide, actor }) =>
      `${actor} asks for changes to ${guide}. Every blocking comment needs an answer before it is submitted again.`,
  },
  'revision.approved': {
    told: { ...writers, lead: 'digest' },
    title: 'Approved',
    body: ({ guide, actor }) => `${actor} approved and signed ${guide}. It can be published.`,
  },
  'revision.approved-with-changes': {
    told: writers,
    title: 'Approved with changes',
    body: ({ guide, actor }) => `${actor} signed ${guide} with exact changes. An editor accepts all of them, or none.`,
  },
  'revision.changes-accepted': {
    told: { signers: 'now', owner: 'digest' },
    title: 'Changes accepted',
    body: ({ guide, actor }) => `${actor} accepted the signed changes to ${guide}.`,
  },
  'revision.changes-declined': {
    told: { signers: 'now', owner: 'digest' },
    title: 'Changes declined',
    body: ({ guide, actor }) =>
      `${actor} declined the offered changes to ${guide}; it is a draft again. The reason is in its history.`,
  },
  'revision.recalled': {
    told: { stoodDown: 'now', lead: 'digest' },
    title: 'Recalled',
    body: ({ guide, actor }) => `${actor} took ${guide} back from review.`,
  },
  'revision.resubmitted': {
    told: { ...queue, owner: 'digest', signers: 'digest' },
    title: 'To be signed again',
    body: ({ guide, actor }) => `${actor} asks another reviewer to sign the same text of ${guide}.`,
  },
  'revision.schedule-failed': {
    told: { owner: 'now', lead: 'now', initiator: 'now' },
    begunBy: ['revision.scheduled'],
    title: 'Not published as scheduled',
    body: ({ guide }) =>
      `The scheduled publication of ${guide} was refused. What is public stays; it is not tried again. The reasons are in its history.`,
  },
  'revision.rebased': {
    told: { stoodDown: 'now', signers: 'digest' },
    title: 'Rebased',
    body: ({ guide, actor }) =>
      `${actor} put the draft of ${guide} on the text that is public now; it comes to review again.`,
  },
  'revision.minor-proposed': {
    told: { secondEditors: 'digest' },
    title: 'Minor change proposed',
    body: ({ guide, actor }) =>
      `${actor} proposes a minor change to ${guide}. An editor who did not write in it confirms it within seven days.`,
  },
  'revision.minor-refused': {
    told: { initiator: 'now', contributors: 'digest' },
    begunBy: ['revision.minor-proposed'],
    title: 'Minor change refused',
    body: ({ guide, actor }) => `${actor} refused the minor change to ${guide}. The reason is in its history.`,
  },
  'revision.minor-lapsed': {
    told: { initiator: 'digest', owner: 'digest' },
    begunBy: ['revision.minor-proposed'],
    title: 'Minor change lapsed',
    body: ({ guide }) => `Nobody confirmed the minor change to ${guide} within seven days; it is a draft again.`,
  },
  'review.opened': {
    told: { ...queue, owner: 'digest' },
    title: 'Review opened',
    body: ({ guide, dueOn }) => `A review of the published text of ${guide} is open. It is due${onDate(dueOn)}.`,
  },
  'review.assigned': {
    told: { assignee: 'now' },
    title: 'Review assigned',
    body: ({ guide, actor, assignee }) => `${actor} assigned the review of ${guide} to ${assignee}.`,
  },
  'review.reassigned': {
    told: { assignee: 'now', formerAssignee: 'now' },
    title: 'Review reassigned',
    body: ({ guide, actor, assignee }) =>
      `${actor} gave the review of ${guide} to ${assignee}. Comments and answers stay.`,
  },
  'review.released': {
    told: { lead: 'now', eligible: 'digest' },
    title: 'Review given back',
    body: ({ guide, actor }) => `${actor} gave the review of ${guide} back. It waits for somebody else.`,
  },
  'review.declined': {
    told: { lead: 'now', eligible: 'digest' },
    title: 'Review declined',
    body: ({ guide, actor }) => `${actor} declined the review of ${guide}. It waits for somebody else.`,
  },
  'review.returned': {
    told: { lead: 'now', formerAssignee: 'now', eligible: 'digest' },
    title: 'Review returned to the queue',
    body: ({ guide }) => `The review of ${guide} was returned to the queue and waits for somebody else.`,
  },
  'review.kept': {
    told: { owner: 'now', lead: 'digest' },
    title: 'Kept',
    body: ({ guide, actor, payload }) =>
      `${actor} reviewed ${guide} and signed it as it is. It is due again${onDate(payload['dueOn'])}.`,
  },
  'review.kept-with-changes': {
    told: { owner: 'now', lead: 'digest' },
    title: 'Kept with changes',
    body: ({ guide, actor }) =>
      `${actor} reviewed ${guide} and signed exact changes. An editor accepts all of them, or none.`,
  },
  'review.revised': {
    told: { owner: 'now', lead: 'digest' },
    title: 'Needs revision',
    body: ({ guide, actor }) =>
      `${actor} reviewed ${guide}: it needs revision, and a revision is open. The reason is in its history.`,
  },
  'review.retirement-proposed': {
    told: { owner: 'now', lead: 'now', director: 'now' },
    title: 'Retirement proposed',
    body: ({ guide, actor }) =>
      `${actor} reviewed ${guide} and proposes to withdraw it. It takes a second person within seven days; one of the two is the director.`,
  },
  'review.amended': {
    told: { ...writers, corrector: 'now', lead: 'now', director: 'now' },
    title: 'Amendment asked for',
    body: ({ guide, actor }) =>
      `${actor} read the change to ${guide} afterwards and asks for an amendment. The reason is in its history.`,
  },
  'review.reverted': {
    told: { ...writers, corrector: 'now', lead: 'now', director: 'now' },
    title: 'Reversal asked for',
    body: ({ guide, actor }) =>
      `${actor} read the change to ${guide} afterwards and asks to reverse it. The reason is in its history.`,
  },
  'report.received': {
    told: { safety: 'now', owner: 'digest' },
    title: 'A reader reports a problem',
    body: ({ guide, payload }) =>
      payload['reason'] === 'harm'
        ? `A reader reports possible harm on the page of ${guide}. Read the report at the desk; hold the page if it may be true.`
        : `A reader reports a problem on the page of ${guide}. The report stands at the desk.`,
  },
  'review.cancelled': {
    told: { stoodDown: 'now' },
    title: 'Review closed',
    body: ({ guide }) => `The review of ${guide} is no longer needed.`,
  },
};

/** Publications that somebody answers for at once are told otherwise than the common ones. */
export const urgentPublications: Record<string, Notice> = {
  correction: {
    told: { ...safety, eligible: 'now', assignee: 'now' },
    title: 'Corrected at once',
    body: ({ guide, actor }) =>
      `${actor} corrected ${guide} at once: its page says what, and that it awaits a second review, which is due within 72 hours.`,
  },
  // One act may put up hundreds: one message a person.
  notice: {
    told: { owner: 'digest', lead: 'digest', director: 'digest' },
    title: 'Safety notices changed',
    body: ({ guide, actor }) => `${actor} changed the safety notices above ${guide}. Its text did not move.`,
  },
  revert: {
    told: { ...safety, initiator: 'now' },
    begunBy: ['guide.reversal-proposed'],
    title: 'Earlier text put back',
    body: ({ guide, actor }) =>
      `${actor} confirmed that an earlier text of ${guide} is public again, with the dates of its own review.`,
  },
};

/** How a fact is told; of a publication that depends on its kind. */
export function noticeOf(name: ToldEvent, publicationKind: string | null): Notice {
  const own = name === 'guide.published' && publicationKind ? urgentPublications[publicationKind] : undefined;
  return own ?? notices[name];
}

function onDate(date: PayloadValue | undefined): string {
  return typeof date === 'string' ? ` on ${longDate(date)}` : '';
}

function leftOut(parts: PayloadValue | undefined): string {
  const count = Array.isArray(parts) ? parts.length : 0;
  return count === 0
    ? ''
    : ` Minor changes to ${counted(count, 'part')} were left out, because the new text changed them too.`;
}
