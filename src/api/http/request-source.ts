import type { FastifyRequest } from 'fastify';
import type { RequestSource } from '../../identity/index.js';

/** The connection's address, or the one that a proxy in TRUST_PROXY forwarded. */
export function requestSource(request: FastifyRequest): RequestSource {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? null, requestId: request.id };
}
