import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { IdentityService } from '../../../test/support/identity-service.js';
import { Access } from './access.decorator.js';
import { Authenticator } from './authenticator.js';
import { withAccess } from './routes.js';

@Controller('api/v1/sample')
class SampleController {
  @Get('closed')
  closed(): string {
    return 'never';
  }

  @Post('echo')
  @Access('public')
  echo(@Body() body: unknown): unknown {
    return { body };
  }

  @Get('directors')
  @Access(['director'])
  directors(): string {
    return 'for directors';
  }

  @Get('broken')
  @Access('public')
  broken(): never {
    throw new Error('select * from account where secret leaked');
  }
}

let service: IdentityService;

beforeAll(async () => {
  service = await IdentityService.start({ PUBLIC_URL: 'https://desk.guides.example' }, [SampleController]);
});
afterAll(() => service.stop());

const echo = (headers: Record<string, string>, body: unknown = { a: 1 }) =>
  service.app.inject({
    method: 'POST',
    url: '/api/v1/sample/echo',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  });
const raw = (payload: string | Buffer, contentType = 'application/json') =>
  service.app.inject({
    method: 'POST',
    url: '/api/v1/sample/echo',
    headers: { 'content-type': contentType, 'sec-fetch-site': 'same-origin' },
    payload,
  });

describe('a site that is reached over TLS', () => {
  it('says so with every answer that is made, also with one that there is not and one that is refused', async () => {
    for (const url of ['/api/v1/nothing', '/nothing', '/api/v1/sample/closed'])
      expect((await service.app.inject({ url })).headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('a route', () => {
  it('that declares no access is closed to everybody', async () => {
    const director = await service.signedIn('director', 'admin');
    expect((await service.visitor().ask('GET', 'sample/closed')).status).toBe(403);
    expect((await director.ask('GET', 'sample/closed')).status).toBe(403);
  });

  it('for a role answers 401 to nobody, 403 to others and 200 to its holders', async () => {
    const statuses = [service.visitor(), await service.signedIn('editor'), await service.signedIn('director')].map(
      async (visitor) => (await visitor.ask('GET', 'sample/directors')).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 403, 200]);
  });

  it('answers HEAD no more freely than GET', async () => {
    expect((await service.visitor().ask('HEAD', 'sample/directors')).status).toBe(401);
    expect((await service.visitor().ask('HEAD', 'sample/closed')).status).toBe(403);
  });

  it('is listed with its access, as the matrix needs it', () => {
    const listed = service.routes().filter((route) => route.url.includes('/sample/') && route.method !== 'HEAD');
    expect(listed.map((route) => [route.method, route.url, route.access])).toEqual([
      ['GET', '/api/v1/sample/closed', undefined],
      ['POST', '/api/v1/sample/echo', 'public'],
      ['GET', '/api/v1/sample/directors', ['director']],
      ['GET', '/api/v1/sample/broken', 'public'],
    ]);
    const open = service.routes().filter((route) => route.access === undefined && !route.url.endsWith('/closed'));
    expect(open).toEqual([]);
  });
});

describe('over HTTPS', () => {
  it('the cookie is bound to the host by its name', async () => {
    const { email } = await service.person();
    const answer = await service.visitor().signIn(email);
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-imprimatur=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});

describe('a request from another site', () => {
  it('is refused, signed in or not', async () => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { referer: 'https://evil.example/page' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://desk.guides.example' },
    ];
    for (const headers of foreign) {
      expect([headers, (await echo(headers)).statusCode]).toEqual([headers, 403]);
    }
  });

  it('is told from our own and from a program', async () => {
    const own: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { origin: 'https://desk.guides.example' },
      {},
    ];
    for (const headers of own) {
      expect([headers, (await echo(headers)).statusCode]).toEqual([headers, 201]);
    }
    const form = {
      method: 'POST' as const,
      url: '/api/v1/sample/echo',
      headers: { 'content-type': 'text/plain' },
      payload: '{"a":1}',
    };
    expect([403, 415]).toContain((await service.app.inject(form)).statusCode);
  });
});

describe('a body', () => {
  it('must be JSON in UTF-8 of at most a megabyte', async () => {
    expect((await raw('{"a":')).statusCode).toBe(400);
    expect((await raw(Buffer.from([0x22, 0xff, 0x22]))).statusCode).toBe(400);
    expect((await raw('a=1', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
    expect((await raw('{"a":1}', 'text/plain')).statusCode).toBe(415);
    expect((await raw(`"${'x'.repeat(1_048_577)}"`)).statusCode).toBe(413);
  });

  it('must mean the same everywhere: no NUL, no half characters, no prototype keys, no abyss', async () => {
    for (const body of [
      '{"a":"\\u0000"}',
      '{"a":"\\ud800"}',
      '{"\\udfff":1}',
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
      '['.repeat(40) + ']'.repeat(40),
    ]) {
      const answer = await raw(body);
      expect([body.slice(0, 30), answer.statusCode]).toEqual([body.slice(0, 30), 422]);
    }
    expect((await raw('[]'.replace('[]', '['.repeat(200_000) + ']'.repeat(200_000)))).statusCode).toBe(422);
    expect((await raw('{"a":"👩‍⚕️ é"}')).json()).toEqual({ body: { a: '👩‍⚕️ é' } });
  });
});

describe('a problem', () => {
  it('is a document with a stable type, all reasons and the id of the request', async () => {
    const answer = await service.visitor().ask('POST', 'session', { body: { email: 'nobody', extra: 1 } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      type: 'urn:imprimatur:problem:invalid',
      title: 'The input is not valid.',
      status: 422,
    });
    expect(new Set(answer.body.reasons?.map((reason) => reason.code))).toEqual(new Set(['extra', 'email', 'password']));
    expect(answer.body['instance']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of ours tells nothing about our insides', async () => {
    const answer = await service.visitor().ask('GET', 'sample/broken');
    expect([answer.status, answer.headers['content-type']]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(answer.text).not.toMatch(/select|account|leaked/);
  });

  it('is answered for an unknown path too, and for a NUL in one', async () => {
    expect((await service.visitor().ask('GET', 'nowhere')).body.type).toBe('urn:imprimatur:problem:missing');
    const admin = await service.signedIn('admin');
    expect((await admin.ask('DELETE', 'session/list/a%00b')).status).toBe(422);
    expect((await admin.ask('GET', 'session/%zz')).status).toBe(400);
  });
});

describe('a plugin', () => {
  it('gets its check before its handler, since it passes the guard by', async () => {
    const own = await IdentityService.start({}, [], (fastify, app) => {
      void fastify.register(
        withAccess(['admin'], app.get(Authenticator, { strict: false }), async (scope) => {
          scope.get('/api/v1/queues', async () => 'queues');
        }),
      );
    });
    const [nobody, editor, admin] = [own.visitor(), await own.signedIn('editor'), await own.signedIn('admin')];
    const statuses = await Promise.all(
      [nobody, editor, admin].map(async (visitor) => (await visitor.ask('GET', 'queues')).status),
    );
    expect(statuses).toEqual([401, 403, 200]);
    expect((await nobody.ask('GET', 'queues')).headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(own.routes().find((route) => route.url === '/api/v1/queues')?.access).toEqual(['admin']);
    await own.stop();
  });
});

describe('while the database is away', () => {
  it('requests are asked to come back, not told why', async () => {
    const own = await IdentityService.start();
    const visitor = await own.signedIn();
    await own.database.source.destroy();
    const answer = await visitor.ask('GET', 'session');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    await own.database.source.initialize();
    await own.stop();
  });
});
