import type { EventName } from '../events.js';
import type { SuspensionCause } from './membership-facts.js';

/** The facts that a member is written to about. */
export const memberFacts = [
  'physician.suspended',
  'physician.reinstated',
  'physician.adverse-confirmed',
  'physician.recredentialed',
  'physician.changed',
  'physician.claimed',
  'physician.left',
  'physician.terminated',
] as const satisfies readonly EventName[];
export type MemberFact = (typeof memberFacts)[number];

export interface MemberLetter {
  subject: string;
  paragraphs: string[];
}

interface MemberStory {
  publisher: string;
  /** Where the publisher is written to. */
  contact: string;
  /** To the member's own page; it holds a secret in its fragment. */
  link: string;
  suspension: SuspensionCause | null;
}

/** What a member is told of a fact. A finding is never named in a letter: it may be wrong, and letters go astray. */
export function memberLetter(fact: MemberFact, { publisher, contact, link, suspension }: MemberStory): MemberLetter {
  const answer = `If you think that this is wrong, write to ${contact}.`;
  const letters: Record<MemberFact, MemberLetter> = {
    'physician.suspended': {
      subject: 'Your profile is not shown at present',
      paragraphs: [
        suspension === 'administrative'
          ? `Something that your membership rests on has run out or could not be read, so ${publisher} does not show your profile at present. What is asked of you stands here:`
          : `We are looking into your file, and ${publisher} does not show your profile meanwhile. We will write when this is settled. Your file:`,
        link,
        answer,
      ],
    },
    'physician.reinstated': {
      subject: 'Your profile is shown again',
      paragraphs: ['Your profile is public again.', link],
    },
    'physician.adverse-confirmed': {
      subject: 'Your membership',
      paragraphs: [`What we looked into was confirmed, and ${publisher} does not show your profile.`, answer],
    },
    'physician.recredentialed': {
      subject: 'Your membership was renewed',
      paragraphs: ['Your membership was renewed for 36 months.', link],
    },
    'physician.changed': {
      subject: 'Your profile was changed',
      paragraphs: ['The change that you asked for was approved and is on your profile.', link, answer],
    },
    'physician.claimed': {
      subject: 'Your profile is yours',
      paragraphs: ['The profile under your National Provider Identifier was handed over to you.', link, answer],
    },
    'physician.left': {
      subject: 'You left the network',
      paragraphs: [`You are no longer a member, and ${publisher} shows no profile of yours.`, answer],
    },
    'physician.terminated': {
      subject: 'Your membership ended',
      paragraphs: [`Your membership was ended, and ${publisher} shows no profile of yours.`, answer],
    },
  };
  return letters[fact];
}

/** What may end: a membership, or a credential of either kind. */
export type Ending = 'license' | 'certification' | 'membership';

/** What a member is told before something ends. */
export function expiryLetter(subject: Ending, endsOn: string, link: string): MemberLetter {
  if (subject === 'membership')
    return {
      subject: `Your membership is to be renewed by ${endsOn}`,
      paragraphs: [
        `Your membership ends on ${endsOn} unless it is renewed. Look through your file and attest to it:`,
        link,
      ],
    };
  if (subject === 'certification')
    return {
      subject: `Your certification on file ends on ${endsOn}`,
      paragraphs: [
        `The certification that we verified ends on ${endsOn}, and your profile prints it until then. When it is renewed, tell us here:`,
        link,
      ],
    };
  return {
    subject: `Your license on file ends on ${endsOn}`,
    paragraphs: [
      `The license that we verified ends on ${endsOn}. When it is renewed, tell us its new last day here, so that your profile stays public:`,
      link,
    ],
  };
}
