import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { documentBytes, documentTypes, Intake } from '../physicians/index.js';
import { Config } from '../platform/config.js';
import { Authenticator, refuseBeforeBody } from './http/index.js';
import { applicantSecret } from './http/session-cookie.js';

const applicants = '/api/v1/application/documents';
const verifiers = '/api/v1/applications/:id/documents';

/**
 * Documents come as their own bytes, up to 10 MB on these two routes alone. Who may not send any, and what none can be, is refused
 * before the body is read. Call it before the service listens.
 */
export function acceptDocuments(service: NestFastifyApplication): void {
  const fastify = service.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('application/pdf', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addHook('onRoute', (route) => {
    if (route.method !== 'POST' || (route.url !== applicants && route.url !== verifiers)) return;
    route.bodyLimit = documentBytes;
    route.onRequest = (request: FastifyRequest, reply: FastifyReply) =>
      refuseBeforeBody(request, reply, async () => {
        await service.get(Authenticator).admit(request);
        const secret = applicantSecret(request, service.get(Config).publicUrl);
        if (route.url === applicants) await service.get(Intake).applicationOf(secret);
        if (!Object.hasOwn(documentTypes, mediaTypeOf(request))) throw new UnsupportedMediaTypeException();
      });
  });
}

/** What the sender says that the body is, without parameters; empty where nothing is said. */
export function mediaTypeOf({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}
