import { basisOf, unreadIn } from './basis.js';
import { addMonths, civil } from './calendar.js';
import { confirming, may, propose, proposalOf, settle, standsAt, type GuideAct, type Rule } from './guide.js';
import { firstThatShowed, lastThatShowed, record, standingNotices } from './publications.js';
import { goLive, repoint, unscheduleAll } from './publishing.js';
import { cancel, openOn, openReview, replaceDraft, replaced, unusable } from './steps.js';
import { takeVersion } from './texts.js';
import {
  cadence,
  decide,
  find,
  headOf,
  liveVersion,
  parts,
  personOf,
  same,
  type Content,
  type Part,
  type World,
} from './state.js';

const silent = ({ input }: GuideAct): boolean => input.silent === true;

const correctUrgently: Rule = (act) => {
  const { guide, input } = act;
  const live = liveVersion(guide)?.content;
  const content = live ? replaced(live, input) : null;
  const changed = parts.filter((part) => live && content && live[part] !== content[part]);
  const against = () => ({
    reason: silent(act),
    notice: silent(act),
    replacements: !live || unusable(live, content),
    sections: changed.join() !== (input.sections ?? []).join(),
  });
  return decide(may(act, 'safety'), standsAt(act, 'live'), against, () => {
    if (content) correct(act, content, changed);
  });
};

/** Whoever corrects has words in the text, which somebody else reads afterwards; what is printed of the review stays. */
function correct({ world, guide, by }: GuideAct, content: Content, changed: Part[]): void {
  const { lastReviewedOn, dueOn, carriedOver } = guide;
  const revision = openOn(world, guide, 'urgent');
  replaceDraft(revision, content);
  revision.contributions = changed.map((part) => `${part} ${by}`);
  const version = takeVersion(world, guide, { revision: revision.id, kind: 'correction', content, base: guide.live });
  goLive(
    guide,
    version,
    { lastReviewedOn, dueOn, carriedOver },
    { kind: 'correction', by, revision: revision.id, sections: changed },
  );
  repoint(guide);
  unscheduleAll(guide);
  openReview(world, guide, { kind: 'after-the-fact', revision: revision.id, version: version.id });
  Object.assign(revision, { status: 'published', submitted: version.id });
}

const notice: Rule = (act) =>
  decide(
    may(act, 'safety'),
    standsAt(act, 'live'),
    () => ({ notice: silent(act), source: silent(act) }),
    () => record(act.guide, { kind: 'notice', by: act.by }),
  );

const endNotice: Rule = (act) => {
  const { guide, by, input } = act;
  const standing = standingNotices(guide).get(input.publication ?? 0);
  const against = () => ({ reason: silent(act), stands: !standing, another: standing?.by === by });
  return decide(may(act, 'safety', 'director'), standsAt(act, 'live'), against, () =>
    record(guide, { kind: 'notice', by, ends: input.publication ?? 0 }),
  );
};

/**
 * What was public since the guide was withdrawn, with nothing in it that nobody read, may be again while its own review is not past due, and
 * who signed it did not lose a license for cause.
 */
function earlierText({ world, guide }: GuideAct, id: string | null | undefined) {
  const shown = lastThatShowed(guide, id ?? null);
  const basis = basisOf(guide, id ?? null);
  if (!shown || unreadIn(basis)) return undefined;
  const [printed, number] = shown;
  const signatures = [guide.signOffs.find((s) => s.id === printed.reviewedBy), ...basis.map((each) => each.signature)];
  const version = find(guide.versions, printed.version);
  const months = cadence[headOf(version.content).category] ?? 12;
  const dueOn = addMonths(printed.lastReviewedOn ?? '', months);
  const against = {
    version: same(version.content, find(guide.versions, guide.live).content),
    due: dueOn < civil(world.now),
    license: signatures.some((each) => each && disgraced(world, each.signer)),
  };
  return { ...printed, version, number, dueOn, against };
}

function disgraced(world: World, name: string): boolean {
  const { license } = personOf(world, name);
  return license !== null && license.standing !== 'verified' && license.standing !== 'administrative';
}

const mayRevert = (act: GuideAct): boolean => may(act, 'safety', 'editor', 'lead', 'director');

const proposeRevert: Rule = (act) => {
  const version = act.guide.versions.find(({ id }) => id === act.input.names)?.id ?? null;
  const against = () => ({
    ...(earlierText(act, version)?.against ?? { version: true }),
    reason: silent(act),
    notice: silent(act),
  });
  return decide(mayRevert(act), standsAt(act, 'live'), against, () =>
    propose(act, 'revert', { version, insteadOf: act.guide.live }),
  );
};

const revert: Rule = (act) => {
  const { guide, by } = act;
  const proposal = proposalOf(act, 'revert');
  const earlier = () => earlierText(act, proposal?.version);
  const against = () => ({
    ...confirming(act, 'revert'),
    proposed: proposal !== undefined && proposal.insteadOf !== guide.live,
    ...(proposal && (earlier()?.against ?? { version: true })),
  });
  return decide(mayRevert(act), standsAt(act, 'live'), against, () => {
    const back = earlier();
    if (!back) return;
    const { version, number, reviewedBy, lastReviewedOn, dueOn } = back;
    settle(guide, 'revert');
    const dates = { lastReviewedOn, dueOn, carriedOver: false };
    goLive(guide, version, dates, { kind: 'revert', by, reviewedBy, reverts: number });
    repoint(guide);
    unscheduleAll(guide);
    cancel(guide, (w) => w.kind === 'after-the-fact' && firstThatShowed(guide, w.version) > number);
  });
};

/** What safety holders do to a live page, and two people to put an earlier text back. */
export const correctingRules: Record<string, Rule> = { correctUrgently, notice, endNotice, proposeRevert, revert };
