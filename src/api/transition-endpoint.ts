import { Injectable } from '@nestjs/common';
import { hashOf } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Transitions, type Done, type Noun, type Possible } from '../editorial/index.js';
import { Invalid, Missing } from '../platform/errors.js';
import { inputOf, type TransitionBody } from './transition.body.js';

/** What the three `…/transitions` endpoints share. */
@Injectable()
export class TransitionEndpoint {
  constructor(private readonly transitions: Transitions) {}

  async list(noun: Noun, id: string, actor: Actor): Promise<{ items: Possible[] }> {
    return { items: await this.transitions.possible(noun, id, actor) };
  }

  async post(noun: Noun, id: string, body: TransitionBody, actor: Actor, key: string | undefined): Promise<Done> {
    // Opening names a guide, not a revision: it has an address of its own.
    if (body.name === 'open' || body.name === 'create') throw new Missing('transition');
    return this.perform(noun, id, body, actor, key);
  }

  private async perform(
    noun: Noun,
    id: string,
    body: TransitionBody,
    actor: Actor,
    key: string | undefined,
  ): Promise<Done> {
    if (key !== undefined && (key.length < 1 || key.length > 255))
      throw Invalid.of('idempotency-key', 'An Idempotency-Key has 1 to 255 characters.');
    const idempotency =
      key === undefined
        ? null
        : {
            accountId: actor.accountId,
            route: `${noun}/${id}/transitions`,
            key,
            bodyHash: hashOf(JSON.parse(JSON.stringify(body))),
          };
    const answer = await this.transitions.perform({
      noun,
      id,
      name: body.name,
      input: inputOf(body),
      actor,
      requestId: actor.requestId,
      idempotency,
    });
    return answer.body;
  }

  /** Opening is a transition from nothing: it is posted to the guide. */
  async open(guideId: string, kind: 'ordinary' | 'minor', actor: Actor, key: string | undefined): Promise<Done> {
    return this.perform('revision', guideId, { name: 'open', kind }, actor, key);
  }
}
