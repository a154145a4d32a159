import type { Guard } from '../platform/lifecycle.js';
import type { ApplicationFacts } from './application-facts.js';
import type { CheckId } from './check.js';

type G = Guard<ApplicationFacts>;

/** Files that one verifier holds at a time (`domain.md` C10). */
export const mostClaims = 5;
/** Days that evidence may be old at the decision (NCQA, `domain.md` C6). */
export const freshDays = 120;
/** Days within which a declined applicant may appeal. */
export const appealDays = 30;

/** What a machine finds of every file; the rest is the work of people, or of a source of licenses where one is configured. */
export const automaticChecks: readonly CheckId[] = [
  'V01',
  'V02',
  'V03',
  'V04',
  'V05',
  'V06',
  'V07',
  'V10',
  'V11',
  'V13',
  'V15',
];

/** Asked of every file; V12 where a certification is claimed, V16 where there is a biography. */
const lookedUp: readonly CheckId[] = ['V08', 'V09', 'V14'];
const mandatory: readonly CheckId[] = [...automaticChecks, ...lookedUp].sort();

const unless = (holds: boolean, sentence: string): string | undefined => (holds ? undefined : sentence);

/** The checks that this file has to show. */
export function mandatoryChecks({ application, checks }: ApplicationFacts): readonly CheckId[] {
  const { touched } = application;
  const notAsked = checks.some(({ checkId, outcome }) => checkId === 'V11' && outcome === 'skipped');
  const asked: CheckId[] = [
    ...mandatory.filter((id) => id !== 'V11' || !notAsked),
    ...(application.claimsCertification ? (['V12'] as const) : []),
    ...(application.hasBiography ? (['V16'] as const) : []),
  ];
  return touched ? asked.filter((id) => touched.includes(id)) : asked;
}

/** The checks of this file that need nobody and no source of licenses: of a change, those that read what changes. */
export function automaticOf({
  hasBiography,
  touched,
}: Pick<ApplicationFacts['application'], 'hasBiography' | 'touched'>): readonly CheckId[] {
  const all: readonly CheckId[] = hasBiography ? [...automaticChecks, 'V16'] : automaticChecks;
  return touched ? all.filter((id) => touched.includes(id)) : all;
}

export const notConcerned: G = ({ actor }) =>
  unless(!actor.concerned, 'Nobody decides on themselves, a relative, or somebody they referred.');

export const hasRoom: G = ({ actor }) =>
  unless(actor.claims < mostClaims, `You hold ${mostClaims} files: decide one or give one back first.`);

export const isSkilled: G = ({ actor }) =>
  unless(actor.skilled, 'The file is of a state that you do not take files of.');

/** A stranger’s dispute holds up nobody: it is decided on its own. Neither may be decided by one alone, see {@link secondPerson}. */
export const npiFree: G = ({ application }) =>
  unless(!application.npiTaken || application.disputed, 'Another file or member has this NPI.');

/** Nobody gets around a finding by claiming the profile; a membership that ended is nobody's to hand over. */
export const memberToClaim: G = ({ application }) =>
  unless(
    application.kind === 'initial' &&
      application.disputed &&
      application.member &&
      application.membership !== 'suspended',
    'There is no membership under this NPI that could be handed over.',
  );

export const memberGone: G = ({ application }) =>
  unless(application.membership === 'terminated', 'The membership goes on.');

/** A renewal waits for as long as the membership does: who wants none leaves. */
export const noRenewal: G = ({ application }) =>
  unless(application.kind !== 'recredentialing', 'A renewal is answered, or ends with the membership.');

export const renewalAttested: G = ({ application, input }) =>
  unless(
    application.kind !== 'recredentialing' || (input.attestedName ?? '').trim() !== '',
    'Type your name to attest to it.',
  );

export const leaseOver: G = ({ application, now }) =>
  unless(application.leaseUntil === null || application.leaseUntil <= now, 'Somebody holds it.');

/** An answer that came meanwhile has checks of its own to wait for. */
export const automaticsFound: G = ({ application, checks }) => {
  const silent = checks.filter(({ outcome, foundBy }) => outcome === 'error' && foundBy === null);
  const missing = automaticOf(application).filter((id) => !checks.some(({ checkId }) => checkId === id));
  const open = [...missing, ...silent.map(({ checkId }) => checkId)].sort();
  return unless(open.length === 0, `Not checked: ${open.join(', ')}.`);
};

export const leaseLives: G = ({ application, now }) =>
  unless(
    application.leaseUntil !== null && application.leaseUntil > now,
    'Your time with this file is over: claim it again.',
  );

export const notExcluded: G = ({ application }) =>
  unless(!application.excluded, 'The number is on the federal exclusion list.');

export const noMember: G = ({ application }) =>
  unless(!application.member, 'A member has this NPI: end that membership first.');

/** Every mandatory check has passed, was resolved with evidence, or was overridden by two. */
export const checksSettled: G = (facts) => {
  const open = mandatoryChecks(facts).filter((id) => !checkSettled(facts, id));
  return unless(open.length === 0, `Not settled: ${open.join(', ')}.`);
};

/** Passed, resolved with evidence, or overridden by two. */
export function checkSettled({ checks }: Pick<ApplicationFacts, 'checks'>, id: CheckId): boolean {
  const check = checks.find(({ checkId }) => checkId === id);
  if (!check) return false;
  if (check.outcome === 'pass') return true;
  if (check.outcome === 'fail') return check.resolution === 'overridden';
  return check.outcome !== 'skipped' && check.resolution === 'resolved';
}

export const evidenceFresh: G = (facts) => {
  const old = mandatoryChecks(facts).filter((id) =>
    facts.checks.some(({ checkId, ageInDays }) => checkId === id && ageInDays > freshDays),
  );
  return unless(old.length === 0, `Older than ${freshDays} days: ${old.join(', ')}. Check again.`);
};

/** Promise 8: a result holds until its own expiry, then it blocks. */
export const evidenceValid: G = (facts) => {
  const over = mandatoryChecks(facts).filter((id) =>
    facts.checks.some(({ checkId, expired }) => checkId === id && expired),
  );
  return unless(over.length === 0, `Run out: ${over.join(', ')}. Check again.`);
};

/** The high lane, a dispute, a number that another disputes, and an override take two: one prepares the file and escalates it, another decides. */
export const secondPerson: G = ({ application, checks }) => {
  const needed =
    application.lane === 'high' ||
    application.lane === 'disputes' ||
    application.contested ||
    checks.some(({ resolution }) => resolution === 'overridden' || resolution === 'override-proposed');
  const prepared = application.escalatedBy !== null || application.appealed;
  return unless(!needed || prepared, 'This file takes two: escalate it, and let another verifier decide.');
};

/** An appeal goes to somebody else than who decided, an escalated file to somebody else than who prepared it. */
export const anotherPerson: G = ({ application, actor }) =>
  unless(
    actor.id === null || (actor.id !== application.decidedBy && actor.id !== application.escalatedBy),
    'Another person decides this one.',
  );

export const authenticated: G = ({ actor }) => actor.unproven ?? undefined;

export const reasonGiven: G = ({ input }) => unless((input.reason ?? '').trim() !== '', 'Give a reason.');
export const declineReasonGiven: G = ({ input }) =>
  unless(input.declineReason !== undefined, 'Choose the reason that the applicant is told.');
export const messageGiven: G = ({ input }) =>
  unless((input.message ?? '').trim() !== '', 'Write what the applicant is asked or told.');

export const appealInTime: G = ({ application }) =>
  unless(
    (application.daysSinceDecision ?? appealDays + 1) <= appealDays,
    `An appeal is possible for ${appealDays} days after the decision.`,
  );

export const firstAppeal: G = ({ application }) =>
  unless(!application.appealed, 'This decision was appealed before, and stands.');

export const notEscalated: G = ({ application }) =>
  unless(application.escalatedBy === null && !application.appealed, 'It was escalated before: decide it.');
