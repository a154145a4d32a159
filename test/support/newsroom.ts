import type { TransitionInput } from '../../src/editorial/index.js';
import { Transitions, type Done, type Noun } from '../../src/editorial/index.js';
import { FreshnessJobs, type Swept } from '../../src/freshness/index.js';
import type { Actor } from '../../src/identity/index.js';
import type { Database } from '../../src/platform/database.js';
import {
  buildAccount,
  buildCategory,
  catchUp,
  testTimeZone,
  type BuiltCategory,
  type NewAccount,
  type NewGuide,
} from './build.js';
import { buildCarriedOverGuide, buildLiveGuide, type BuiltGuide, type BuiltLiveGuide } from './build-guide.js';
import { EditorialService } from './editorial-service.js';
import { expectInvariants } from './invariants.js';

/** Everybody below has been here since then. */
export const opening = new Date('2024-01-02T15:00:00Z');

/** Late morning of a civil date in New York, winter and summer. */
export function morningOf(date: string): Date {
  return new Date(`${date}T15:30:00Z`);
}

/** A service with a category, an editor who owns its guides, and a dermatologist who reviews them. */
export class Newsroom {
  category: BuiltCategory;
  owner: Actor;
  reviewer: Actor;

  private constructor(
    readonly service: EditorialService,
    readonly timeZone: string,
  ) {}

  static async open({ timeZone = testTimeZone, cadenceMonths = 12 } = {}): Promise<Newsroom> {
    const room = new Newsroom(await EditorialService.start({ PUBLISHER_TIME_ZONE: timeZone }), timeZone);
    await room.service.build(opening, async (tx) => {
      room.category = await buildCategory(tx, { cadenceMonths });
      room.owner = await buildAccount(tx, { name: 'Tom Weller', roles: ['editor'], at: opening });
      room.reviewer = await buildAccount(tx, {
        name: 'Ines Okafor',
        roles: ['reviewer'],
        specialties: ['dermatology'],
        at: opening,
      });
    });
    return room;
  }

  get database(): Database {
    return this.service.database;
  }

  /** Somebody else; the clock does not move. */
  person(input: Omit<NewAccount, 'at'>): Promise<Actor> {
    return this.database.transaction((tx) => buildAccount(tx, { ...input, at: opening }));
  }

  /** A guide reviewed in full and published on a civil date; every effect of it has happened. */
  live(reviewedOn: string, more: Partial<NewGuide & { reviewer: Actor }> = {}): Promise<BuiltLiveGuide> {
    const at = morningOf(reviewedOn);
    const { category, owner, reviewer, timeZone } = this;
    return this.service.build(at, async (tx) => {
      const guide = await buildLiveGuide(tx, { category, owner, reviewer, timeZone, at, ...more });
      await catchUp(tx, at, timeZone);
      return guide;
    });
  }

  carriedOver(plannedFor: string): Promise<BuiltGuide> {
    const { category, owner } = this;
    return this.service.build(opening, async (tx) => {
      const guide = await buildCarriedOverGuide(tx, { category, owner, plannedFor, at: opening });
      await catchUp(tx, opening, this.timeZone);
      return guide;
    });
  }

  /** Moves the clock to an instant, or to the morning of a civil date. All workers had caught up by then. */
  async travelTo(at: string | Date): Promise<void> {
    await this.catchUp();
    this.service.clock.travelTo(typeof at === 'string' ? morningOf(at) : at);
  }

  /** One sweep, now or then. */
  async sweep(at?: string | Date): Promise<Swept> {
    if (at) await this.travelTo(at);
    return this.service.get(FreshnessJobs).run();
  }

  /** As if all workers had caught up: what is owed after that is new. */
  async catchUp(): Promise<void> {
    await this.database.transaction((tx) => catchUp(tx, this.service.clock.now(), this.timeZone));
  }

  /** A person acts now, re-authenticated a moment ago. */
  async act(actor: Actor, noun: Noun, id: string, name: string, input: TransitionInput = {}): Promise<Done> {
    const now = this.service.clock.now();
    const answer = await this.service.get(Transitions).perform({
      noun,
      id,
      name,
      input,
      actor: { ...actor, reauthenticatedAt: now },
      requestId: 'test',
    });
    return answer.body;
  }

  /** Checks that all promises hold, and stops. */
  async close(): Promise<void> {
    try {
      await expectInvariants(this.database, this.service.clock.now());
    } finally {
      await this.service.stop();
    }
  }
}
