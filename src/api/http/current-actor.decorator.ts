import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../identity/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authenticator; null for nobody. */
    actor?: Actor | null;
  }
}

/** Who makes this request. On a route with `@Access('public')` it may be null. */
export const CurrentActor = createParamDecorator(
  (_unused: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<FastifyRequest>().actor ?? null,
);
