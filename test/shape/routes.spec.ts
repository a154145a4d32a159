import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/identity/index.js';
import { password } from '../support/people.js';
import { startTestService, type TestService } from '../support/service.js';
import { lineOf, lines, type Line } from './route-matrix.js';

const roles: Role[] = ['editor', 'lead', 'reviewer', 'director', 'safety', 'verifier', 'admin'];

/** Somebody who calls: the headers they send, and their account. */
interface Caller {
  name: string;
  roles: readonly Role[];
  id: string;
  headers: Record<string, string>;
  program: boolean;
}

const nobody: Caller = { name: 'nobody', roles: [], id: '', headers: {}, program: false };
let test: TestService;
let callers: Caller[];

beforeAll(async () => {
  test = await startTestService();
  const people = [
    await caller('signed in, no role', []),
    ...(await Promise.all(roles.map((role) => caller(role, [role])))),
  ];
  callers = [nobody, ...people, await program()];
});
afterAll(() => test.stop());

describe('The routes of the service', () => {
  it('stand in the matrix, every one', () => {
    const strays = routes().filter(({ method, url }) => !lineOf(method, url));
    expect(strays.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
  });

  it('declare what the matrix says', () => {
    for (const { method, url, access, sessionOnly } of routes()) {
      const line = lineOf(method, url);
      const declared = typeof access === 'string' ? [access] : [...(access ?? [])].sort();
      expect([method, url, declared, sessionOnly]).toEqual([
        method,
        url,
        [...(line?.access ?? [])].sort(),
        line?.sessionOnly,
      ]);
    }
  });

  it('are all there: no line of the matrix is left over', () => {
    const served = new Set(routes().map(({ method, url }) => lineOf(method, url)));
    expect(lines.filter((line) => !served.has(line)).map(({ path }) => path)).toEqual([]);
  });

  it('answer 401 to nobody, 403 to those without the role and to programs where a person is needed, and neither to the others', async () => {
    const wrong = await Promise.all(callers.map(wrongFor));
    expect(wrong.flat()).toEqual([]);
  }, 120_000);

  it('answer 404 to everybody where there is none', async () => {
    for (const each of callers) {
      for (const url of ['/api/v1/nothing', '/admin', '/nothing', '/api/v1/guides/1/nothing/2']) {
        expect([url, each.name, await call(each, 'GET', url)]).toEqual([url, each.name, 404]);
      }
    }
  });
});

const routes = () => test.service.routes().filter(({ url }) => url !== '*');

async function wrongFor(each: Caller): Promise<string[]> {
  const wrong: string[] = [];
  for (const { method, url } of routes()) {
    const line = lineOf(method, url);
    const status = await call(each, method, url);
    if (line && !fits(status, line, each)) wrong.push(`${method} ${url} as ${each.name}: ${status}`);
  }
  return wrong;
}

/** 500 is never right: a screen that a library brings must not turn a refusal into one. */
function fits(status: number, { access, sessionOnly }: Line, each: Caller): boolean {
  if (access.includes('public')) return status !== 401 && status !== 403 && status < 500;
  if (each === nobody) return status === 401;
  const holds = access.includes('signed-in') || each.roles.some((role) => access.includes(role));
  if (!holds || (sessionOnly && each.program)) return status === 403;
  return status !== 401 && status !== 403 && status < 500;
}

/** Ids that nobody has, but the caller's own account; bodies that nothing accepts. */
async function call(each: Caller, method: string, url: string): Promise<number> {
  const own = each.id || '00000000-0000-7000-8000-000000000000';
  const path = url
    .replace('/accounts/:id', `/accounts/${own}`)
    .replaceAll(/:(queueName|queueStatus|jobId|schedulerId|item|key)/g, '1')
    .replace(':digest', 'a'.repeat(64))
    .replace('/history/:id/', '/history/999999/')
    .replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000')
    .replace('*', 'nothing');
  const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: '{"a":1}' } : {};
  const json = { ...(body.body ? { 'content-type': 'application/json' } : {}), 'sec-fetch-site': 'same-origin' };
  // Signing out ends the session that the next calls need.
  const headers =
    method === 'DELETE' && url === '/api/v1/session' && each.headers['cookie'] ? await signIn(each) : each.headers;
  const response = await fetch(test.url + path, {
    method,
    redirect: 'manual',
    headers: { ...json, ...headers },
    ...body,
  });
  await response.arrayBuffer();
  return response.status;
}

async function caller(name: string, held: Role[]): Promise<Caller> {
  const { id } = await test.people.join(`Caller ${name}`, { roles: held });
  const each = { name, roles: held, id, headers: {}, program: false };
  return { ...each, headers: await signIn(each) };
}

async function signIn({ name }: Pick<Caller, 'name'>): Promise<Record<string, string>> {
  const email = `${`Caller ${name}`.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@desk.example`;
  const response = await fetch(`${test.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

/** An admin's API token. */
async function program(): Promise<Caller> {
  const admin = await test.people.join('Token Owner', { roles: ['admin'] });
  const answer = await admin
    .reauthenticate()
    .then(() => admin.post<{ token: string }>('tokens', { name: 'a program', expiresAt: '2026-04-01T00:00:00Z' }));
  if (answer.status >= 300) throw new Error(`No token: ${JSON.stringify(answer.body)}`);
  return {
    name: 'program of an admin',
    roles: ['admin'],
    id: admin.id,
    headers: { authorization: `Bearer ${answer.body.token}` },
    program: true,
  };
}
