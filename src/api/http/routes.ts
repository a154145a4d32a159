import type { FastifyInstance, FastifyPluginAsync, RouteOptions } from 'fastify';
import type { Access, RouteAccess } from './access.decorator.js';
import type { Authenticator } from './authenticator.js';

/** One route as the matrix test sees it; `access` is undefined where the route is closed. */
export interface RouteEntry {
  method: string;
  url: string;
  access: Access | undefined;
  sessionOnly: boolean;
}

/** Lists every route registered from now on, plugin routes too: call it before any plugin. The list grows until the service is ready. */
export function collectRoutes(fastify: FastifyInstance): () => RouteEntry[] {
  const seen: RouteOptions[] = [];
  fastify.addHook('onRoute', (route) => {
    seen.push(route);
  });
  return () => seen.flatMap(entriesOf);
}

function entriesOf(route: RouteOptions): RouteEntry[] {
  const { access, sessionOnly = false }: RouteAccess = route.config ?? {};
  return [route.method].flat().map((method) => ({ method, url: route.url, access, sessionOnly }));
}

/**
 * Wraps a Fastify plugin so that each of its routes declares `access` and is checked before its handler:
 * plugin routes pass Nest's guards by.
 */
export function withAccess(
  access: Access,
  authenticator: Authenticator,
  plugin: FastifyPluginAsync,
): FastifyPluginAsync {
  return async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access };
    });
    scope.addHook('onRequest', (request) => authenticator.admit(request));
    await scope.register(plugin);
  };
}
