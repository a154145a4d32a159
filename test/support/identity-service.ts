import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import PostalMime from 'postal-mime';
import { AccountsController } from '../../src/api/accounts.controller.js';
import { CredentialsController } from '../../src/api/credentials.controller.js';
import { createAdapter, HttpModule, prepareHttp, type RouteEntry } from '../../src/api/http/index.js';
import { SessionController } from '../../src/api/session.controller.js';
import { TokensController } from '../../src/api/tokens.controller.js';
import { FreshnessModule } from '../../src/freshness/index.js';
import {
  Accounts,
  IdentityModule,
  PasswordResets,
  Passwords,
  Roles,
  type Actor,
  type Role,
} from '../../src/identity/index.js';
import { Clock } from '../../src/platform/clock.js';
import { Config, readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { Log } from '../../src/platform/log.js';
import { Mailer } from '../../src/platform/mailer.js';
import { OutboxRelay } from '../../src/platform/outbox-relay.js';
import { QueueSet } from '../../src/platform/queue-set.js';
import { createTestDatabase } from './test-database.js';

export const goodPassword = 'tidal-lantern-42-orchard';

/** What a request looks like to the person who made it. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: Record<string, unknown> & { type?: string; reasons?: { code: string; message: string }[] };
  text: string;
}

interface Asked {
  body?: unknown;
  headers?: Record<string, string>;
}

/** One browser, or with `token` one program: keeps its cookie, and comes from a network of its own. */
export class Visitor {
  cookie: string | undefined;
  token: string | undefined;

  constructor(
    private readonly app: NestFastifyApplication,
    public network = '198.51.100.7',
  ) {}

  async ask(method: string, path: string, { body, headers = {} }: Asked = {}): Promise<Answer> {
    const answer = await this.app.inject({
      method: method as 'GET',
      url: `/api/v1/${path}`,
      remoteAddress: this.network,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const set = answer.headers['set-cookie'];
    if (typeof set === 'string') this.cookie = set.split(';')[0];
    const json = answer.body !== '' && String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, headers: answer.headers, body: json ? answer.json() : {}, text: answer.body };
  }

  signIn(email: string, password = goodPassword, totp?: string): Promise<Answer> {
    return this.ask('POST', 'session', { body: { email, password, ...(totp ? { totp } : {}) } });
  }

  reauthenticate(password = goodPassword, totp?: string): Promise<Answer> {
    return this.ask('POST', 'session/reauthentication', { body: { password, ...(totp ? { totp } : {}) } });
  }
}

/** The identity part of the service over a database of its own. */
export class IdentityService {
  private people = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly routes: () => RouteEntry[],
    readonly config: Config,
    readonly database: Database,
    readonly clock: Clock,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async start(
    environment: Record<string, string> = {},
    controllers: Type[] = [],
    plugins: (fastify: FastifyInstance, app: NestFastifyApplication) => void = () => undefined,
  ): Promise<IdentityService> {
    const { url, drop } = await createTestDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-identity-'));
    const secrets = { SECRET_KEY: Buffer.alloc(32, 7).toString('base64'), LOG_LEVEL: 'silent', DATA_DIR: dataDir };
    const config = readConfig({ DATABASE_URL: url, ...secrets, ...environment });
    const database = await new Database(config).connect();
    const clock = new Clock();
    const app = await NestFactory.create<NestFastifyApplication>(
      rootModule(config, database, clock, controllers),
      createAdapter(config),
      {
        bodyParser: false,
        logger: false,
      },
    );
    // A relay that was stopped sends nothing, so that no queue is needed.
    await app.get(OutboxRelay).beforeApplicationShutdown();
    const routes = prepareHttp(app, config);
    plugins(app.getHttpAdapter().getInstance() as unknown as FastifyInstance, app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new IdentityService(app, routes, config, database, clock, drop);
  }

  get<Service>(service: Type<Service>): Service {
    return this.app.get(service, { strict: false });
  }

  visitor(network?: string): Visitor {
    return new Visitor(this.app, network);
  }

  /** An account with a password and roles, granted by the command line's admin. */
  async person(...wanted: Role[]): Promise<{ id: string; email: string }> {
    this.people += 1;
    const email = `person-${this.people}@guides.example`;
    const admin = await this.admin();
    const id = await this.get(Accounts).create(admin, { email, name: `Person ${this.people}` });
    await this.get(Passwords).setPassword(email, goodPassword);
    const expiresAt = new Date(this.clock.now().getTime() + 30 * 86_400_000);
    for (const role of wanted)
      await this.get(Roles).grant(admin, id, { role, ...(role === 'safety' ? { expiresAt } : {}) });
    return { id, email };
  }

  /** Somebody signed in, and re-authenticated just now. */
  async signedIn(...wanted: Role[]): Promise<Visitor & { id: string; email: string }> {
    const person = await this.person(...wanted);
    const visitor = this.visitor();
    await visitor.signIn(person.email);
    await visitor.reauthenticate();
    return Object.assign(visitor, person);
  }

  /** The admin whom the command line made, as an actor of the services. */
  async admin(): Promise<Actor> {
    const email = 'first-admin@guides.example';
    const known = await this.database.first<{ id: string }>('select id from account where email = $1', [email]);
    const accountId = known?.id ?? (await this.get(Accounts).createFirstAdmin(email, 'Noor Haddad', goodPassword));
    return {
      accountId,
      email,
      name: 'Noor Haddad',
      postNominals: '',
      roles: new Set(['admin'] as const),
      leadOf: [],
      via: 'session',
      sessionHash: null,
      reauthenticatedAt: this.clock.now(),
      method: 'password',
      requestId: 'test',
    };
  }

  /** Mails handed over so far, with what stands in them. */
  async mails(): Promise<{ to: string; subject: string; text: string }[]> {
    await this.get(PasswordResets).settled();
    const folder = join(this.config.dataDir, 'mail');
    const files = await readdir(folder).catch(() => []);
    const parsed = await Promise.all(files.map(async (file) => PostalMime.parse(await readFile(join(folder, file)))));
    return parsed.map((mail) => ({
      to: mail.to?.[0]?.address ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
    }));
  }

  async stop(): Promise<void> {
    await this.get(PasswordResets).settled();
    await this.app.close();
    await this.database.source.destroy();
    await this.dropDatabase();
    await rm(this.config.dataDir, { recursive: true, force: true });
  }
}

function rootModule(config: Config, database: Database, clock: Clock, controllers: Type[]): Type {
  @Global()
  @Module({
    providers: [
      { provide: Config, useValue: config },
      { provide: Database, useValue: database },
      { provide: Clock, useValue: clock },
      Log,
      Mailer,
      QueueSet,
      OutboxRelay,
    ],
    exports: [Config, Database, Clock, Log, Mailer, OutboxRelay],
  })
  class Platform {}

  @Module({
    imports: [Platform, HttpModule, IdentityModule, FreshnessModule],
    controllers: [SessionController, TokensController, AccountsController, CredentialsController, ...controllers],
  })
  class Root {}
  return Root;
}
