import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../../platform/config.js';
import { strictTransport } from '../../publishing/index.js';
import { bodyLimitBytes, parseJsonBody } from './json-body.js';
import { answerUnreadable, answerUnroutable } from './unreadable-requests.js';
import { closeUndeclared, collectRoutes, type RouteEntry } from './routes.js';

/** The server below Nest. Ids of requests are ours, and forwarded addresses are believed from TRUST_PROXY only. */
export function createAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    // Of random bytes that Node keeps in stock: drawn anew for each request they cost a tenth of a page's time.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
  });
}

/**
 * Sets up what holds for every request. Call it right after `NestFactory.create(…, createAdapter(config), { bodyParser: false })`,
 * before any plugin. Answers a function that lists every route with its access, once the service is ready.
 */
export function prepareHttp(app: NestFastifyApplication, { publicUrl }: Pick<Config, 'publicUrl'>): () => RouteEntry[] {
  const fastify = app.getHttpAdapter().getInstance();
  const routes = collectRoutes(fastify);
  // Before anything that may refuse: a refusal carries these headers too.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/api')) void reply.header('cache-control', 'no-store');
    // Stored pages say it themselves.
    if (publicUrl.startsWith('https:')) void reply.headers(strictTransport);
    done();
  });
  closeUndeclared(fastify);
  void fastify.register(fastifyCookie);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
    async (_request: unknown, body: Buffer) => parseJsonBody(body),
  );
  fastify.addHook('preClose', async () => endConnectionsAsTheyIdle(fastify.server));
  return routes;
}

/** Closing ends the connections that are idle then; one that was busy would be kept alive, and the process with it, for 72 seconds more. */
function endConnectionsAsTheyIdle(server: Server): void {
  if (!server.listening) return;
  const timer = setInterval(() => server.closeIdleConnections(), 50);
  server.once('close', () => clearInterval(timer));
}
