import { rowsOf, type Row } from './lifecycle-tables.js';

/**
 * The lifecycles of an application and of a membership as the design states them, written by hand, in the notation of
 * `lifecycle-tables.ts`: whoever changes a table in src/physicians changes it here too, knowingly.
 */
const application = `
  transition   | from → to                                     | who       | guards + needs                                                      | fact
  apply        | none → awaiting-email                         | applicant |                                                                     | application.submitted
  confirm      | awaiting-email → checking                     | applicant |                                                                     | application.confirmed
  finishChecks | checking → checking                           | clock     |                                                                     | application.checked
  route        | checking → queued, escalated, appealed        | clock     | checked                                                             | application.routed
  claim        | queued, escalated, appealed → in-review       | verifier  | concerned skilled room another                                        | application.claimed
  release      | in-review → queued, escalated, appealed       | holder    | + reason                                                            | application.released
  return       | in-review → queued, escalated, appealed       | clock     | lease                                                               | application.returned
  checkAgain   | in-review → checking                          | holder    | concerned lease + reason                                            | application.recheck-requested
  ask          | in-review → needs-info                        | holder    | concerned lease + message                                           | application.info-requested
  answer       | needs-info → checking                         | applicant | + attested                                                          | application.answered
  expire       | awaiting-email, needs-info → expired          | clock     | renewal                                                             | application.expired
  escalate     | in-review → escalated                         | holder    | concerned lease once + reason                                       | application.escalated
  approve      | in-review → approved                          | holder    | concerned lease second checks fresh valid npi member excluded + authentication | application.approved
  decline      | in-review → declined                          | holder    | concerned lease second + reason message authentication              | application.declined
  appeal       | declined → appealed                           | applicant | time once + message                                                 | application.appealed
  withdraw     | awaiting-email, checking, queued, in-review, needs-info, escalated, appealed → withdrawn | applicant | renewal                  | application.withdrawn
  renew        | none → needs-info                             | clock     |                                                                     | application.renewal-opened
  change       | none → checking                               | applicant |                                                                     | application.change-requested
  handOver     | in-review → approved                          | holder    | concerned lease second checks fresh valid claimed excluded + authentication | application.profile-handed-over
  close        | checking, queued, in-review, needs-info, escalated, appealed → withdrawn | clock | member                               | application.closed
`;

const physician = `
  transition     | from → to | who | guards + needs | fact
  activate       | none → active | clock | | physician.activated
  flag           | active, recredential-due, recredentialing → attention | verifier clock | + reason | physician.flagged
  take           | attention, suspended → attention, suspended | verifier | concerned skilled open taken room | physician.taken
  giveBack       | attention, suspended → attention, suspended | verifier | holder + reason | physician.given-back
  return         | attention, suspended → attention, suspended | clock | lease | physician.returned
  dismiss        | attention → active, recredential-due, recredentialing | verifier | concerned elsewhere another + reason evidence | physician.cleared
  suspend        | active, attention, recredential-due, recredentialing, paused, suspended → suspended | verifier clock | concerned graver + cause reason authentication | physician.suspended
  propose        | suspended, attention → suspended, attention | verifier | concerned elsewhere cause + verdict reason evidence authentication | physician.finding-proposed
  lift           | suspended → active, attention, recredential-due, recredentialing, paused, suspended | verifier | concerned elsewhere cause another term + license reason evidence authentication | physician.reinstated
  restore        | suspended → active, attention, recredential-due, recredentialing, paused | clock | silence | physician.reinstated
  confirmAdverse | suspended → suspended | verifier | concerned elsewhere cause another + date reason evidence authentication | physician.adverse-confirmed
  renewLicense   | active, attention, recredential-due, recredentialing, paused → active, attention, recredential-due, recredentialing, paused | verifier clock | concerned + license evidence authentication | physician.license-renewed
  fallDue        | active → recredential-due | clock | term | physician.recredential-due
  renew          | recredential-due → recredentialing | clock | answered | physician.recredentialing
  recredential   | active, attention, recredential-due, recredentialing, paused, suspended → active, attention, recredential-due, recredentialing, paused | clock | finding | physician.recredentialed
  change         | active, attention, recredential-due, recredentialing, paused, suspended → active, attention, recredential-due, recredentialing, paused, suspended | clock | | physician.changed
  claim          | active, attention, recredential-due, recredentialing, paused → active, attention, recredential-due, recredentialing, paused | clock | | physician.claimed
  pause          | active, attention, recredential-due, recredentialing → paused | member | | physician.paused
  resume         | paused → active, attention, recredential-due, recredentialing | member | | physician.resumed
  leave          | active, attention, recredential-due, recredentialing, paused, suspended → terminated | member | finding | physician.left
  terminate      | active, attention, recredential-due, recredentialing, paused, suspended → terminated | verifier | concerned finding + reason authentication | physician.terminated
`;

/** Every state, in the order of a life. */
export const states: Record<string, readonly string[]> = {
  application: [
    'awaiting-email',
    'checking',
    'queued',
    'in-review',
    'needs-info',
    'escalated',
    'approved',
    'declined',
    'appealed',
    'withdrawn',
    'expired',
  ],
  physician: ['active', 'attention', 'suspended', 'recredential-due', 'recredentialing', 'paused', 'terminated'],
};

/** Whoever may stand before a transition: a role, the applicant behind a mailed link, the one who holds the file, or the clock. */
export const parties = [
  'editor',
  'lead',
  'reviewer',
  'director',
  'safety',
  'verifier',
  'admin',
  'applicant',
  'member',
  'holder',
  'clock',
];

/** The two tables, row by row. */
export const expected: Record<'application' | 'physician', Row[]> = {
  application: rowsOf(application),
  physician: rowsOf(physician),
};
