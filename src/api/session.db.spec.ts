import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { goodPassword, IdentityService } from '../../test/support/identity-service.js';
import { IdentityPurge } from '../identity/index.js';

const hour = 3_600_000;
let service: IdentityService;

beforeAll(async () => {
  service = await IdentityService.start();
});
afterAll(() => service.stop());

describe('signing in', () => {
  it('opens a session in a cookie that scripts cannot read', async () => {
    const { email, id } = await service.person('editor');
    const visitor = service.visitor();
    const answer = await visitor.signIn(email.toUpperCase());
    expect(answer.status).toBe(201);
    expect(answer.headers['set-cookie']).toMatch(
      /^imprimatur=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await visitor.ask('GET', 'session')).body).toMatchObject({
      accountId: id,
      roles: ['editor'],
      via: 'session',
    });
  });

  it('stores a hash of the session, never its secret', async () => {
    const visitor = await service.signedIn();
    const secret = visitor.cookie!.split('=')[1]!;
    const rows = await service.database.rows('select * from session');
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('answers alike for an unknown address, a wrong password and a disabled account', async () => {
    const known = await service.person();
    const disabled = await service.person();
    await service.database.run('update account set disabled_at = $2 where id = $1', [disabled.id, service.clock.now()]);
    const answers = [
      await service.visitor('203.0.113.1').signIn('nobody@guides.example'),
      await service.visitor('203.0.113.1').signIn(known.email, 'not-the-password-9'),
      await service.visitor('203.0.113.1').signIn(disabled.email),
    ];
    const bodies = answers.map(({ status, body: { instance: _, ...body } }) => ({ status, body }));
    expect(bodies[0]!.status).toBe(401);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('takes about as long for an unknown address as for a wrong password', async () => {
    const known = await service.person();
    const time = async (email: string, network: string): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < 9; n += 1) {
        const start = performance.now();
        await service.visitor(network).signIn(email, 'not-the-password-9');
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4]!;
    };
    const unknown = await time('nobody-else@guides.example', '203.0.113.2');
    const wrong = await time(known.email, '203.0.113.3');
    expect(unknown).toBeGreaterThan(wrong / 3);
    expect(unknown).toBeLessThan(wrong * 3);
  });

  it('gives a new secret and ends the session the browser had', async () => {
    const visitor = await service.signedIn();
    const old = visitor.cookie!;
    await visitor.signIn(visitor.email);
    expect(visitor.cookie).not.toBe(old);
    const thief = service.visitor();
    thief.cookie = old;
    expect((await thief.ask('GET', 'session')).status).toBe(401);
  });

  it('never takes a session from a secret that the client chose', async () => {
    const { email } = await service.person();
    const visitor = service.visitor();
    visitor.cookie = `imprimatur=${'A'.repeat(43)}`;
    await visitor.signIn(email);
    expect(visitor.cookie).not.toContain('AAAA');
  });

  it('records sign-ins and refusals beside the chain, without address or network in clear', async () => {
    const { id, email } = await service.person();
    await service.visitor('203.0.113.9').signIn(email, 'not-the-password-9');
    await service.visitor('203.0.113.9').signIn(email);
    const log = await service.database.rows<{ kind: string }>(
      'select * from security_log where account_id = $1 order by id',
      [id],
    );
    expect(log.map((row) => row.kind)).toEqual(['password-changed', 'sign-in-refused', 'signed-in']);
    expect(JSON.stringify(log)).not.toMatch(/203\.0\.113|guides\.example|not-the-password/);
    expect(await service.database.rows("select 1 from event where name like '%sign%'")).toEqual([]);
  });
});

describe('limits', () => {
  it('stop the eleventh try for one address from one network, and say when to come back', async () => {
    const { email } = await service.person();
    const visitor = service.visitor('203.0.113.20');
    for (let n = 0; n < 10; n += 1) expect((await visitor.signIn(email, 'not-the-password-9')).status).toBe(401);
    const answer = await visitor.signIn(email);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await service.visitor('203.0.113.21').signIn(email)).status).toBe(201);
  });

  it('count tries made at once', async () => {
    const visitors = Array.from({ length: 20 }, () => service.visitor('203.0.113.22'));
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.signIn('crowd@guides.example', 'not-the-password-9')),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(10);
  });

  it('stop tries for one account from many networks, whether the address is known or not', async () => {
    const { email } = await service.person();
    for (const address of [email, 'unheard-of@guides.example']) {
      await service.database.run('delete from rate_limit');
      expect((await service.visitor('192.0.2.1').signIn(address, 'not-the-password-9')).status).toBe(401);
      await service.database.run("update rate_limit set points = 40 where key like 'address:%'");
      expect((await service.visitor('192.0.2.2').signIn(address, 'not-the-password-9')).status).toBe(429);
    }
  });

  it('stop one network that varies the address', async () => {
    const network = '198.18.0.1';
    const first = await service.visitor(network).signIn('a0@guides.example', 'x');
    expect(first.status).toBe(401);
    await service.database.run("update rate_limit set points = 200 where key like 'network:%'");
    expect((await service.visitor(network).signIn('a1@guides.example', 'x')).status).toBe(429);
    await service.database.run('delete from rate_limit');
  });

  it('do not count a forwarded address that no trusted proxy vouches for', async () => {
    const visitor = service.visitor('203.0.113.30');
    const tries = Array.from({ length: 11 }, (_, n) =>
      visitor.ask('POST', 'session', {
        body: { email: 'forwarded@guides.example', password: 'x' },
        headers: { 'x-forwarded-for': `10.0.0.${n}` },
      }),
    );
    expect((await Promise.all(tries)).some((answer) => answer.status === 429)).toBe(true);
  });

  it('do not hold a sign-in that worked against the next one', async () => {
    const { email } = await service.person();
    for (let n = 0; n < 12; n += 1) expect((await service.visitor('203.0.113.31').signIn(email)).status).toBe(201);
  });
});

describe('a session', () => {
  it('ends after twelve idle hours', async () => {
    const visitor = await service.signedIn();
    service.clock.travelBy(11 * hour);
    expect((await visitor.ask('GET', 'session')).status).toBe(200);
    service.clock.travelBy(11 * hour);
    expect((await visitor.ask('GET', 'session')).status).toBe(200);
    service.clock.travelBy(12 * hour + 1000);
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
    service.clock.return();
  });

  it('ends seven days after sign-in, however busy', async () => {
    const visitor = await service.signedIn();
    for (let n = 0; n < 16; n += 1) {
      service.clock.travelBy(10 * hour);
      expect((await visitor.ask('GET', 'session')).status).toBe(200);
    }
    service.clock.travelBy(9 * hour);
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
    service.clock.return();
  });

  it('notes at most once a minute that it was seen', async () => {
    const visitor = await service.signedIn();
    const seen = () =>
      service.database.one<{ seen_at: Date }>('select max(seen_at) as seen_at from session where account_id = $1', [
        visitor.id,
      ]);
    const before = await seen();
    await visitor.ask('GET', 'session');
    expect(await seen()).toEqual(before);
    service.clock.travelBy(61_000);
    await visitor.ask('GET', 'session');
    expect((await seen()).seen_at.getTime()).toBeGreaterThan(before.seen_at.getTime());
    service.clock.return();
  });

  it('is gone after signing out, also for a copy of the cookie', async () => {
    const visitor = await service.signedIn();
    const copy = service.visitor();
    copy.cookie = visitor.cookie;
    expect((await visitor.ask('DELETE', 'session')).status).toBe(204);
    expect((await copy.ask('GET', 'session')).status).toBe(401);
  });

  it('is listed for its owner, who can end another one but not a stranger’s', async () => {
    const visitor = await service.signedIn();
    const laptop = service.visitor();
    await laptop.signIn(visitor.email);
    const { items } = (await visitor.ask('GET', 'session/list')).body as {
      items: { id: string; current: boolean }[];
    } & Record<string, unknown>;
    expect(items.map((entry) => entry.current).sort()).toEqual([false, true]);
    const other = items.find((entry) => !entry.current)!;
    expect((await (await service.signedIn()).ask('DELETE', `session/list/${other.id}`)).status).toBe(404);
    expect((await visitor.ask('DELETE', `session/list/${other.id}`)).status).toBe(204);
    expect((await laptop.ask('GET', 'session')).status).toBe(401);
  });

  it('sees a dropped role and a disabled account with the next request', async () => {
    const visitor = await service.signedIn('editor', 'verifier');
    await service.database.run("update account_role set revoked_at = $2 where account_id = $1 and role = 'verifier'", [
      visitor.id,
      service.clock.now(),
    ]);
    expect((await visitor.ask('GET', 'session')).body['roles']).toEqual(['editor']);
    expect((await visitor.ask('GET', 'accounts')).status).toBe(403);
    await service.database.run('update account set disabled_at = $2 where id = $1', [visitor.id, service.clock.now()]);
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
  });

  it('loses a role at the instant it expires', async () => {
    const visitor = await service.signedIn('safety');
    expect((await visitor.ask('GET', 'session')).body['roles']).toEqual(['safety']);
    await service.database.run('update account_role set expires_at = $2 where account_id = $1', [
      visitor.id,
      service.clock.now(),
    ]);
    expect((await visitor.ask('GET', 'session')).body['roles']).toEqual([]);
  });
});

describe('what has served its time', () => {
  it('is deleted: ended sessions and links at once, the security log after a year', async () => {
    const own = await IdentityService.start();
    const gone = await own.signedIn();
    own.clock.travelBy(200 * 24 * hour);
    const present = await own.signedIn();
    const left = async () => {
      await own.get(IdentityPurge).run();
      const sessions = await own.database.rows<{ account_id: string }>('select account_id from session');
      const log = await own.database.rows<{ kind: string }>("select kind from security_log where kind = 'signed-in'");
      return { sessions: sessions.map((row) => row.account_id), signIns: log.length };
    };
    expect(await left()).toEqual({ sessions: [present.id], signIns: 2 });
    own.clock.travelBy(166 * 24 * hour);
    expect(await left()).toEqual({ sessions: [], signIns: 1 });
    expect(await own.database.rows('select 1 from password_reset')).toEqual([]);
    expect(gone.id).not.toBe(present.id);
    await own.stop();
  });
});

describe('re-authentication', () => {
  it('is not implied by signing in, and lasts for the session that did it', async () => {
    const person = await service.person();
    const visitor = service.visitor();
    await visitor.signIn(person.email);
    expect((await visitor.ask('GET', 'session')).body['reauthenticatedAt']).toBeNull();
    expect((await visitor.reauthenticate()).status).toBe(200);
    expect((await visitor.ask('GET', 'session')).body['reauthenticatedAt']).not.toBeNull();
    const other = service.visitor();
    await other.signIn(person.email);
    expect((await other.ask('GET', 'session')).body['reauthenticatedAt']).toBeNull();
  });

  it('allows five tries in five minutes an account, over all its sessions', async () => {
    const person = await service.person();
    const visitors = [service.visitor(), service.visitor('203.0.113.40')];
    for (const visitor of visitors) await visitor.signIn(person.email);
    for (let n = 0; n < 5; n += 1) {
      const answer = await visitors[n % 2]!.reauthenticate('not-the-password-9');
      expect([answer.status, answer.body.reasons?.[0]?.code]).toEqual([409, 'credentials']);
    }
    expect((await visitors[0]!.reauthenticate()).status).toBe(429);
    expect((await visitors[0]!.ask('GET', 'session')).status).toBe(200);
    const refused = await service.database.rows(
      "select 1 from security_log where account_id = $1 and kind = 'reauthentication-refused'",
      [person.id],
    );
    expect(refused).toHaveLength(5);
  });

  it('counts five tries made at once', async () => {
    const visitor = await service.signedIn();
    const answers = await Promise.all(Array.from({ length: 12 }, () => visitor.reauthenticate('not-the-password-9')));
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(5);
  });
});

describe('an authenticator', () => {
  // Each test begins with a step of its own, so that none crosses into the next one half-way.
  beforeEach(() => service.clock.travelTo(new Date(Math.ceil(service.clock.now().getTime() / 30_000) * 30_000)));

  const at = () => Math.floor(service.clock.now().getTime() / 1000);
  const codeFor = (secret: string, steps = 0) => generateSync({ secret, epoch: at() + steps * 30 });

  const enrolled = async () => {
    const visitor = await service.signedIn();
    const { secret } = (await visitor.ask('POST', 'totp')).body as { secret: string } & Record<string, unknown>;
    const answer = await visitor.ask('POST', 'totp/confirmation', { body: { totp: codeFor(secret, -1) } });
    expect(answer.status).toBe(204);
    return { visitor, secret };
  };

  it('is asked for at sign-in once a code of it was confirmed', async () => {
    const { visitor, secret } = await enrolled();
    const without = await service.visitor().signIn(visitor.email);
    expect([without.status, without.body.type]).toEqual([401, 'urn:imprimatur:problem:second-factor-needed']);
    const answer = await service.visitor().signIn(visitor.email, goodPassword, codeFor(secret));
    expect(answer.body).toMatchObject({ method: 'password+totp' });
  });

  it('does not tell by asking for a code whether an address is known', async () => {
    const { visitor } = await enrolled();
    const answer = await service.visitor().signIn(visitor.email, 'not-the-password-9');
    expect(answer.body.type).toBe('urn:imprimatur:problem:unauthenticated');
  });

  it('gives codes that work once, also when two sign-ins show it at the same instant', async () => {
    const { visitor, secret } = await enrolled();
    const code = codeFor(secret);
    const answers = await Promise.all([1, 2, 3].map(() => service.visitor().signIn(visitor.email, goodPassword, code)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
    expect((await visitor.reauthenticate(goodPassword, code)).status).toBe(409);
  });

  it('is allowed one step of drift and no more', async () => {
    const { visitor, secret } = await enrolled();
    expect((await service.visitor().signIn(visitor.email, goodPassword, codeFor(secret, 2))).status).toBe(401);
    expect((await service.visitor().signIn(visitor.email, goodPassword, codeFor(secret, 1))).status).toBe(201);
    expect((await service.visitor().signIn(visitor.email, goodPassword, codeFor(secret, 0))).status).toBe(401);
  });

  it('ends every other session when it is enrolled', async () => {
    const visitor = await service.signedIn();
    const other = service.visitor();
    await other.signIn(visitor.email);
    const { secret } = (await visitor.ask('POST', 'totp')).body as { secret: string } & Record<string, unknown>;
    expect((await other.ask('GET', 'session')).status).toBe(200);
    await visitor.ask('POST', 'totp/confirmation', { body: { totp: codeFor(secret) } });
    expect((await other.ask('GET', 'session')).status).toBe(401);
    expect((await visitor.ask('GET', 'session')).status).toBe(200);
  });

  it('is stored sealed and shown once', async () => {
    const { visitor, secret } = await enrolled();
    const rows = await service.database.rows('select * from account where id = $1', [visitor.id]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect((await visitor.ask('POST', 'totp')).status).toBe(409);
  });

  it('is enrolled and removed only after re-authentication, which then needs a code', async () => {
    const person = await service.person();
    const fresh = service.visitor();
    await fresh.signIn(person.email);
    expect((await fresh.ask('POST', 'totp')).body.reasons?.[0]?.code).toBe('reauthentication');
    const { visitor, secret } = await enrolled();
    service.clock.travelBy(6 * 60_000);
    expect((await visitor.ask('DELETE', 'totp')).status).toBe(409);
    expect((await visitor.reauthenticate()).body.reasons?.[0]?.code).toBe('code-needed');
    expect((await visitor.reauthenticate(goodPassword, codeFor(secret))).status).toBe(200);
    expect((await visitor.ask('DELETE', 'totp')).status).toBe(204);
    expect((await service.visitor().signIn(visitor.email)).status).toBe(201);
  });
});
