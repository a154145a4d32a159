import { addMonths, civil } from './calendar.js';
import type { Input } from './command.js';
import { proposalOf, propose } from './guide.js';
import { fit, has, hasRoom } from './people.js';
import { cancelReadings, goLive } from './publishing.js';
import { againstSigning, sign } from './signing.js';
import { conclude, openOn, replaced, unusable } from './steps.js';
import { takeVersion } from './texts.js';
import { cadence, decide, find, openRevision, type Guide, type Outcome, type Review, type World } from './state.js';

interface ReviewAct {
  world: World;
  guide: Guide;
  review: Review;
  by: string;
  input: Input;
}

type Rule = (act: ReviewAct) => Outcome;

const mine = ({ world, review, by }: ReviewAct): boolean => review.assignee === by && has(world, by, 'reviewer');
const assigned = ({ review }: ReviewAct): boolean => review.status === 'assigned';
const silent = ({ input }: ReviewAct): boolean => input.silent === true;

function give({ world, review }: ReviewAct, to: string): void {
  Object.assign(review, { status: 'assigned', assignee: to, touchedAt: world.now });
}

/** Why somebody cannot take it, by code. */
function againstTaking({ world, guide, review }: ReviewAct, who: string): Record<string, boolean> {
  return { specialty: !fit(world, guide, find(guide.versions, review.version), who), room: !hasRoom(world, who) };
}

const assign: Rule = (act) => {
  const to = act.input.to ?? '';
  return decide(
    has(act.world, act.by, 'lead'),
    act.review.status === 'open',
    () => againstTaking(act, to),
    () => give(act, to),
  );
};

const claim: Rule = (act) =>
  decide(
    has(act.world, act.by, 'reviewer'),
    act.review.status === 'open',
    () => againstTaking(act, act.by),
    () => give(act, act.by),
  );

const reassign: Rule = (act) => {
  const to = act.input.to ?? '';
  const against = () => ({ ...againstTaking(act, to), another: act.review.assignee === to });
  return decide(has(act.world, act.by, 'lead'), assigned(act), against, () => give(act, to));
};

export function giveBack(world: World, review: Review): void {
  Object.assign(review, { status: 'open', assignee: null, touchedAt: world.now });
}

const release: Rule = (act) => {
  const { world, guide, review, by, input } = act;
  return decide(
    mine(act),
    assigned(act),
    () => ({ reason: silent(act) }),
    () => {
      if (input.bars && !guide.bars.includes(by)) guide.bars.push(by);
      giveBack(world, review);
    },
  );
};

const againstRecheck = ({ guide, review }: ReviewAct): Record<string, boolean> => ({
  kind: review.kind !== 'recheck',
  live: review.version !== guide.live,
});

const keep: Rule = (act) => {
  const { world, guide, review, by, input } = act;
  const against = () => ({ ...againstRecheck(act), ...againstSigning(world, guide, review, by, input, true) });
  return decide(mine(act), assigned(act), against, () => {
    const version = find(guide.versions, review.version);
    const { id, on } = sign(world, guide, review, version);
    conclude(world, review, 'keep');
    const dueOn = addMonths(on, cadence[guide.category] ?? 12);
    const dates = { lastReviewedOn: on, dueOn, carriedOver: false };
    goLive(guide, version, dates, { kind: 'recheck', by, signOff: id, reviewedBy: id });
    cancelReadings(guide);
  });
};

const keepWithChanges: Rule = (act) => {
  const { world, guide, review, by, input } = act;
  const judged = find(guide.versions, review.version).content;
  const content = replaced(judged, input);
  const against = () => ({
    ...againstRecheck(act),
    ...againstSigning(world, guide, review, by, input, true),
    one: openRevision(guide, 'ordinary') !== undefined,
    replacements: unusable(judged, content),
  });
  return decide(mine(act), assigned(act), against, () => {
    if (!content) return;
    const version = takeVersion(world, guide, { revision: null, kind: 'replacement', content, base: review.version });
    const signOff = sign(world, guide, review, version);
    conclude(world, review, 'keep-with-changes');
    Object.assign(openOn(world, guide, 'ordinary'), {
      status: 'changes-offered',
      approved: version.id,
      approval: signOff.id,
    });
  });
};

/** Opens a revision, or leaves it to the one that is open. */
function needsRevision({ world, guide, review }: ReviewAct, verdict: string): void {
  conclude(world, review, verdict);
  if (!openRevision(guide, 'ordinary')) openOn(world, guide, 'ordinary');
}

const revise: Rule = (act) =>
  decide(
    mine(act),
    assigned(act),
    () => ({ ...againstRecheck(act), reason: silent(act) }),
    () => needsRevision(act, 'revise'),
  );

const retire: Rule = (act) => {
  const against = () => ({
    ...againstRecheck(act),
    once: proposalOf(act, 'withdraw') !== undefined,
    reason: silent(act),
    class: silent(act),
  });
  return decide(mine(act), assigned(act), against, () => {
    conclude(act.world, act.review, 'retire');
    propose(act, 'withdraw');
  });
};

const afterwards = ({ review }: ReviewAct): Record<string, boolean> => ({ kind: review.kind !== 'after-the-fact' });

const confirm: Rule = (act) => {
  const { world, guide, review, by, input } = act;
  const against = () => ({ ...afterwards(act), ...againstSigning(world, guide, review, by, input, false) });
  return decide(mine(act), assigned(act), against, () => {
    sign(world, guide, review, find(guide.versions, review.version));
    conclude(world, review, 'confirm');
    // Whoever confirms a correction has read those beneath it.
    const at = guide.publications.findIndex((p) => p.kind === 'correction' && p.version === review.version);
    if (at >= 0) cancelReadings(guide, at + 1);
  });
};

const amend: Rule = (act) =>
  decide(
    mine(act),
    assigned(act),
    () => ({ ...afterwards(act), reason: silent(act) }),
    () => needsRevision(act, 'amend'),
  );
const revert: Rule = (act) =>
  decide(
    mine(act),
    assigned(act),
    () => ({ ...afterwards(act), reason: silent(act) }),
    () => needsRevision(act, 'revert'),
  );

/** Every transition of a review that a person makes. */
export const reviewRules: Record<string, Rule> = {
  assign,
  claim,
  reassign,
  release,
  decline: release,
  keep,
  keepWithChanges,
  revise,
  retire,
  confirm,
  amend,
  revert,
};
