import type { Chance } from './chance.js';
import { actsOn, type Idea } from './ideas.js';
import { civil, day, minute, startOf, addDays } from './model/calendar.js';
import type { Command, Step } from './model/command.js';
import { guideTransitions, reviewTransitions, revisionTransitions } from './model.js';
import { holds, signingSpecialties } from './model/people.js';
import { openRevision, pending, personOf, type Guide, type Role, type World } from './model/state.js';

const slugs = [
  'melasma',
  'rosacea',
  'eczema',
  'vitiligo',
  'keloid',
  'psoriasis',
  'impetigo',
  'shingles',
  'scabies',
  'cellulitis',
  'lentigo',
  'hyperhidrosis',
  'urticaria',
  'folliculitis',
  'ringworm',
  'actinic',
  'dandruff',
  'sunburn',
  'bunion',
  'frostbite',
  'chilblain',
  'telogen',
  'trichology',
  'blepharitis',
  'xanthelasma',
];

/** Chooses what happens next: mostly what fits, by somebody who may; sometimes by somebody else, or something that does not fit at all. */
export class Choosing {
  private atHand = '';

  constructor(
    private readonly chance: Chance,
    private readonly guides: number,
    /** After what is seldom, where the walks before have not come by it. */
    private readonly seldom = false,
  ) {}

  step(world: World): Step {
    if (world.guides.length === 0) return this.create(world);
    const kind = this.chance.weighted([
      [world.guides.length < this.guides ? 4 : 0, 'create'],
      [4, 'pass'],
      [3, 'work'],
      [1, 'seal'],
      [3, 'people'],
      [10, 'together'],
      [79, 'one'],
    ] as const);
    if (kind === 'create') return this.create(world);
    if (kind === 'pass') return this.pass(world);
    if (kind === 'work') return { do: 'work', fault: this.chance.of(['none', 'twice', 'relayTwice', 'lost', 'again']) };
    if (kind === 'seal') return { do: 'seal' };
    if (kind === 'people') return this.people(world);
    if (kind === 'together') return this.together(world);
    return this.one(world, this.theGuide(world));
  }

  /** The one at hand, most of the time: what happens to a guide happens in bouts. */
  private theGuide(world: World): Guide {
    // What comes seldom is not left lying.
    const seldom = [
      ['recheck', 0.5],
      ['after-the-fact', 0.2],
    ] as const;
    for (const [kind, likely] of seldom) {
      const waiting = world.guides.filter((guide) => guide.reviews.some((w) => pending(w) && w.kind === kind));
      if (waiting.length > 0 && this.chance.happens(likely)) return this.chance.of(waiting);
    }
    const withdrawn = world.guides.filter(({ status }) => status === 'withdrawn');
    if (withdrawn.length > 0 && this.chance.happens(0.3)) return this.chance.of(withdrawn);
    if (this.chance.happens(0.06)) this.atHand = this.chance.of(world.guides).id;
    return world.guides.find(({ id }) => id === this.atHand) ?? this.chance.of(world.guides);
  }

  private create(world: World): Command {
    const taken = this.chance.happens(0.1);
    const slug = this.chance.of(
      slugs.filter((each) => taken || !world.guides.some((guide) => guide.slugs.includes(each))),
    );
    return {
      do: 'create',
      by: this.chance.of(['Edda', 'Otto', 'Nora', 'Ada']),
      slug,
      category: this.chance.of(['hair-restoration', 'skin-care']),
      words: '1a',
    };
  }

  /** Two at once, mostly about the same guide; now and then one of them about a person. */
  private together(world: World): Step {
    const guide = this.theGuide(world);
    const other = this.chance.happens(0.85) ? guide : this.chance.of(world.guides);
    const second = this.chance.happens(0.1) ? this.people(world) : this.one(world, other);
    return { do: 'together', first: oneAct(this.one(world, guide)), second: oneAct(second) };
  }

  private people(world: World): Command {
    const everybody = ['Rosa', 'Ravi', 'Nora', 'Dora'];
    const unwell = everybody.filter(
      (name) => !holds(world, name, 'reviewer') || signingSpecialties(world, name).length === 0,
    );
    const person = this.chance.of(unwell.length > 0 && this.chance.happens(0.7) ? unwell : everybody);
    const { roles, license } = personOf(world, person);
    if (this.chance.happens(0.35))
      return { do: 'role', person, role: 'reviewer', grant: !roles.includes('reviewer') || this.chance.happens(0.3) };
    const ill = license?.standing !== 'verified' || (license.until !== null && license.until < civil(world.now));
    if (ill && this.chance.happens(0.8))
      return { do: 'license', person, standing: 'verified', inDays: this.chance.of([null, 400]) };
    const standing = this.chance.weighted([
      [6, 'verified'],
      [1, 'administrative'],
      [1, 'provisional'],
      [1, 'adverse'],
      [1, 'revoked'],
    ] as const);
    return { do: 'license', person, standing, inDays: this.chance.of([null, null, 400, 20, -1]) };
  }

  /** Minutes, hours, days or months; or to the edge of the next thing that is due. */
  private pass(world: World): Step {
    const sweeps = this.chance.weighted([
      [4, 'once'],
      [1, 'twice'],
    ] as const);
    const edges = deadlines(world).filter((at) => at > world.now + minute);
    const planned = world.guides.flatMap(({ status, plannedOn }) =>
      status === 'live' && plannedOn !== null && plannedOn > civil(world.now) ? [plannedOn] : [],
    );
    if (planned.length > 0 && this.chance.happens(0.25))
      return { do: 'pass', to: startOf(this.chance.of(planned)) + 30_000, sweeps };
    if (edges.length > 0 && this.chance.happens(0.5)) {
      const edge = this.chance.happens(0.6) ? Math.min(...edges) : this.chance.of(edges);
      return { do: 'pass', to: edge + this.chance.of([-30_000, 30_000]), sweeps };
    }
    if (this.chance.happens(0.25)) return { do: 'pass', to: world.now + 60_000, sweeps: 'none' };
    const length = this.chance.weighted([
      [3, 10 * minute],
      [4, 5 * 60 * minute],
      [4, day],
      [4, 3 * day],
      [3, 9 * day],
      [2, 40 * day],
      [1, 130 * day],
    ] as const);
    return { do: 'pass', to: world.now + length, sweeps };
  }

  /** One command about a guide, as it may come: sent twice, by the wrong person, or without what it needs. */
  private one(world: World, guide: Guide): Command {
    if (this.chance.happens(0.06)) return this.anything(world, guide);
    const ideas = this.seldom ? clearing(guide, actsOn(world, guide, this.chance)) : actsOn(world, guide, this.chance);
    const idea = this.chance.weighted(ideas.map((each) => [each.weight, each] as const));
    return this.spoiled(world, guide, idea, this.who(world, idea));
  }

  private who(world: World, { roles, person }: Idea): string {
    const anybody = Object.keys(world.people);
    if (this.chance.happens(0.08)) return this.chance.of(anybody);
    if (person) return person;
    const fitting = anybody.filter((name) => roles.some((role: Role) => personOf(world, name).roles.includes(role)));
    return this.chance.of(fitting.length > 0 ? fitting : anybody);
  }

  private spoiled(world: World, guide: Guide, { make }: Idea, by: string): Command {
    const command = make(by);
    if (command.do === 'save' && this.chance.happens(0.05))
      return { ...command, etag: (command.etag ?? 0) + this.chance.of([-1, 1]) };
    if (command.do === 'comment' && this.chance.happens(0.1)) return { ...command, anchored: false };
    if (command.do !== 'transition') return command;
    const twice = this.chance.happens(0.08);
    if (!this.chance.happens(0.12)) return { ...command, ...(twice ? { twice } : {}) };
    const others = [...guide.versions.map(({ id }) => id), 'another'];
    const flaw = this.chance.of([
      { silent: true },
      { names: this.chance.of(others) },
      { auth: 'stale' as const },
      { auth: 'token' as const },
      { replace: 'nowhere' as const },
      { inDays: -1 },
      { to: this.chance.of(Object.keys(world.people)) },
    ]);
    return { ...command, input: { ...command.input, ...flaw } };
  }

  /** Any transition of anything by anybody. */
  private anything(world: World, guide: Guide): Command {
    const by = this.chance.of(Object.keys(world.people));
    const noun = this.chance.of(['guide', 'revision', 'review'] as const);
    const ids = { guide: [guide], revision: guide.revisions, review: guide.reviews }[noun].map(({ id }) => id);
    const names = { guide: guideTransitions, revision: revisionTransitions, review: reviewTransitions }[noun];
    const input = {
      reviewKind: 'full' as const,
      inDays: 3,
      slug: this.chance.of(slugs),
      to: this.chance.of(Object.keys(world.people)),
      revision: openRevision(guide, 'ordinary')?.id ?? null,
    };
    const id = ids.length > 0 ? this.chance.of(ids) : null;
    if (id === null) return { do: 'transition', noun: 'guide', guide: guide.id, id: guide.id, name: 'hold', by, input };
    return { do: 'transition', noun, guide: guide.id, id, name: this.chance.of(names), by, input };
  }
}

/** What is done in one transaction, or not at all: only that has an order among others. */
function oneAct(command: Command): Command {
  if (command.do === 'answer') return { ...command, items: command.items.slice(0, 1) };
  return command.do === 'transition' ? { ...command, twice: false } : command;
}

/** Instants at which something comes due. */
function deadlines(world: World): number[] {
  const { now } = world;
  const dates: (string | null)[] = Object.values(world.people).map(({ license }) => license?.until ?? null);
  const instants: (number | null)[] = [];
  for (const guide of world.guides) {
    dates.push(guide.dueOn, guide.dueOn && addDays(guide.dueOn, -60), guide.plannedOn && addDays(guide.plannedOn, -1));
    instants.push(...guide.revisions.map((r) => r.scheduledFor), ...guide.proposals.map((p) => p.lapsesAt));
    instants.push(...guide.revisions.filter((r) => r.status === 'minor-proposed').map((r) => r.proposedAt + 7 * day));
  }
  const midnights = dates
    .filter((date) => date !== null && date >= civil(now) && date < addDays(civil(now), 200))
    .map((date) => startOf(addDays(date ?? '', 1)));
  return [...midnights, ...instants.filter((at) => at !== null)];
}

/** While a guide is checked again nothing else of it is opened, and what is open is discarded: only then is it kept with changes. */
function clearing(guide: Guide, ideas: Idea[]): Idea[] {
  if (!guide.reviews.some((review) => pending(review) && review.kind === 'recheck')) return ideas;
  const times: Record<string, number> = { open: 0.02, discard: 12, resolve: 4, keepWithChanges: 4 };
  return ideas.map((idea) => {
    const act = idea.make(idea.person ?? '');
    const factor = times[act.do === 'transition' ? act.name : act.do] ?? 1;
    return { ...idea, weight: idea.weight * factor };
  });
}
