import { lockGuide } from '../../src/editorial/index.js';
import type { EventName, EventPayload } from '../../src/events.js';
import type { Actor } from '../../src/identity/index.js';
import type { Tx } from '../../src/platform/database.js';
import { appendEvent, type ChainHead, type Move } from '../../src/platform/event-store.js';

/** Tells facts on the chain of one guide, all at one instant. */
export class History {
  private constructor(
    private readonly tx: Tx,
    private readonly head: ChainHead,
    private readonly at: Date,
  ) {}

  static async of(tx: Tx, guideId: string, at: Date): Promise<History> {
    return new History(tx, (await lockGuide(tx, guideId)).head, at);
  }

  async tell<Name extends EventName>(
    name: Name,
    actor: Actor | null,
    moves: Move[],
    payload: EventPayload<Name>,
  ): Promise<void> {
    const requestId = actor ? 'test' : null;
    await appendEvent(this.tx, this.head, {
      name,
      at: this.at,
      actorId: actor?.accountId ?? null,
      requestId,
      moves,
      payload,
    });
  }
}
