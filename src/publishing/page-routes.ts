import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../platform/log.js';
import type { PageAnswer, PageResponder } from './page-responder.js';

/** Where public pages live; everything else belongs to the API and the desk. */
export const pageRoutes = [
  '/',
  '/guides',
  '/guides/*',
  '/categories/*',
  '/images/*',
  '/physicians/*',
  '/specialties',
  '/specialties/*',
  '/reviewers',
  '/reviewers/*',
  '/how-we-review',
  '/policies/*',
  '/corrections',
  '/corrections/*',
  '/apply',
  '/apply/*',
  '/sitemap.xml',
  '/sitemaps/*',
  '/feed.atom',
  '/feed.rss',
  '/robots.txt',
] as const;

/** Methods besides GET and HEAD that a page answers, with 405. */
const refused = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Serves the stored pages. Answers before any body is parsed, session is read or database is asked; a path that
 * is no page goes to the service's own 404.
 */
export function registerPages(
  fastify: FastifyInstance,
  responder: PageResponder,
  log: Pick<Log, 'error'>,
  routes: readonly string[] = pageRoutes,
): void {
  // Not an async function: where a page is at hand, promises would take a tenth of the time it costs.
  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    const { method, raw, headers } = request;
    // Fastify's own handler would tell the reader which file of the store is broken.
    const fail = (error: unknown): void => {
      log.error({ error, url: raw.url }, 'a stored page cannot be read: see doctor --deep, and render --all');
      send(reply, unreadable);
    };
    try {
      const found = responder.respond({ method, path: raw.url ?? '', headers });
      if (found instanceof Promise) found.then((page) => send(reply, page)).catch(fail);
      else send(reply, found);
    } catch (error) {
      fail(error);
    }
  };
  for (const url of routes) {
    const method = ['GET', 'HEAD', ...refused];
    fastify.route({ method, url, config: { access: 'public' }, onRequest: answer, handler: answer });
  }
}

const unreadable: PageAnswer = {
  status: 503,
  headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8', 'retry-after': '30' },
  body: Buffer.from('This page cannot be read at the moment. Please try again later.\n'),
};

/** Past what Fastify does for answers that may yet change: nothing is left to be decided, and a page is asked for more often than all else. */
function send(reply: FastifyReply, page: PageAnswer | null): void {
  if (page === null) {
    reply.callNotFound();
    return;
  }
  reply.raw.writeHead(page.status, page.headers);
  reply.hijack();
  reply.raw.end(page.body ?? undefined);
}
