const IN_REVIEW: StateWords = ['In review', 'A verifier looks at your application. You need do nothing now.'];

/** Heading and sentence of a state, for the applicant. */
type StateWords = readonly [heading: string, sentence: string];

/** A file that two people look at reads like any other: an applicant learns nothing of how suspicions are handled. */
export const stateWords = {
  'awaiting-email': [
    'Confirm your address',
    'Open the link in the mail we sent you and press the button behind it. Nothing is checked before that.',
  ],
  checking: ['Checking', 'We compare what you declared with public registers.'],
  queued: ['Waiting for a verifier', 'The automatic checks are done. A person looks at your application next.'],
  'in-review': IN_REVIEW,
  'needs-info': [
    'We need something from you',
    'Answer the question below. Without an answer the application expires 30 days after we asked.',
  ],
  escalated: IN_REVIEW,
  approved: ['Approved', 'Your application is approved. Your profile can appear beside our guides.'],
  declined: ['Not approved', 'We could not approve your application.'],
  appealed: ['Appeal in review', 'Somebody other than the person who decided looks at your application again.'],
  withdrawn: ['Withdrawn', 'You withdrew this application. You may apply again at any time.'],
  expired: ['Expired', 'We had no answer in time. You may apply again at any time.'],
} satisfies Record<string, StateWords>;

/** What a file is about, in a line above its state. */
export const kindWords: Record<string, string> = {
  recredentialing: 'Renewal of your membership',
  change: 'Change that you asked for',
};

/** Of a renewal that waits for its member. */
export const renewalWords: StateWords = [
  'Your membership is to be renewed',
  'Answer below, and attest to it. Where it is not renewed within 36 months of the last decision, your profile is hidden.',
];

/** How a membership stands, for the member. Findings are not told here: they may be wrong. */
export const memberWords: Record<string, string> = {
  active: 'Your profile is public.',
  attention: 'Your profile is public.',
  'recredential-due': 'Your profile is public. Your membership is to be renewed: answer our question.',
  recredentialing: 'Your profile is public. We are looking at your renewal.',
  paused: 'Your profile is hidden at your wish.',
  suspended:
    'Your profile is not shown at present. Our mail says what is asked of you; if something ran out, tell us the new date below.',
  terminated: 'You are no longer a member.',
};

/** States in which the applicant may withdraw. */
export const openStates = [
  'awaiting-email',
  'checking',
  'queued',
  'in-review',
  'needs-info',
  'escalated',
  'appealed',
] satisfies (keyof typeof stateWords)[];

/** States in which a document may be sent. */
export const documentStates = openStates.filter((state) => state !== 'awaiting-email');

/** What a document shows, as the applicant chooses. */
export const documentKindLabels: Record<string, string> = {
  identity: 'Proof of identity',
  license: 'License',
  certification: 'Board certification',
  'name-change': 'Change of name',
  other: 'Something else',
};

/** What the browser offers to choose from; the service looks at what is in the file. */
export const documentAccept = 'application/pdf,image/jpeg,image/png';

/** Why an application was declined: the class of the reason, and the source to correct where there is one. */
export const declineWords: Record<string, string> = {
  'npi-not-found':
    'The national registry of providers does not have your NPI. You can look it up at npiregistry.cms.hhs.gov and correct it at nppes.cms.hhs.gov.',
  'npi-deactivated':
    'The national registry of providers lists your NPI as deactivated. It can say why: nppes.cms.hhs.gov.',
  'identity-not-confirmed': 'We could not confirm that the application comes from the physician it names.',
  'license-not-found':
    'The medical board of the state you named does not list the license. Please check with the board.',
  'license-inactive': 'The medical board lists your license as inactive or expired. Please check with the board.',
  'license-restricted': 'The medical board lists a restriction on your license. Please check with the board.',
  'excluded-federal':
    'The federal list of excluded individuals has an entry for you. You can look it up at exclusions.oig.hhs.gov.',
  'specialty-out-of-scope': 'Our guides do not cover your specialty at present.',
  'not-a-physician': 'Your credential is not one of those we list: we list physicians only.',
  duplicate: 'There is already an application or a membership for this NPI.',
  misrepresentation: 'Something you declared does not agree with the sources we checked.',
  incomplete: 'The application was not complete.',
  'no-service-in-state': 'We do not list physicians in your state at present.',
  'policy-other': 'The application does not meet our policy. Write to us if you would like to know more.',
};

/** What was declared, by field, in the order shown. */
export const declaredLabels: Record<string, string> = {
  npi: 'NPI',
  givenName: 'Given name',
  familyName: 'Family name',
  credential: 'Credential',
  email: 'E-mail address',
  phone: 'Phone',
  state: 'State of license',
  licenseNumber: 'License number',
  licenseExpiresOn: 'License expires on',
  specialty: 'Specialty',
  practiceName: 'Practice',
  practiceSite: 'Site of the practice',
  certification: 'Certifying board',
  biography: 'Text for the profile',
};
