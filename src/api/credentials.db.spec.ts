import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodPassword, IdentityService, type Answer } from '../../test/support/identity-service.js';

const nextPassword = 'Granite-Harbor-7-swallows';
let service: IdentityService;

beforeAll(async () => {
  service = await IdentityService.start();
});
afterAll(() => service.stop());

const codes = (answer: Answer): string[] => (answer.body.reasons ?? []).map((reason) => reason.code);
const askReset = (email: string, network?: string) =>
  service.visitor(network).ask('POST', 'password-resets', { body: { email } });
const complete = (token: string, newPassword = nextPassword) =>
  service.visitor().ask('POST', 'password-resets/completion', { body: { token, newPassword } });
const mailsTo = async (email: string) =>
  (await service.mails()).filter((mail) => mail.to === email && mail.subject === 'Set a new password');
const linkIn = (mail: { text: string }): string => /\/reset#([\w-]+)/.exec(mail.text)![1]!;

async function resetTokenFor(email: string): Promise<string> {
  const before = new Set((await mailsTo(email)).map(linkIn));
  await askReset(email);
  return (await mailsTo(email)).map(linkIn).find((link) => !before.has(link))!;
}

describe('changing the password', () => {
  it('ends every other session and keeps this one', async () => {
    const visitor = await service.signedIn();
    const other = service.visitor();
    await other.signIn(visitor.email);
    const answer = await visitor.ask('PUT', 'password', {
      body: { password: goodPassword, newPassword: nextPassword },
    });
    expect(answer.status).toBe(204);
    expect((await visitor.ask('GET', 'session')).status).toBe(200);
    expect((await other.ask('GET', 'session')).status).toBe(401);
    expect((await other.signIn(visitor.email)).status).toBe(401);
    expect((await other.signIn(visitor.email, nextPassword)).status).toBe(201);
  });

  it('needs the old one, tried at most five times in five minutes', async () => {
    const visitor = await service.signedIn();
    const change = () =>
      visitor.ask('PUT', 'password', { body: { password: 'not-the-password-9', newPassword: nextPassword } });
    for (let n = 0; n < 5; n += 1) expect(codes(await change())).toEqual(['credentials']);
    expect((await change()).status).toBe(429);
    expect((await visitor.reauthenticate()).status).toBe(429);
  });

  it('refuses one that is easy to guess, with all reasons', async () => {
    const visitor = await service.signedIn();
    const answer = await visitor.ask('PUT', 'password', { body: { password: goodPassword, newPassword: '1111' } });
    expect([answer.status, codes(answer).length]).toEqual([422, 3]);
    expect((await service.visitor().signIn(visitor.email)).status).toBe(201);
  });

  it('is recorded as a change of the account, without the password', async () => {
    const visitor = await service.signedIn();
    await visitor.ask('PUT', 'password', { body: { password: goodPassword, newPassword: nextPassword } });
    const events = await service.database.rows('select * from event where subject_id = $1', [visitor.id]);
    expect(events.at(-1)).toMatchObject({
      name: 'account.changed',
      actor_id: visitor.id,
      payload: { fields: ['password'] },
    });
    expect(JSON.stringify(events)).not.toMatch(/argon2|Granite|tidal/);
  });
});

describe('a password reset', () => {
  it('answers alike for known, unknown and disabled addresses, and mails only the known', async () => {
    const [known, disabled] = [await service.person(), await service.person()];
    await service.database.run('update account set disabled_at = $2 where id = $1', [disabled.id, service.clock.now()]);
    const answers = await Promise.all(
      [known.email, disabled.email, 'nobody@guides.example'].map((email) => askReset(email)),
    );
    expect(answers.map((answer) => [answer.status, answer.text])).toEqual(Array(3).fill([202, answers[0]!.text]));
    expect(
      [await mailsTo(known.email), await mailsTo(disabled.email), await mailsTo('nobody@guides.example')].map(
        (mails) => mails.length,
      ),
    ).toEqual([1, 0, 0]);
  });

  it('sends the token in the fragment of a link and stores its hash', async () => {
    const { id, email } = await service.person();
    const token = await resetTokenFor(email);
    const [mail] = await mailsTo(email);
    expect(mail!.text).toContain(`${service.config.publicUrl}/reset#${token}`);
    expect(
      JSON.stringify(await service.database.rows('select * from password_reset where account_id = $1', [id])),
    ).not.toContain(token);
  });

  it('sets the password once and ends every session', async () => {
    const visitor = await service.signedIn();
    const token = await resetTokenFor(visitor.email);
    expect((await complete(token)).status).toBe(204);
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
    expect((await visitor.signIn(visitor.email, nextPassword)).status).toBe(201);
    expect(codes(await complete(token, 'Another-quiet-meadow-3'))).toEqual(['link']);
    expect((await visitor.signIn(visitor.email, nextPassword)).status).toBe(201);
  });

  it('sets one password when the link is used twice at once', async () => {
    const { email } = await service.person();
    const token = await resetTokenFor(email);
    const answers = await Promise.all([
      complete(token, 'First-quiet-meadow-31'),
      complete(token, 'Second-quiet-meadow-31'),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
  });

  it('expires after thirty minutes', async () => {
    const { email } = await service.person();
    const token = await resetTokenFor(email);
    service.clock.travelBy(30 * 60_000 + 1000);
    expect(codes(await complete(token))).toEqual(['link']);
    service.clock.return();
  });

  it('makes the link before it worthless', async () => {
    const { email } = await service.person();
    const first = await resetTokenFor(email);
    const second = await resetTokenFor(email);
    expect(codes(await complete(first))).toEqual(['link']);
    expect((await complete(second)).status).toBe(204);
  });

  it('leaves the link usable when the password was too weak', async () => {
    const { email } = await service.person();
    const token = await resetTokenFor(email);
    expect((await complete(token, 'short')).status).toBe(422);
    expect((await complete(token)).status).toBe(204);
  });

  it('does not get around the authenticator', async () => {
    const { id, email } = await service.person();
    await service.database.run("update account set totp_secret_sealed = 'x', totp_confirmed_at = $2 where id = $1", [
      id,
      service.clock.now(),
    ]);
    expect((await complete(await resetTokenFor(email))).status).toBe(204);
    expect((await service.visitor().signIn(email, nextPassword)).body.type).toBe(
      'urn:imprimatur:problem:second-factor-needed',
    );
  });

  it('mails one address at most three times an hour, silently', async () => {
    const { email } = await service.person();
    for (let n = 0; n < 5; n += 1) expect((await askReset(email)).status).toBe(202);
    expect(await mailsTo(email)).toHaveLength(3);
  });

  it('is limited by network, whatever the address', async () => {
    await service.database.run("delete from rate_limit where key like 'reset-network:%'");
    const network = '203.0.113.60';
    expect((await askReset('a@guides.example', network)).status).toBe(202);
    await service.database.run("update rate_limit set points = 30 where key like 'reset-network:%'");
    expect((await askReset('b@guides.example', network)).status).toBe(429);
    expect((await askReset('b@guides.example', '203.0.113.61')).status).toBe(202);
  });
});

describe('an API token', () => {
  const inDays = (days: number): string => new Date(service.clock.now().getTime() + days * 86_400_000).toISOString();

  const program = async () => {
    const owner = await service.signedIn('admin', 'verifier');
    const created = await owner.ask('POST', 'tokens', { body: { name: 'nightly export', expiresAt: inDays(90) } });
    const visitor = service.visitor();
    visitor.token = String(created.body['token']);
    return { owner, visitor, created };
  };

  it('carries the roles of its account and is shown once', async () => {
    const { owner, visitor, created } = await program();
    expect([created.status, created.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(visitor.token).toMatch(/^imp_[\w-]{43}$/);
    expect((await visitor.ask('GET', 'session')).body).toMatchObject({
      accountId: owner.id,
      via: 'token',
      method: 'token',
    });
    expect((await owner.ask('GET', 'tokens')).text).not.toContain(visitor.token);
    expect(JSON.stringify(await service.database.rows('select * from api_token'))).not.toContain(
      visitor.token!.slice(4),
    );
  });

  it('may not manage passwords, sessions, authenticators, tokens, roles or accounts, nor re-authenticate', async () => {
    const { owner, visitor } = await program();
    const other = await service.person();
    const attempts: [string, string, object?][] = [
      ['PUT', 'password', { password: goodPassword, newPassword: nextPassword }],
      ['POST', 'session/reauthentication', { password: goodPassword }],
      ['GET', 'session/list'],
      ['POST', 'totp'],
      ['DELETE', 'totp'],
      ['GET', 'tokens'],
      ['POST', 'tokens', { name: 'more', expiresAt: inDays(1) }],
      ['POST', `accounts/${other.id}/roles`, { role: 'editor' }],
      ['POST', `accounts/${other.id}/disablement`, { reason: 'Left' }],
      ['POST', `accounts/${other.id}/totp-removal`, { reason: 'Lost' }],
      ['POST', 'accounts', { email: 'new@guides.example', name: 'New' }],
    ];
    for (const [method, path, body] of attempts) {
      expect([path, (await visitor.ask(method, path, body ? { body } : {})).status]).toEqual([path, 403]);
    }
    const refusals = await service.database.rows(
      "select 1 from security_log where account_id = $1 and kind = 'forbidden'",
      [owner.id],
    );
    expect(refusals).toHaveLength(attempts.length);
  });

  it('stops with the next request once it is revoked, and for good once it expires', async () => {
    const { owner, visitor, created } = await program();
    const second = await owner.ask('POST', 'tokens', { body: { name: 'short', expiresAt: inDays(1) } });
    expect((await owner.ask('DELETE', `tokens/${String(created.body['id'])}`)).status).toBe(204);
    const answer = await visitor.ask('GET', 'session');
    expect(answer.status).toBe(401);
    visitor.token = String(second.body['token']);
    expect((await visitor.ask('GET', 'session')).status).toBe(200);
    service.clock.travelBy(86_400_001);
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
    service.clock.return();
  });

  it('is revoked by nobody but its owner', async () => {
    const { created } = await program();
    const other = await service.signedIn('admin');
    expect((await other.ask('DELETE', `tokens/${String(created.body['id'])}`)).status).toBe(404);
  });

  it('is made only after re-authentication, for at most a year', async () => {
    const person = await service.person();
    const visitor = service.visitor();
    await visitor.signIn(person.email);
    const create = (days: number) =>
      visitor.ask('POST', 'tokens', { body: { name: 'export', expiresAt: inDays(days) } });
    expect(codes(await create(10))).toEqual(['reauthentication']);
    await visitor.reauthenticate();
    expect((await create(366)).status).toBe(422);
    expect((await create(-1)).status).toBe(422);
    expect((await create(364)).status).toBe(201);
  });

  it('that does not work is never made up for by a cookie', async () => {
    const visitor = await service.signedIn();
    visitor.token = 'imp_unknown';
    expect((await visitor.ask('GET', 'session')).status).toBe(401);
  });
});

describe('an authenticator that was lost', () => {
  it('is removed by another admin, for a reason, and ends that person’s sessions', async () => {
    const [admin, person] = [await service.signedIn('admin'), await service.signedIn()];
    await service.database.run("update account set totp_secret_sealed = 'x', totp_confirmed_at = $2 where id = $1", [
      person.id,
      service.clock.now(),
    ]);
    expect(
      (
        await admin.ask('POST', `accounts/${person.id}/totp-removal`, {
          body: { reason: 'Phone lost, identity checked by call' },
        })
      ).status,
    ).toBe(204);
    expect((await person.ask('GET', 'session')).status).toBe(401);
    expect((await person.signIn(person.email)).status).toBe(201);
    expect(codes(await admin.ask('POST', `accounts/${admin.id}/totp-removal`, { body: { reason: 'My own' } }))).toEqual(
      ['self'],
    );
  });
});
