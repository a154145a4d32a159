import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageAnswer, PageResponder } from './page-responder.js';

/** Where public pages live; everything else belongs to the API and the desk. */
const pageRoutes = [
  '/',
  '/guides/*',
  '/categories/*',
  '/images/*',
  '/sitemap.xml',
  '/feed.atom',
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
  routes: readonly string[] = pageRoutes,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { method, raw, headers } = request;
    const page = await responder.respond({ method, path: raw.url ?? '', headers });
    if (page === null) reply.callNotFound();
    else send(reply, page);
    return reply;
  };
  for (const url of routes) {
    const method = ['GET', 'HEAD', ...refused];
    fastify.route({ method, url, config: { access: 'public' }, onRequest: answer, handler: answer });
  }
}

function send(reply: FastifyReply, { status, headers, body }: PageAnswer): void {
  reply
    .code(status)
    .headers(headers)
    .send(body ?? undefined);
}
