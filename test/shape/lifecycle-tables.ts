/**
 * The lifecycles as the design states them, written by hand: whoever changes a table in src/editorial changes it here too, knowingly.
 * `guards` are asked of the facts; those after `+` of the input. `=` leads back to the state it came from; `*` is every open state.
 */
const revision = `
  transition         | from → to                                                    | who                    | guards + needs                                                                                            | fact
  open               | none → draft                                                 | editor                 | guide + one base                                                                                          | revision.opened
  submit             | draft, changes-requested → in-review                         | editor                 | kind guide lint comments + review                                                                         | revision.submitted
  recall             | in-review → draft                                            | submitter owner lead   |                                                                                                           | revision.recalled
  requestChanges     | in-review → changes-requested                                | assignee               | comment                                                                                                   | revision.changes-requested
  approve            | in-review → approved                                         | assignee               | specialty signer opened checklist comments base + version conflict authentication                         | revision.approved
  approveWithChanges | in-review → changes-offered                                  | assignee               | specialty signer opened checklist comments base + version conflict authentication replacements            | revision.approved-with-changes
  acceptChanges      | changes-offered → approved                                   | editor                 | hash another + named                                                                                      | revision.changes-accepted
  declineChanges     | changes-offered → draft                                      | editor                 | + reason                                                                                                  | revision.changes-declined
  reopen             | approved, scheduled → draft                                  | editor                 | + reason                                                                                                  | revision.reopened
  signAgain          | approved → in-review                                         | lead                   | lapsed                                                                                                    | revision.resubmitted
  publish            | approved → published                                         | editor lead            | guide signer hold medical hash base full due license                                                      | guide.published
  schedule           | approved → scheduled                                         | editor lead            | guide signer hold medical hash base full due license + time                                                       | revision.scheduled
  unschedule         | scheduled → approved                                         | editor lead            |                                                                                                           | revision.unscheduled
  fire               | scheduled → published                                        | clock                  | guide signer hold medical hash base full due license                                                      | guide.published
  failSchedule       | scheduled → approved                                         | clock                  |                                                                                                           | revision.schedule-failed
  rebase             | draft, in-review, changes-requested, changes-offered, approved, scheduled, minor-proposed → draft | editor | base + resolutions                                                                                     | revision.rebased
  proposeMinor       | draft → minor-proposed                                       | editor                 | kind guide base allowed                                                                                   | revision.minor-proposed
  confirmMinor       | minor-proposed → published                                   | editor                 | kind guide another base + named                                                                           | guide.published
  refuseMinor        | minor-proposed → draft                                       | editor                 | another + reason                                                                                          | revision.minor-refused
  lapseMinor         | minor-proposed → draft                                       | clock                  |                                                                                                           | revision.minor-lapsed
  discard            | draft, in-review, changes-requested, changes-offered, approved, scheduled, minor-proposed → discarded | editor | + reason                                                                           | revision.discarded
`;

const guide = `
  transition           | from → to                                           | who                                           | guards + needs                                              | fact
  create               | none → unpublished                                  | editor admin                                  | + slug                                                      | guide.created
  proposeCarryOver     | unpublished → =                                     | admin                                         | cutOver never text lint once + plan                         | guide.carry-over-proposed
  carryOver            | unpublished → live                                  | admin                                         | proposal another cutOver never lint + named                 | guide.carried-over
  hold                 | live → held                                         | editor reviewer safety admin                  | + reason                                                    | guide.held
  release              | held → live                                         | editor reviewer safety admin lead director    | another medical                                             | guide.released
  correctUrgently      | live → live                                         | safety                                        | + reason notice replacements sections                       | guide.published
  notice               | live → live                                         | safety                                        | + notice source                                             | guide.published
  endNotice            | live → live                                         | safety director                               | + reason stands another                                     | guide.published
  proposeRevert        | live → live                                         | safety editor lead director                   | + version due license reason notice                         | guide.reversal-proposed
  revert               | live → live                                         | safety editor lead director                   | proposal another proposed version due license + named       | guide.published
  proposeWithdrawal    | live, held → =                                      | director lead editor admin                    | once + reason class successor                               | guide.withdrawal-proposed
  withdraw             | live, held → withdrawn                              | director lead editor admin                    | proposal another director + named                           | guide.withdrawn
  proposeReinstatement | withdrawn → =                                       | editor lead director                          | once + full renewed reason                                  | guide.reinstatement-proposed
  reinstate            | withdrawn → live                                    | editor lead director                          | proposal another proposed full renewed signer hash base due license + named | guide.published
  proposeTakeDown      | live, held → =                                      | admin lead                                    | once + reason authority                                     | guide.take-down-proposed
  takeDown             | live, held → legal                                  | admin lead                                    | proposal another both + named                               | guide.taken-down
  proposeLift          | legal → legal                                       | admin lead                                    | once + reason                                               | guide.lift-proposed
  lift                 | legal → live, held                                  | admin lead                                    | proposal another both + named                               | guide.lifted
  archive              | unpublished, withdrawn → archived                   | lead                                          | + reason successor                                          | guide.archived
  restore              | archived → unpublished, withdrawn                   | lead                                          |                                                             | guide.restored
  rename               | unpublished, live, held, withdrawn, archived, legal → = | editor                                        | + slug                                                      | guide.renamed
`;

const review = `
  transition      | from → to                  | who        | guards + needs                                                                                                 | fact
  open            | none → open                | clock      |                                                                                                                | review.opened
  assign          | open → assigned            | lead       | + named specialty present room                                                                                 | review.assigned
  claim           | open → assigned            | reviewer   | specialty present room                                                                                         | review.claimed
  release         | assigned → open            | assignee   | + reason                                                                                                       | review.released
  decline         | assigned → open            | assignee   | + reason                                                                                                       | review.declined
  reassign        | assigned → assigned        | lead       | + named another specialty present room                                                                         | review.reassigned
  return          | assigned → open            | clock      |                                                                                                                | review.returned
  keep            | assigned → decided         | assignee   | kind live specialty signer opened checklist comments base + version conflict authentication                    | review.kept
  keepWithChanges | assigned → decided         | assignee   | kind live specialty signer opened checklist comments base one + version conflict authentication replacements   | review.kept-with-changes
  revise          | assigned → decided         | assignee   | kind live + reason                                                                                             | review.revised
  retire          | assigned → decided         | assignee   | kind live once + reason class successor                                                                        | review.retirement-proposed
  confirm         | assigned → decided         | assignee   | kind specialty signer opened checklist comments + version conflict authentication                         | review.confirmed
  amend           | assigned → decided         | assignee   | kind + reason                                                                                                  | review.amended
  revert          | assigned → decided         | assignee   | kind + reason                                                                                                  | review.reverted
  cancel          | open, assigned → cancelled | clock      |                                                                                                                | review.cancelled
`;

/** One transition as the design has it. */
export interface Row {
  name: string;
  from: string[];
  to: string[];
  /** Leads back to the state it came from. */
  stays: boolean;
  by: string[];
  guards: string[];
  needs: string[];
  event: string;
}

/** Every state, in the order of a life. */
export const states: Record<string, readonly string[]> = {
  revision: [
    'draft',
    'in-review',
    'changes-requested',
    'changes-offered',
    'approved',
    'scheduled',
    'minor-proposed',
    'published',
    'discarded',
  ],
  guide: ['unpublished', 'live', 'held', 'withdrawn', 'archived', 'legal'],
  review: ['open', 'assigned', 'decided', 'cancelled'],
};

/** Whoever may stand before a transition: a role, a relation to this guide or review, or the clock. */
export const parties = [
  'editor',
  'lead',
  'reviewer',
  'director',
  'safety',
  'verifier',
  'admin',
  'owner',
  'submitter',
  'assignee',
  'clock',
];

/** The three tables, row by row. */
export const expected: Record<string, Row[]> = {
  revision: rowsOf(revision),
  guide: rowsOf(guide),
  review: rowsOf(review),
};

/** Reads a table that was written by hand, as those above. */
export function rowsOf(table: string): Row[] {
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => rowOf(line.split('|').map((cell) => cell.trim())));
}

function rowOf([name = '', way = '', by = '', conditions = '', event = '']: string[]): Row {
  const [from = '', to = ''] = way.split(' → ');
  const [guards = '', needs = ''] = ` ${conditions} `.split(' + ');
  const starts = from.split(', ');
  const stays = to === '=';
  return {
    name,
    from: starts,
    to: stays ? starts : to.split(', '),
    stays,
    by: words(by),
    guards: words(guards),
    needs: words(needs),
    event,
  };
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
