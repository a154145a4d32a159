import { civil, day, addDays, addMonths } from './calendar.js';
import type { Input } from './command.js';
import { has, holds, signingSpecialties } from './people.js';
import { againstPublishing, cancelReadings, goLive, publishApproved, standDown } from './publishing.js';
import { record } from './publications.js';
import { publicationOf } from './signing.js';
import { openOn, cancel } from './steps.js';
import { takeVersion, unfitToCarryOver } from './texts.js';
import {
  decide,
  find,
  nextId,
  open,
  openRevision,
  parts,
  written,
  type Content,
  type Guide,
  type GuideStatus,
  type Outcome,
  type Proposal,
  type Role,
  type World,
} from './state.js';

export interface GuideAct {
  world: World;
  guide: Guide;
  by: string;
  input: Input;
}

export type Rule = (act: GuideAct) => Outcome;

/** Days after which a proposal lapses. */
export const proposalDays = 7;
/** Months within which the first review of a carried-over page is planned. */
const carryOverMonths = 18;

const usedSlug = (world: World, slug: string, except?: Guide): boolean =>
  world.guides.some((g) => g !== except && g.slugs.includes(slug));

export function create(world: World, by: string, slug: string, category: string, content: Content): Outcome {
  if (usedSlug(world, slug)) return 'invalid';
  const guide: Guide = {
    id: slug,
    status: 'unpublished',
    before: null,
    slug,
    slugs: [slug],
    owner: by,
    category,
    live: null,
    publications: [],
    everPublished: false,
    lastReviewedOn: null,
    dueOn: null,
    carriedOver: false,
    heldBy: null,
    heldMedical: false,
    plannedOn: null,
    bars: [],
    versions: [],
    revisions: [],
    reviews: [],
    comments: [],
    signOffs: [],
    proposals: [],
    signedBefore: 0,
    revisionsBefore: 0,
    shown: [],
  };
  world.guides.push(guide);
  // Whoever brings a text in contributes every part that a guide has, the empty ones too.
  openOn(world, guide, 'ordinary', content).contributions = parts
    .filter((part) => !part.startsWith('section:') || content[part] !== '')
    .map((part) => `${part} ${by}`);
  return 'done';
}

/** An open proposal of that name, unless it has lapsed. */
export const proposalOf = (
  { world, guide }: Pick<GuideAct, 'world' | 'guide'>,
  name: Proposal['name'],
): Proposal | undefined => guide.proposals.find((p) => p.name === name && p.lapsesAt > world.now);

export function propose(
  { world, guide, by }: Omit<GuideAct, 'input'>,
  name: Proposal['name'],
  rest: Partial<Proposal> = {},
): void {
  guide.proposals = guide.proposals.filter((p) => p.name !== name);
  guide.proposals.push({
    name,
    by,
    lapsesAt: world.now + proposalDays * day,
    revision: null,
    version: null,
    plannedFor: null,
    insteadOf: null,
    ...rest,
  });
}

/** What the hash of a proposal covers: the same thing proposed anew has the same. */
export const nameOf = ({ name, revision, version, plannedFor, insteadOf }: Proposal): string =>
  [name, revision, version, plannedFor, insteadOf].join(' ');
export const settle = (guide: Guide, name: Proposal['name']): void =>
  void (guide.proposals = guide.proposals.filter((p) => p.name !== name));
export const may = ({ world, by }: GuideAct, ...roles: Role[]): boolean => has(world, by, ...roles);
export const standsAt = ({ guide }: GuideAct, ...states: GuideStatus[]): boolean => states.includes(guide.status);
const never = ({ guide }: GuideAct): boolean => guide.everPublished || guide.live !== null;

export function confirming(act: GuideAct, name: Proposal['name']): Record<string, boolean> {
  const proposal = proposalOf(act, name);
  return {
    proposal: !proposal,
    another: proposal?.by === act.by,
    named: proposal !== undefined && act.input.names !== nameOf(proposal),
  };
}

const proposeCarryOver: Rule = (act) => {
  const { world, guide, input } = act;
  const draft = openRevision(guide, 'ordinary');
  const days = input.inDays ?? 0;
  const today = civil(world.now);
  const plannedFor = addDays(today, days);
  const against = () => ({
    never: never(act),
    text: !draft,
    lint: draft !== undefined && unfitToCarryOver(draft.draft),
    once: proposalOf(act, 'carryOver') !== undefined,
    plan: days <= 0 || plannedFor > addMonths(today, carryOverMonths),
  });
  return decide(may(act, 'admin'), standsAt(act, 'unpublished'), against, () => {
    if (!draft) return;
    const version = takeVersion(world, guide, {
      revision: draft.id,
      kind: 'carry-over',
      content: draft.draft,
      base: null,
    });
    propose(act, 'carryOver', { revision: draft.id, version: version.id, plannedFor });
  });
};

const carryOver: Rule = (act) => {
  const { guide, by } = act;
  const proposal = proposalOf(act, 'carryOver');
  return decide(
    may(act, 'admin'),
    standsAt(act, 'unpublished'),
    () => ({ ...confirming(act, 'carryOver'), never: never(act) }),
    () => {
      if (!proposal) return;
      settle(guide, 'carryOver');
      const dates = { lastReviewedOn: null, dueOn: proposal.plannedFor, carriedOver: true };
      goLive(guide, find(guide.versions, proposal.version), dates, { kind: 'carried-over', by });
      const draft = find(guide.revisions, proposal.revision);
      if (open(draft)) Object.assign(draft, { status: 'discarded', scheduledFor: null });
      cancel(guide, (review) => review.revision === draft.id);
    },
  );
};

const hold: Rule = (act) =>
  decide(
    may(act, 'editor', 'reviewer', 'safety', 'admin'),
    standsAt(act, 'live'),
    () => ({ reason: act.input.silent === true }),
    () => {
      standDown(act.guide);
      record(act.guide, { kind: 'hold', by: act.by });
      Object.assign(act.guide, {
        status: 'held',
        heldBy: act.by,
        heldMedical: act.input.medical === true,
        signedBefore: act.guide.signOffs.length,
      });
    },
  );

const release: Rule = (act) => {
  const { world, guide, by } = act;
  const medic = holds(world, by, 'reviewer') && signingSpecialties(world, by).length > 0;
  const against = () => ({ another: guide.heldBy === by, medical: guide.heldMedical && !medic });
  return decide(
    may(act, 'editor', 'reviewer', 'safety', 'admin', 'lead', 'director'),
    standsAt(act, 'held'),
    against,
    () => {
      record(guide, { kind: 'release', by });
      Object.assign(guide, { status: 'live', heldBy: null, heldMedical: false });
    },
  );
};

const proposeWithdrawal: Rule = (act) => {
  const against = () => ({
    once: proposalOf(act, 'withdraw') !== undefined,
    reason: act.input.silent === true,
    class: act.input.silent === true,
  });
  return decide(may(act, 'director', 'lead', 'editor', 'admin'), standsAt(act, 'live', 'held'), against, () =>
    propose(act, 'withdraw'),
  );
};

const withdraw: Rule = (act) => {
  const { world, guide, by } = act;
  const proposal = proposalOf(act, 'withdraw');
  const director = has(world, by, 'director') || (proposal !== undefined && holds(world, proposal.by, 'director'));
  const against = () => ({ ...confirming(act, 'withdraw'), director: proposal !== undefined && !director });
  return decide(may(act, 'director', 'lead', 'editor', 'admin'), standsAt(act, 'live', 'held'), against, () => {
    settle(guide, 'withdraw');
    standDown(guide);
    record(guide, { kind: 'withdrawal', by });
    cancelReadings(guide);
    Object.assign(guide, {
      status: 'withdrawn',
      heldBy: null,
      heldMedical: false,
      revisionsBefore: guide.revisions.length,
    });
  });
};

/** A revision that was reviewed in full and waits to be published. */
function fullyApproved({ world, guide }: GuideAct, id: string | null | undefined): boolean {
  const revision = guide.revisions.find((r) => r.id === id);
  return revision?.status === 'approved' && publicationOf(world, guide, revision)?.kind === 'full';
}

const openedBefore = (guide: Guide, id: string | null | undefined): boolean =>
  guide.revisions.findIndex((r) => r.id === id) < guide.revisionsBefore && guide.revisions.some((r) => r.id === id);

const proposeReinstatement: Rule = (act) => {
  const { guide, input } = act;
  const against = () => ({
    once: proposalOf(act, 'reinstate') !== undefined,
    full: !fullyApproved(act, input.revision),
    renewed: openedBefore(guide, input.revision),
    reason: input.silent === true,
  });
  return decide(may(act, 'editor', 'lead', 'director'), standsAt(act, 'withdrawn'), against, () => {
    const revision = find(guide.revisions, input.revision ?? null);
    propose(act, 'reinstate', { revision: revision.id, version: revision.approved });
  });
};

const reinstate: Rule = (act) => {
  const { world, guide, by } = act;
  const proposal = proposalOf(act, 'reinstate');
  const revision = guide.revisions.find((r) => r.id === proposal?.revision);
  const against = () => {
    if (!proposal || !revision) return { ...confirming(act, 'reinstate'), full: true, hash: true };
    const {
      guide: _guide,
      hold: _hold,
      medical: _medical,
      full: _full,
      ...rest
    } = againstPublishing(world, guide, revision, by);
    const proposed = revision.approved !== proposal.version;
    const renewed = openedBefore(guide, revision.id);
    return { ...confirming(act, 'reinstate'), ...rest, proposed, renewed, full: !fullyApproved(act, revision.id) };
  };
  return decide(may(act, 'editor', 'lead', 'director'), standsAt(act, 'withdrawn'), against, () => {
    settle(guide, 'reinstate');
    if (revision) publishApproved(world, guide, revision, by);
  });
};

/** One of the two is an admin, the other leads. */
function adminAndLead({ world, by }: GuideAct, proposal: Proposal | undefined): boolean {
  if (!proposal) return false;
  const one = holds(world, proposal.by, 'admin') && has(world, by, 'lead');
  const other = holds(world, proposal.by, 'lead') && has(world, by, 'admin');
  return !one && !other;
}

const proposeTakeDown: Rule = (act) => {
  const against = () => ({
    once: proposalOf(act, 'takeDown') !== undefined,
    reason: act.input.silent === true,
    authority: act.input.silent === true,
  });
  return decide(may(act, 'admin', 'lead'), standsAt(act, 'live', 'held'), against, () => propose(act, 'takeDown'));
};

const takeDown: Rule = (act) => {
  const { guide } = act;
  const against = () => ({
    ...confirming(act, 'takeDown'),
    both: adminAndLead(act, proposalOf(act, 'takeDown')),
  });
  return decide(may(act, 'admin', 'lead'), standsAt(act, 'live', 'held'), against, () => {
    settle(guide, 'takeDown');
    standDown(guide);
    Object.assign(guide, { before: guide.status, status: 'legal' });
  });
};

const proposeLift: Rule = (act) => {
  const against = () => ({ once: proposalOf(act, 'lift') !== undefined, reason: act.input.silent === true });
  return decide(may(act, 'admin', 'lead'), standsAt(act, 'legal'), against, () => propose(act, 'lift'));
};

const lift: Rule = (act) => {
  const { guide } = act;
  const against = () => ({ ...confirming(act, 'lift'), both: adminAndLead(act, proposalOf(act, 'lift')) });
  return decide(may(act, 'admin', 'lead'), standsAt(act, 'legal'), against, () => {
    settle(guide, 'lift');
    Object.assign(guide, { before: null, status: guide.before ?? 'live' });
  });
};

const archive: Rule = (act) =>
  decide(
    may(act, 'lead'),
    standsAt(act, 'unpublished', 'withdrawn'),
    () => ({ reason: act.input.silent === true }),
    () => {
      standDown(act.guide);
      Object.assign(act.guide, { before: act.guide.status, status: 'archived' });
    },
  );

const restore: Rule = (act) =>
  decide(
    may(act, 'lead'),
    standsAt(act, 'archived'),
    () => ({}),
    () => void Object.assign(act.guide, { status: act.guide.before ?? 'unpublished', before: null }),
  );

const rename: Rule = (act) => {
  const { world, guide, input } = act;
  const slug = input.slug ?? '';
  return decide(
    may(act, 'editor'),
    true,
    () => ({ slug: slug === guide.slug || usedSlug(world, slug, guide) }),
    () => {
      guide.slug = slug;
      if (!guide.slugs.includes(slug)) guide.slugs.push(slug);
    },
  );
};

/** Every transition of a guide. */
export const guideRules: Record<string, Rule> = {
  proposeCarryOver,
  carryOver,
  hold,
  release,
  proposeWithdrawal,
  withdraw,
  proposeReinstatement,
  reinstate,
  proposeTakeDown,
  takeDown,
  proposeLift,
  lift,
  archive,
  restore,
  rename,
};
