import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter as BoardAdapter } from '@bull-board/fastify';
import { AppModule } from './app.module.js';
import { acceptDocuments } from './api/document-uploads.js';
import { acceptForms } from './api/form-bodies.js';
import {
  Authenticator,
  createAdapter,
  describeApi,
  prepareHttp,
  withAccess,
  type RouteEntry,
} from './api/http/index.js';
import { openDemoSources } from './demo/sources.js';
import { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { Database } from './platform/database.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres.js';
import { Log } from './platform/log.js';
import { migrate } from './platform/migrations.js';
import { openQueueConnection } from './platform/queue-connection.js';
import { QueueSet } from './platform/queue-set.js';
import { PageResponder } from './publishing/page-responder.js';
import { pageRoutes, registerPages } from './publishing/page-routes.js';
import { PageStore } from './publishing/index.js';

/** A running process of the service, and how to stop it. */
export interface Service {
  app: NestFastifyApplication;
  config: Config;
  /** Where it listens; for a process without HTTP its health port. */
  url: string;
  routes: () => RouteEntry[];
  stop(): Promise<void>;
}

export interface ServiceOptions {
  clock?: Clock;
  /** Whether it listens; the CLI and seeds need none. Default true. */
  listen?: boolean;
  /** Whether migrations run first. Default: on the embedded database only. */
  migrations?: boolean;
}

/** Starts what ROLE asks for: database first, then queue, then the application; stops them in the other order. */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const opened: Close[] = [];
  const stop = once(() => closeAll(opened));
  try {
    const embedded = config.embedded && config.databaseUrl === '';
    if (embedded) await openEmbeddedPostgres(config, opened);
    if (options.migrations ?? embedded) await migrate(config.databaseUrl);
    const database = await new Database(config).connect();
    opened.push(() => database.source.destroy());
    const standIn = await openDemoSources(config, database);
    if (standIn) opened.push(() => standIn.stop());
    const queue = openQueueConnection(config);
    opened.push(() => queue.close());
    const app = await createApplication(
      config,
      { config, database, queue, ...(options.clock ? { clock: options.clock } : {}) },
      options.listen ?? true,
    );
    opened.push(() => app.service.close());
    const url = options.listen === false ? '' : await app.service.getUrl().catch(() => '');
    return { app: app.service, config, url, routes: app.routes, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

type Close = () => Promise<void>;

async function openEmbeddedPostgres(config: Config, opened: Close[]): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  opened.push(() => postgres.stop());
  config.databaseUrl = postgres.url;
}

/** Last opened, first closed. One that fails to close keeps no other open. */
async function closeAll(opened: Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.toReversed()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'The service did not stop cleanly.');
}

type Resources = Parameters<typeof AppModule.forRoot>[0];

async function createApplication(
  config: Config,
  resources: Resources,
  listen: boolean,
): Promise<{ service: NestFastifyApplication; routes: () => RouteEntry[] }> {
  const service = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(resources),
    createAdapter(config),
    { bodyParser: false, bufferLogs: true, abortOnError: false },
  );
  try {
    service.useLogger(service.get(Log));
    const routes = prepareHttp(service, config);
    acceptImages(service);
    acceptDocuments(service);
    acceptForms(service);
    if (config.role !== 'worker') servePages(service, config);
    await registerBoard(service);
    describeApi(service);
    if (listen) await service.listen({ port: config.port, host: config.host });
    else await service.init();
    return { service, routes };
  } catch (error) {
    await service.close();
    throw error;
  }
}

/** With a hook that purges, shared caches may keep pages for an hour. */
function servePages(service: NestFastifyApplication, { cdn, indexNow, publicUrl }: Config): void {
  const responder = new PageResponder(service.get(PageStore), {
    surrogateKeys: cdn !== undefined,
    sharedMaxAge: cdn ? 3600 : 60,
    strictTransport: publicUrl.startsWith('https:'),
  });
  const keyFile = indexNow ? [`/${indexNow.key}.txt`] : [];
  registerPages(service.getHttpAdapter().getInstance(), responder, service.get(Log), [...pageRoutes, ...keyFile]);
}

/** Images come as their own bytes, as documents do (see `document-uploads.ts`); every other body is JSON. */
function acceptImages(service: NestFastifyApplication): void {
  const fastify = service.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(
    ['image/jpeg', 'image/png', 'image/webp', 'image/avif'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
}

/** The queues' own screen, for admins. Its routes pass Nest's guards by: withAccess checks each. */
async function registerBoard(service: NestFastifyApplication): Promise<void> {
  const board = new BoardAdapter();
  board.setBasePath('/admin/queues');
  createBullBoard({
    queues: service
      .get(QueueSet)
      .all()
      // To look at: whoever pauses a queue would hold up a safety notice, and leave no record.
      .map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board,
  });
  const plugin = withAccess(['admin'], service.get(Authenticator), async (scope) => {
    await scope.register(board.registerPlugin(), { prefix: '/admin/queues', basePath: '/admin/queues' } as never);
  });
  await service.getHttpAdapter().getInstance().register(plugin);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
