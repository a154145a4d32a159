import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  RouteOptions,
} from 'fastify';
import { Forbidden } from '../../platform/errors.js';
import type { Access, RouteAccess } from './access.decorator.js';
import type { Authenticator } from './authenticator.js';
import { sendProblem } from './problem.filter.js';
import { problemOf } from './problems.js';

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
    scope.addHook('onRequest', admission(authenticator));
    await scope.register(plugin);
  };
}

/** The same for routes that somebody else registers from now on, below one of these paths. */
export function giveAccess(
  fastify: FastifyInstance,
  paths: readonly string[],
  access: Access,
  authenticator: Authenticator,
): void {
  fastify.addHook('onRoute', (route) => {
    if (!paths.some((path) => route.url === path || route.url.startsWith(`${path}/`))) return;
    route.config = { ...route.config, access };
    route.onRequest = admission(authenticator);
  });
}

/** Answers a refusal itself: a plugin may have an error handler of its own, which would make a 500 of it. */
function admission(authenticator: Authenticator): onRequestAsyncHookHandler {
  return async (request, reply) => refuseBeforeBody(request, reply, () => authenticator.admit(request));
}

/** For an `onRequest` hook of one route: what `admit` throws is the answer, and nothing of the body is read. */
export async function refuseBeforeBody(
  request: FastifyRequest,
  reply: FastifyReply,
  admit: () => Promise<void>,
): Promise<FastifyReply | undefined> {
  try {
    await admit();
    return undefined;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) throw error;
    return sendProblem(reply, problem, request.id);
  }
}

/** A route that declares no access is closed, whoever registered it. */
export function closeUndeclared(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || request.routeOptions.config.access !== undefined) done();
    else void sendProblem(reply, problemOf(new Forbidden('This route is closed.')), request.id);
  });
}
