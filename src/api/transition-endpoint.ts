import { Injectable } from '@nestjs/common';
import type { Actor } from '../identity/index.js';
import { Transitions, type Done, type Noun, type Possible } from '../editorial/index.js';
import { Missing } from '../platform/errors.js';
import { requireIfMatch } from './http/index.js';
import { idempotencyOf } from './idempotency.js';
import { inputOf, type TransitionBody } from './transition.body.js';

export interface TransitionHeaders {
  key: string | undefined;
  ifMatch?: string | undefined;
}

/** What the three `…/transitions` endpoints share. */
@Injectable()
export class TransitionEndpoint {
  constructor(private readonly transitions: Transitions) {}

  async list(noun: Noun, id: string, actor: Actor): Promise<{ items: Possible[] }> {
    return { items: await this.transitions.possible(noun, id, actor) };
  }

  /** `If-Match` may be left out, since a transition is a resource of its own (ADR 7); one that is sent is held to. */
  async post(noun: Noun, id: string, body: TransitionBody, actor: Actor, headers: TransitionHeaders): Promise<Done> {
    // Opening names a guide, not a revision: it has an address of its own.
    if (body.name === 'open' || body.name === 'create') throw new Missing('transition');
    return this.perform(noun, id, body, actor, headers);
  }

  private async perform(
    noun: Noun,
    id: string,
    body: TransitionBody,
    actor: Actor,
    { key, ifMatch }: TransitionHeaders,
  ): Promise<Done> {
    const answer = await this.transitions.perform({
      noun,
      id,
      name: body.name,
      input: inputOf(body),
      actor,
      requestId: actor.requestId,
      idempotency: idempotencyOf(key, `${noun}/${id}/transitions`, body, actor),
      expected: ifMatch === undefined ? undefined : (version) => requireIfMatch(ifMatch, version),
    });
    return answer.body;
  }

  /** Opening is a transition from nothing: it is posted to the guide. */
  async open(guideId: string, kind: 'ordinary' | 'minor', actor: Actor, key: string | undefined): Promise<Done> {
    return this.perform('revision', guideId, { name: 'open', kind }, actor, { key });
  }
}
