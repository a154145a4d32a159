import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { UnsupportedMediaTypeException } from '@nestjs/common';

/** The routes that take what a browser's own form sends; every other takes JSON, which no form of another site can send. */
const formRoutes = new Set(['/report']);
/** Bytes of a form at most: 500 characters, each percent-encoded, and the rest. */
const formBytes = 16_384;

/** Call it before the service listens. */
export function acceptForms(service: NestFastifyApplication): void {
  const fastify = service.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'POST' && formRoutes.has(route.url)) route.bodyLimit = formBytes;
  });
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytes },
    async (request: { routeOptions: { url?: string | undefined } }, body: string) => {
      if (!formRoutes.has(request.routeOptions.url ?? '')) throw new UnsupportedMediaTypeException();
      return Object.fromEntries(new URLSearchParams(body));
    },
  );
}
