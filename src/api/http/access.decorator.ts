import { RouteConfig } from '@nestjs/platform-fastify';
import type { Role } from '../../identity/index.js';

/** Who may call a route: everybody, everybody who is signed in, or holders of any of the roles. */
export type Access = 'public' | 'signed-in' | readonly Role[];

/** What stands in Fastify's route configuration, for controllers and plugins alike. */
export interface RouteAccess {
  access?: Access;
  /** Not with an API token: signing, granting, and whatever manages sign-in itself. */
  sessionOnly?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteAccess {}
}

/**
 * Opens a route. Without it the route is closed to everybody.
 * Kept in the route configuration, so that the guard, the `onRequest` hook of plugins and the route matrix read one place.
 */
export function Access(access: Access, options: { sessionOnly?: boolean } = {}): MethodDecorator {
  return RouteConfig({ access, ...options } satisfies RouteAccess);
}
