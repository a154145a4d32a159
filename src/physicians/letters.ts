import { appealDays } from './application-guards.js';
import type { ApplicationStatus, DeclineReason } from './application-facts.js';

export interface LetterFacts {
  /** The fact that is told, or `reminder` of the question that waits. */
  event: string;
  /** How the file stands now; a letter never says what is no longer so. */
  status: ApplicationStatus;
  givenName: string;
  familyName: string;
  question: string | null;
  declineReason: DeclineReason | null;
  /** The decision was appealed before, and stands. */
  appealed: boolean;
  /** The member is on the pages now; null for nobody. */
  shown: boolean | null;
  /** What the verifier wrote with the decision. */
  note: string | null;
}

/** What a declined applicant is told, in plain words. */
export const declineWords: Record<DeclineReason, string> = {
  'npi-not-found': 'The registry does not know the National Provider Identifier that you gave.',
  'npi-deactivated': 'The National Provider Identifier that you gave was deactivated.',
  'identity-not-confirmed': 'We could not confirm that it was you who applied.',
  'license-not-found': 'The state medical board does not show the license that you gave.',
  'license-inactive': 'The license that you gave is not active.',
  'license-restricted': 'The license that you gave is restricted.',
  'excluded-federal': 'A federal list does not allow it. The list’s keeper can tell you more.',
  'specialty-out-of-scope': 'Your specialty is not one that our guides are about.',
  'not-a-physician': 'We feature physicians alone.',
  duplicate: 'There is another application or profile of yours.',
  misrepresentation: 'Something that you stated is not so.',
  incomplete: 'What we asked for was not answered in full.',
  'no-service-in-state': 'We do not feature physicians in your state yet.',
  'policy-other': 'Our policy does not allow it; the note of the verifier says more.',
};

interface Letter {
  subject: string;
  paragraphs: string[];
}

/** The letter about how a file stands; `link` leads to its page. */
export function letterFor(facts: LetterFacts, link: string, publisher: string): Letter {
  if (facts.status === 'awaiting-email') {
    return letter('Confirm your address', [
      `Somebody, probably you, applied to be featured by ${publisher}. Nothing happens before you confirm this address, within 72 hours:`,
      link,
      'If it was not you, ignore this mail: the application is deleted after seven days.',
    ]);
  }
  if (facts.event === 'application.confirmed' && underWay.has(facts.status)) {
    return letter('We have your application', [
      'Your address is confirmed, and we have received your application.',
      'Next we compare what you declared with public registers, then a person looks through it and decides. We write to you when we have a question, and when it is decided. How it stands, at any time:',
      link,
    ]);
  }
  if (facts.status === 'needs-info') return questionLetter(facts, link);
  if (facts.status === 'approved' && facts.shown)
    return letter('Your application was approved', ['Your profile is public now. Your application stays at:', link]);
  if (facts.status === 'declined') {
    return letter('Your application was not approved', [
      facts.declineReason ? declineWords[facts.declineReason] : '',
      facts.note ?? '',
      facts.appealed
        ? 'This was decided after an appeal, and stands. The file is at:'
        : `You may appeal within ${appealDays} days; another person decides. The file and the button are at:`,
      link,
    ]);
  }
  return endedLetter(facts, link) ?? plainLetter(link);
}

function questionLetter(facts: LetterFacts, link: string): Letter {
  if (facts.event === 'application.renewal-opened') {
    return letter('Your membership is to be renewed', [facts.question ?? '', 'Here:', link]);
  }
  if (facts.event === 'application.info-requested') {
    return letter('We have a question about your application', [
      facts.question ?? '',
      'Answer here; the application waits for you for 30 days:',
      link,
    ]);
  }
  if (facts.event === 'reminder') {
    return letter('Your application waits for your answer', [
      'We asked you something, and cannot go on before you answer:',
      facts.question ?? '',
      'Answer here. An application without an answer ends 30 days after the question:',
      link,
    ]);
  }
  return plainLetter(link);
}

/** Undefined while the file goes on. */
function endedLetter(facts: LetterFacts, link: string): Letter | undefined {
  if (facts.status === 'expired') {
    return letter('Your application ended', [
      'We asked you something and had no answer within 30 days, so your application ended without a decision. You may apply again. What you sent is deleted after 90 days. Until then it stands here:',
      link,
    ]);
  }
  if (facts.status === 'withdrawn' && facts.event === 'application.closed') {
    return letter('Your request was closed', [
      'Your membership ended, so what you had asked of us was closed without a decision. What you sent with it is deleted after 90 days. Until then it stands here:',
      link,
    ]);
  }
  return undefined;
}

const plainLetter = (link: string): Letter =>
  letter('Your application', ['How your application stands, and what you can do:', link]);

/** Received, and neither decided nor waiting for the applicant. */
const underWay: ReadonlySet<ApplicationStatus> = new Set(['checking', 'queued', 'in-review', 'escalated']);

const letter = (subject: string, paragraphs: string[]): Letter => ({ subject, paragraphs: paragraphs.filter(Boolean) });
