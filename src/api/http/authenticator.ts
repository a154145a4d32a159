import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiTokens, SecurityLog, Sessions, type Actor } from '../../identity/index.js';
import { Config } from '../../platform/config.js';
import { Forbidden, Unauthenticated } from '../../platform/errors.js';
import type { RouteAccess } from './access.decorator.js';
import { isCrossSite } from './cross-site.js';
import { sessionSecret } from './session-cookie.js';

/** Decides whether a request may reach its route, and who makes it. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly config: Config,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly securityLog: SecurityLog,
  ) {}

  /** Sets `request.actor`. Throws {@link Unauthenticated} or {@link Forbidden}; a route that declares no access is closed. */
  async admit(request: FastifyRequest): Promise<void> {
    const route: RouteAccess = request.routeOptions.config;
    if (route.access === undefined) throw new Forbidden('This route is closed.');
    const bearer = bearerToken(request);
    if (bearer === undefined && this.crossSite(request)) throw new Forbidden('This request came from another site.');
    request.actor = await this.actorOf(request, bearer);
    if (route.access === 'public') return;
    if (!request.actor) throw new Unauthenticated();
    const refusal = refusalOf(route, request.actor);
    if (refusal === undefined) return;
    await this.recordRefusal(request, request.actor);
    throw new Forbidden(refusal);
  }

  // A bearer token that does not work is never made up for by a cookie.
  private async actorOf(request: FastifyRequest, bearer: string | undefined): Promise<Actor | null> {
    if (bearer !== undefined) {
      const actor = await this.tokens.actor(bearer, request.id);
      if (!actor) throw new Unauthenticated('This token is unknown, expired or revoked.');
      return actor;
    }
    const secret = sessionSecret(request, this.config.publicUrl);
    return secret === undefined ? null : ((await this.sessions.actor(secret, request.id)) ?? null);
  }

  private crossSite(request: FastifyRequest): boolean {
    const { headers } = request;
    return isCrossSite({
      method: request.method,
      ownOrigins: [new URL(this.config.publicUrl).origin, `${request.protocol}://${request.host}`],
      secFetchSite: single(headers['sec-fetch-site']),
      origin: headers.origin,
      referer: headers.referer,
      contentType: headers['content-type'],
    });
  }

  private async recordRefusal(request: FastifyRequest, actor: Actor): Promise<void> {
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    await this.securityLog.record('forbidden', {
      accountId: actor.accountId,
      requestId: request.id,
      detail: { route },
    });
  }
}

function refusalOf(route: RouteAccess, actor: Actor): string | undefined {
  if (route.sessionOnly && actor.via === 'token') return 'An API token cannot do this: sign in yourself.';
  if (route.access === 'signed-in' || route.access === 'public') return undefined;
  return route.access?.some((role) => actor.roles.has(role)) ? undefined : 'Your roles do not include this.';
}

function bearerToken(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}
