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
