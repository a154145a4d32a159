import { takeSeal } from '../../src/audit/index.js';
import { ScheduleJobs } from '../../src/editorial/index.js';
import { FreshnessJobs } from '../../src/freshness/index.js';
import { NotificationsJobs } from '../../src/notifications/index.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { PublishingJobs } from '../../src/publishing/index.js';
import { assemble, type Cast } from './cast.js';
import type { Chance } from './chance.js';
import { Comparing } from './comparing.js';
import { Doing, type Ids } from './doing.js';
import { apply } from './model.js';
import type { Command, Happening, Step } from './model/command.js';
import { fireSchedules, sweep } from './model/passing.js';
import type { Oracle } from './model/publishing.js';
import { copy, find, Unknown, type Outcome, type World } from './model/state.js';
import { Promises } from './promises.js';
import { WalkService } from './service.js';
import type { Tally } from './tally.js';
import { isSampled } from './words.js';

/** A worker is up: nothing is owed for longer than this. The promises grant three minutes. */
const longestDebt = 100_000;
const resendAfter = 121_000;
const second = 1000;

/** The model knows no hashes: it is told which minor change is read afterwards. */
const oracle: Oracle = { sampled: ({ content }) => isSampled(content) };

/** The model and the service side by side. Each step is done to both, and then they must agree, and every promise hold. */
export class Walk {
  private settledAt: number;

  private constructor(
    private readonly service: WalkService,
    public world: World,
    private readonly doing: Doing,
    private readonly comparing: Comparing,
    private readonly promises: Promises,
    private readonly chance: Chance,
    private readonly tally: Tally,
  ) {
    this.settledAt = world.now;
  }

  static async start(at: number, chance: Chance, tally: Tally): Promise<Walk> {
    const service = await WalkService.start(at - 40 * 86_400_000);
    const { world, cast }: { world: World; cast: Cast } = await assemble(service, at);
    const ids: Ids = new Map();
    const doing = new Doing(service, cast, ids);
    const comparing = new Comparing(service.database, cast, ids, doing.hashes);
    return new Walk(service, world, doing, comparing, await Promises.of(service), chance, tally);
  }

  /** What went wrong in this step, if anything did. On a known path a step about what no longer comes to be is passed over. */
  async take(step: Step, knownPath: boolean): Promise<string | undefined> {
    if (this.world.now - this.settledAt > longestDebt) {
      const problem = await this.settle();
      if (problem) return problem;
    }
    this.moveTo(this.world.now + second);
    const problem = await this.do(step).catch((error: unknown) => {
      if (!knownPath || !(error instanceof Unknown)) throw error;
    });
    return problem ?? (await this.promises.broken(this.world.now + second));
  }

  /** The last sweep, and all that is owed is done; then the store and the history are held against everything. */
  async end(): Promise<string | undefined> {
    const late = await this.pass({ do: 'pass', to: this.world.now + second, sweeps: 'once' });
    return late ?? (await this.settle()) ?? (await this.promises.atTheEnd());
  }

  async stop(): Promise<void> {
    await this.promises.close();
    await this.service.stop();
  }

  private do(step: Step): Promise<string | undefined> {
    switch (step.do) {
      case 'pass':
      case 'work':
      case 'seal':
        return this.happen(step);
      case 'together':
        return this.together(step.first, step.second);
      default:
        return this.alone(step);
    }
  }

  private async alone(command: Command): Promise<string | undefined> {
    const after = copy(this.world);
    const expected = apply(after, command, oracle);
    const found = await this.doing.do(command, this.world);
    if (found !== expected) return `the model says “${expected}”, the service “${found}”`;
    this.tally.count(command, found);
    return this.adopt([after], touched(command));
  }

  /** Two people at once: whatever came of it must be what one order leads to. */
  private async together(first: Command, second: Command): Promise<string | undefined> {
    // A shortened path may name what is not there: that must be known before either is done.
    for (const command of [first, second]) findNamed(this.world, command);
    const orders = [
      [first, second],
      [second, first],
    ].map((order) => this.inOrder(order));
    const found = await Promise.all([this.doing.do(first, this.world), this.doing.do(second, this.world)]);
    const fitting = orders.filter(
      ({ outcomes }) => outcomes.get(first) === found[0] && outcomes.get(second) === found[1],
    );
    if (fitting.length === 0) {
      const allowed = orders.map(({ outcomes }) => `“${outcomes.get(first)}” and “${outcomes.get(second)}”`);
      return `the model says ${allowed.join(', or ')}, the service “${found[0]}” and “${found[1]}”`;
    }
    return this.adopt(
      fitting.map(({ world }) => world),
      [...touched(first), ...touched(second)],
    );
  }

  private inOrder(order: Command[]): { world: World; outcomes: Map<Command, Outcome> } {
    const asked = Object.fromEntries(Object.values(this.world.people).map(({ name, roles }) => [name, roles]));
    const world: World = { ...copy(this.world), asked };
    const outcomes = new Map(order.map((command) => [command, apply(world, command, oracle)]));
    delete world.asked;
    return { world, outcomes };
  }

  /** Goes on with the world that the database agrees with. */
  private async adopt(worlds: World[], guides: string[]): Promise<string | undefined> {
    const ids = [...new Set(guides)];
    const reals = await this.comparing.read(ids);
    let difference: string | undefined;
    for (const world of worlds) {
      difference = this.comparing.difference(world, reals, ids);
      if (difference !== undefined) continue;
      this.world = world;
      return undefined;
    }
    return difference;
  }

  private async happen(happening: Happening): Promise<string | undefined> {
    if (happening.do === 'work') return this.work(happening.fault);
    if (happening.do === 'pass') return this.pass(happening);
    await takeSeal(this.service.database, this.service.clock.now());
    return undefined;
  }

  /** The worker keeps up until the clock moves; then the sweeps find what is due. */
  private async pass({ to, sweeps }: Extract<Happening, { do: 'pass' }>): Promise<string | undefined> {
    if (to <= this.world.now) return undefined;
    const problem = await this.settle();
    if (problem) return problem;
    this.moveTo(Math.max(to, this.world.now + second));
    if (sweeps === 'none') return undefined;
    const twice = sweeps === 'twice' ? 2 : 1;
    await atOnce(twice, () => this.service.get(ScheduleJobs).run());
    fireSchedules(this.world);
    await atOnce(twice, () => this.service.get(FreshnessJobs).run());
    // Of two at once each passes over what the other has locked; the next finds the rest.
    if (sweeps === 'twice') await this.service.get(FreshnessJobs).run();
    const ids = this.world.guides.map(({ id }) => id);
    const reals = await this.comparing.read(ids);
    const planned = Object.fromEntries(
      ids.map((id) => [
        id,
        (reals.find((real) => real.guide['slug'] === this.slugOf(id))?.guide['plannedOn'] ?? null) as string | null,
      ]),
    );
    const [complaint] = sweep(this.world, planned);
    await atOnce(twice, () => this.service.get(NotificationsJobs).run());
    return complaint ?? this.comparing.difference(this.world, reals, ids);
  }

  private slugOf(id: string): string | undefined {
    return this.world.guides.find((guide) => guide.id === id)?.slug;
  }

  /** The relay and the queue do their part, with a fault: a wiped queue, a relay that runs twice, jobs that come twice or again. */
  private async work(fault: Extract<Happening, { do: 'work' }>['fault']): Promise<string | undefined> {
    const relay = this.service.get(OutboxRelay);
    await atOnce(fault === 'relayTwice' ? 2 : 1, () => relay.drain());
    if (fault === 'again') {
      await this.service.get(PublishingJobs).payAll();
      this.moveTo(this.world.now + resendAfter);
      await relay.resendForgotten();
      await relay.drain();
    }
    const jobs = this.chance.shuffled(this.service.queue.take());
    if (fault === 'lost') return undefined;
    for (const job of jobs) await atOnce(fault === 'twice' ? 2 : 1, () => this.service.deliver(job));
    return undefined;
  }

  /** Everything owed is done, whatever was lost; then readers get what is live. */
  private async settle(): Promise<string | undefined> {
    const { database } = this.service;
    await this.service.get(PublishingJobs).payAll();
    await this.work('none');
    const undone = 'select id from outbox where done_at is null';
    if ((await database.rows(undone)).length > 0) {
      this.moveTo(this.world.now + resendAfter);
      await this.service.get(OutboxRelay).resendForgotten();
      await this.work('none');
      const left = await database.rows(undone);
      if (left.length > 0) return `${left.length} effects were not made up for`;
    }
    await this.service.get(PublishingJobs).payAll();
    this.settledAt = this.world.now;
    return this.promises.pages(this.world);
  }

  private moveTo(at: number): void {
    this.world.now = at;
    this.service.clock.moveTo(at);
  }
}

async function atOnce(times: number, work: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: times }, work));
}

/** Throws {@link Unknown} where a command names a revision that is not there. */
function findNamed(world: World, command: Command): void {
  if (command.do !== 'transition' || !command.input.revision) return;
  find(find(world.guides, command.guide).revisions, command.input.revision);
}

/** The guides that a command is about, by the names under which they were made. */
function touched(command: Command): string[] {
  if (command.do === 'create') return [command.slug];
  return 'guide' in command ? [command.guide] : [];
}
