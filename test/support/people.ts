import { Accounts, Credentials, Passwords, Roles, type Actor, type Role } from '../../src/identity/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Service } from '../../src/service.js';

export const password = 'tidal-lantern-42-orchard';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** One person at a browser: signs in over HTTP and keeps the cookie. */
export class Person {
  private cookie = '';
  /** Sends a bearer token instead of the cookie. */
  token: string | undefined;

  constructor(
    readonly id: string,
    readonly email: string,
    private readonly url: string,
  ) {}

  async signIn(): Promise<this> {
    const answer = await this.post('session', { email: this.email, password });
    if (answer.status >= 300) throw new Error(`${this.email} could not sign in: ${JSON.stringify(answer.body)}`);
    return this;
  }

  /** Shows the password again, as a signature asks for; signs in where a moved clock has ended the session. */
  async reauthenticate(): Promise<Answer> {
    const answer = await this.post('session/reauthentication', { password });
    if (answer.status !== 401) return answer;
    await this.signIn();
    return this.post('session/reauthentication', { password });
  }

  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>> {
    return this.ask('GET', path);
  }

  post<Body = Record<string, unknown>>(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return this.ask('POST', path, body, headers);
  }

  put<Body = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return this.ask('PUT', path, body, headers);
  }

  /** Asks, and signs in again where a moved clock has ended the session. */
  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const answer = await this.askOnce<Body>(method, path, body, headers);
    if (answer.status !== 401 || !this.cookie || this.token || path.startsWith('session')) return answer;
    await this.signIn();
    return this.askOnce<Body>(method, path, body, headers);
  }

  /** Sends bytes as they are, as a page of our own would. */
  upload<Body = Record<string, unknown>>(path: string, bytes: Uint8Array, type: string): Promise<Answer<Body>> {
    return this.ask('POST', path, bytes, { 'content-type': type, 'sec-fetch-site': 'same-origin' });
  }

  /** Bytes as they come. */
  async download(path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const response = await fetch(`${this.url}/api/v1/${path}`, { headers: { cookie: this.cookie } });
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  private async askOnce<Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : this.cookie ? { cookie: this.cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0];
    if (set) this.cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? parsed(text) : {}) as Body };
  }
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

interface Wanted {
  roles?: Role[];
  /** Specialties with a verified license. */
  licensed?: string[];
  postNominals?: string;
}

/** Accounts for a story, made through the services as an admin would. Sign-in is over HTTP. */
export class People {
  private admin: Actor | undefined;
  readonly adminPerson: Promise<Person>;

  constructor(
    private readonly service: Service,
    private readonly clock: Clock,
  ) {
    this.adminPerson = this.first();
  }

  async join(name: string, { roles = [], licensed = [], postNominals = '' }: Wanted): Promise<Person> {
    await this.adminPerson;
    const admin = this.admin as Actor;
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@desk.example`;
    const id = await this.get(Accounts).create(admin, { email, name, postNominals });
    await this.get(Passwords).setPassword(email, password);
    for (const role of roles)
      await this.get(Roles).grant(admin, id, { role, ...(role === 'safety' ? { expiresAt: this.inDays(180) } : {}) });
    for (const specialty of licensed) await this.license(id, specialty);
    return new Person(id, email, this.service.url).signIn();
  }

  async license(accountId: string, specialty: string, expiresOn = '2029-12-31'): Promise<string> {
    return this.get(Credentials).record(this.admin as Actor, accountId, {
      kind: 'license',
      specialty,
      authority: 'Medical Board of California',
      region: 'California',
      number: `CA-${accountId.slice(-6)}`,
      standing: 'verified',
      effectiveAt: this.inDays(-400),
      expiresOn,
      evidence: 'Looked up at the board, https://board.example/lookup',
    });
  }

  get actor(): Actor {
    return this.admin as Actor;
  }

  private inDays(days: number): Date {
    return new Date(this.clock.now().getTime() + days * 86_400_000);
  }

  private async first(): Promise<Person> {
    const email = 'first.admin@desk.example';
    const id = await this.get(Accounts).createFirstAdmin(email, 'First Admin', password);
    this.admin = {
      accountId: id,
      name: 'First Admin',
      postNominals: '',
      email,
      roles: new Set<Role>(['admin', 'verifier']),
      leadOf: [],
      via: 'session',
      sessionHash: null,
      reauthenticatedAt: this.clock.now(),
      method: 'password',
      requestId: 'test',
    };
    return new Person(id, email, this.service.url).signIn();
  }

  private get<T>(token: abstract new (...args: never[]) => T): T {
    return this.service.app.get(token as never);
  }
}
