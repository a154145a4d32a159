import type { Type } from '@nestjs/common';
import { Editorial, Transitions, type Done, type Noun, type TransitionInput } from '../editorial/index.js';
import type { Actor } from '../identity/index.js';
import type { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { ReviewDesk } from '../reviews/index.js';
import type { Service } from '../service.js';
import type { ExampleGuide } from './examples.js';
import { addressOf, personOf, type PersonKey } from './people.js';
import type { Timeline } from './timeline.js';

/** What every scene has at hand: the services, and who and what there is so far. */
export class Stage {
  readonly accountIds = new Map<PersonKey, string>();
  readonly guideIds = new Map<string, string>();
  readonly editorial: Editorial;
  readonly desk: ReviewDesk;
  readonly database: Database;
  private readonly transitions: Transitions;

  constructor(
    readonly service: Service,
    readonly clock: Clock,
    readonly timeline: Timeline,
    readonly examples: ReadonlyMap<string, ExampleGuide>,
  ) {
    this.editorial = service.app.get(Editorial);
    this.desk = service.app.get(ReviewDesk);
    this.database = service.app.get(Database);
    this.transitions = service.app.get(Transitions);
  }

  /** Somebody who has just shown the password. */
  actor(key: PersonKey): Actor {
    const { name, postNominals = '', roles } = personOf(key);
    return {
      accountId: this.accountId(key),
      name,
      postNominals,
      email: addressOf(key),
      roles: new Set(roles),
      leadOf: roles.includes('lead') ? 'all' : [],
      via: 'session',
      sessionHash: null,
      reauthenticatedAt: this.clock.now(),
      method: 'password',
      requestId: 'demo',
    };
  }

  get<Part>(part: Type<Part>): Part {
    return this.service.app.get(part);
  }

  accountId(key: PersonKey): string {
    return known(this.accountIds, key);
  }

  guideId(slug: string): string {
    return known(this.guideIds, slug);
  }

  example(slug: string): ExampleGuide {
    return known(this.examples, slug);
  }

  async perform(who: PersonKey, noun: Noun, id: string, name: string, input: TransitionInput): Promise<Done> {
    const { body } = await this.transitions.perform({
      noun,
      id,
      name,
      input,
      actor: this.actor(who),
      requestId: 'demo',
    });
    return body;
  }
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The demonstration has no ${String(key)}.`);
  return value;
}
