import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodPassword, IdentityService, type Answer, type Visitor } from '../../test/support/identity-service.js';
import { Accounts } from '../identity/index.js';

let service: IdentityService;
let admin: Visitor & { id: string; email: string };

beforeAll(async () => {
  service = await IdentityService.start();
  admin = await service.signedIn('admin');
});
afterAll(() => service.stop());

const codes = (answer: Answer): string[] => (answer.body.reasons ?? []).map((reason) => reason.code);
const eventsOf = async (id: string): Promise<string[]> => {
  const rows = await service.database.rows<{ name: string }>(
    "select name from event where subject_kind = 'account' and subject_id = $1 order by number",
    [id],
  );
  return rows.map((row) => row.name);
};
const inDays = (days: number): string => new Date(service.clock.now().getTime() + days * 86_400_000).toISOString();
const offences = () => service.database.rows('select * from invariants.chain_broken');

async function guideOwnedBy(ownerId: string): Promise<string> {
  const { id: categoryId } = await service.database.one<{ id: string }>(
    `insert into category (id, slug, name) values (gen_random_uuid(), $1, 'Hair restoration') returning id`,
    [`hair-${ownerId.slice(-12)}`],
  );
  const { id } = await service.database.one<{ id: string }>(
    'insert into guide (id, slug, category_id, owner_id, created_at) values (gen_random_uuid(), $1, $2, $3, $4) returning id',
    [`guide-${ownerId.slice(-12)}`, categoryId, ownerId, service.clock.now()],
  );
  return id;
}

describe('the first admin', () => {
  it('comes from the command line, once', async () => {
    const accounts = service.get(Accounts);
    await expect(accounts.createFirstAdmin('second@guides.example', 'Second Admin', goodPassword)).rejects.toThrow(
      'There is an admin already',
    );
    const { granted_by } = await service.database.one<{ granted_by: string | null }>(
      "select granted_by from account_role where role = 'admin' order by granted_at limit 1",
    );
    expect(granted_by).toBeNull();
  });
});

describe('an account', () => {
  it('is made by an admin, who never learns a password: the owner gets a link', async () => {
    const answer = await admin.ask('POST', 'accounts', {
      body: { email: 'Ines.Okafor@guides.example', name: 'Ines Okafor', postNominals: 'MD' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      email: 'ines.okafor@guides.example',
      name: 'Ines Okafor',
      roles: [],
      version: 1,
    });
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.text).not.toMatch(/password/);
    const mail = (await service.mails()).find((one) => one.to === 'ines.okafor@guides.example')!;
    expect(mail.text).toMatch(/http:\/\/localhost:\d+\/reset#[\w-]{43}/);
    expect(await eventsOf(String(answer.body['id']))).toEqual(['account.created']);
  });

  it('cannot be made twice for one address, nor by anybody else', async () => {
    const { email } = await service.person();
    expect(codes(await admin.ask('POST', 'accounts', { body: { email, name: 'Twin' } }))).toEqual(['email']);
    const director = await service.signedIn('director');
    expect((await director.ask('POST', 'accounts', { body: { email: 'x@guides.example', name: 'X' } })).status).toBe(
      403,
    );
  });

  it('is changed only by who names the version they saw', async () => {
    const { id } = await service.person('editor');
    const { headers } = await admin.ask('GET', `accounts/${id}`);
    const etag = String(headers['etag']);
    expect((await admin.ask('PATCH', `accounts/${id}`, { body: { name: 'No Version' } })).status).toBe(428);
    const changed = await admin.ask('PATCH', `accounts/${id}`, {
      body: { name: 'Amara Diallo' },
      headers: { 'if-match': etag },
    });
    expect([changed.status, changed.body['name']]).toEqual([200, 'Amara Diallo']);
    expect(changed.headers['etag']).not.toBe(etag);
    const stale = await admin.ask('PATCH', `accounts/${id}`, {
      body: { name: 'Other' },
      headers: { 'if-match': etag },
    });
    expect([stale.status, stale.headers['etag']]).toEqual([412, changed.headers['etag']]);
    expect(await eventsOf(id)).toEqual([
      'account.created',
      'account.changed',
      'account.role-granted',
      'account.changed',
    ]);
  });

  it('lets its owner change absence and weekly reviews, but not the name that pages print', async () => {
    const reviewer = await service.signedIn('reviewer');
    const path = `accounts/${reviewer.id}`;
    const any = { 'if-match': '*' };
    const away = await reviewer.ask('PATCH', path, {
      body: { awayFrom: '2027-07-01', awayUntil: '2027-07-14', reviewsPerWeek: 3 },
      headers: any,
    });
    expect(away.body).toMatchObject({ awayFrom: '2027-07-01', awayUntil: '2027-07-14', reviewsPerWeek: 3 });
    expect((await reviewer.ask('PATCH', path, { body: { awayUntil: '2027-06-01' }, headers: any })).status).toBe(422);
    expect((await reviewer.ask('PATCH', path, { body: { postNominals: 'MD, PhD' }, headers: any })).status).toBe(403);
    expect(
      (await reviewer.ask('PATCH', `accounts/${admin.id}`, { body: { reviewsPerWeek: 1 }, headers: any })).status,
    ).toBe(403);
  });

  it('refuses fields that are not its own to set', async () => {
    const { id } = await service.person();
    const answer = await admin.ask('PATCH', `accounts/${id}`, {
      body: { passwordHash: 'x', disabledAt: null },
      headers: { 'if-match': '*' },
    });
    expect([answer.status, codes(answer)]).toEqual([422, ['passwordHash', 'disabledAt']]);
  });

  it('is read by its owner and by who plans or administers people, and by nobody else', async () => {
    const [editor, other, lead] = [
      await service.signedIn('editor'),
      await service.person(),
      await service.signedIn('lead'),
    ];
    expect((await editor.ask('GET', `accounts/${editor.id}`)).status).toBe(200);
    expect((await editor.ask('GET', `accounts/${other.id}`)).status).toBe(403);
    expect((await lead.ask('GET', `accounts/${other.id}`)).status).toBe(200);
    expect((await lead.ask('GET', 'accounts/not-an-id')).status).toBe(404);
  });

  it('never shows what signs in', async () => {
    const { text } = await admin.ask('GET', 'accounts');
    expect(text).not.toMatch(/argon2|password|secret/i);
  });

  it('is listed in pages that neither repeat nor skip', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = null, pages = 0; pages < 50; pages += 1) {
      const page: Answer = await admin.ask('GET', `accounts?limit=3&sort=name${cursor ? `&cursor=${cursor}` : ''}`);
      const { items, next } = page.body as unknown as { items: { id: string }[]; next: string | null };
      seen.push(...items.map((one) => one.id));
      if (next === null) break;
      cursor = next;
    }
    const { count } = await service.database.one<{ count: number }>('select count(*)::int as count from account');
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  });

  it('is not found by a sort, filter or cursor outside the allow-list', async () => {
    for (const query of [
      'sort=password_hash',
      'email=a',
      'limit=0',
      'limit=9999',
      'limit=1&limit=2',
      'cursor=AAAA',
      'disabled=1',
    ]) {
      expect([query, (await admin.ask('GET', `accounts?${query}`)).status]).toEqual([query, 422]);
    }
    const forged = Buffer.from(JSON.stringify(['name', "x' or 1=1", 'not-a-uuid'])).toString('base64url');
    expect((await admin.ask('GET', `accounts?cursor=${forged}`)).status).toBe(422);
  });
});

describe('a role', () => {
  it('is granted by an admin and counts from the next request', async () => {
    const visitor = await service.signedIn();
    const answer = await admin.ask('POST', `accounts/${visitor.id}/roles`, { body: { role: 'verifier' } });
    expect(answer.status).toBe(201);
    expect((await visitor.ask('GET', 'session')).body['roles']).toEqual(['verifier']);
    expect((await admin.ask('DELETE', `accounts/${visitor.id}/roles/${String(answer.body['id'])}`)).status).toBe(204);
    expect((await visitor.ask('GET', 'session')).body['roles']).toEqual([]);
    expect((await eventsOf(visitor.id)).slice(-2)).toEqual(['account.role-granted', 'account.role-revoked']);
  });

  it('is never granted to oneself, not even by an admin', async () => {
    const before = await eventsOf(admin.id);
    expect(codes(await admin.ask('POST', `accounts/${admin.id}/roles`, { body: { role: 'director' } }))).toEqual([
      'self',
    ]);
    expect(await eventsOf(admin.id)).toEqual(before);
  });

  it('is refused with every reason at once', async () => {
    const { id } = await service.person('editor');
    const wanted = { role: 'editor', categoryId: '01890000-0000-7000-8000-000000000000', expiresAt: inDays(-1) };
    const answer = await admin.ask('POST', `accounts/${id}/roles`, { body: wanted });
    expect([answer.status, codes(answer)]).toEqual([409, ['category', 'category', 'expired']]);
  });

  it('of safety names its end, within twelve months', async () => {
    const { id } = await service.person();
    const grant = (expiresAt?: string) =>
      admin.ask('POST', `accounts/${id}/roles`, { body: { role: 'safety', ...(expiresAt ? { expiresAt } : {}) } });
    expect(codes(await grant())).toEqual(['expiry']);
    expect(codes(await grant(inDays(400)))).toEqual(['expiry']);
    expect((await grant(inDays(300))).status).toBe(201);
  });

  it('can be granted again after it expired', async () => {
    const [{ id }, granter] = [await service.person('safety'), await service.person('admin')];
    service.clock.travelBy(31 * 86_400_000);
    const later = service.visitor();
    await later.signIn(granter.email);
    const answer = await later.ask('POST', `accounts/${id}/roles`, { body: { role: 'safety', expiresAt: inDays(30) } });
    expect(answer.status).toBe(201);
    service.clock.return();
  });

  it('of lead can be for one category', async () => {
    const visitor = await service.signedIn();
    const owner = await service.person();
    await guideOwnedBy(owner.id);
    const { category_id } = await service.database.one<{ category_id: string }>(
      'select category_id from guide where owner_id = $1',
      [owner.id],
    );
    await admin.ask('POST', `accounts/${visitor.id}/roles`, { body: { role: 'lead', categoryId: category_id } });
    expect((await visitor.ask('GET', 'session')).body).toMatchObject({ roles: ['lead'], leadOf: [category_id] });
  });

  it('of admin stays with the last admin, whatever two admins try at once', async () => {
    const own = await IdentityService.start();
    const [one, two] = [await own.signedIn('admin'), await own.signedIn('admin')];
    const grants = await own.database.rows<{ id: string; account_id: string }>(
      "select id, account_id from account_role where role = 'admin'",
    );
    const grantOf = (id: string): string => grants.find((grant) => grant.account_id === id)!.id;
    const first = grants.find((grant) => ![one.id, two.id].includes(grant.account_id))!;
    expect((await one.ask('DELETE', `accounts/${first.account_id}/roles/${first.id}`)).status).toBe(204);
    const answers = await Promise.all([
      one.ask('DELETE', `accounts/${two.id}/roles/${grantOf(two.id)}`),
      two.ask('DELETE', `accounts/${one.id}/roles/${grantOf(one.id)}`),
    ]);
    // Refused as the last one, or, when the first had finished by then, as no admin any more.
    const [won, lost] = answers.map((answer) => answer.status).sort();
    expect([won, [403, 409].includes(lost!)]).toEqual([204, true]);
    expect(
      await own.database.rows("select 1 from role_holders($1) where role = 'admin'", [own.clock.now()]),
    ).toHaveLength(1);
    await own.stop();
  });
});

describe('lead, director and safety', () => {
  it('fall to the admins while nobody holds them', async () => {
    const own = await IdentityService.start();
    const boss = await own.signedIn('admin');
    const rolesOf = async () => (await boss.ask('GET', 'session')).body;
    expect(await rolesOf()).toMatchObject({ roles: ['admin', 'director', 'lead', 'safety'], leadOf: 'all' });
    const director = await own.person('director');
    expect(await rolesOf()).toMatchObject({ roles: ['admin', 'lead', 'safety'] });
    await own.database.run('update account set disabled_at = $2 where id = $1', [director.id, own.clock.now()]);
    expect(await rolesOf()).toMatchObject({ roles: ['admin', 'director', 'lead', 'safety'] });
    await own.person('safety');
    expect(await rolesOf()).toMatchObject({ roles: ['admin', 'director', 'lead'] });
    own.clock.travelBy(31 * 86_400_000);
    await boss.signIn(boss.email);
    expect(await rolesOf()).toMatchObject({ roles: ['admin', 'director', 'lead', 'safety'] });
    await own.stop();
  });
});

describe('disabling an account', () => {
  it('ends its sessions and tokens at once, and hands its guides to the successor in the same act', async () => {
    const [leaver, successor] = [await service.signedIn('editor'), await service.person('editor')];
    const guideId = await guideOwnedBy(leaver.id);
    const { token } = (await leaver.ask('POST', 'tokens', { body: { name: 'export', expiresAt: inDays(10) } }))
      .body as { token?: string };
    const program = service.visitor();
    program.token = token;
    expect((await program.ask('GET', 'session')).status).toBe(200);

    const path = `accounts/${leaver.id}/disablement`;
    expect(codes(await admin.ask('POST', path, { body: { reason: 'Left the publisher' } }))).toEqual(['successor']);
    expect(
      (await admin.ask('POST', path, { body: { reason: 'Left the publisher', successorId: successor.id } })).status,
    ).toBe(204);

    expect((await leaver.ask('GET', 'session')).status).toBe(401);
    expect((await program.ask('GET', 'session')).status).toBe(401);
    expect((await leaver.signIn(leaver.email)).status).toBe(401);
    expect(await service.database.one('select owner_id, version from guide where id = $1', [guideId])).toEqual({
      owner_id: successor.id,
      version: 2,
    });
    const { payload } = await service.database.one<{ payload: unknown }>(
      "select payload from event where name = 'account.disabled' and subject_id = $1",
      [leaver.id],
    );
    expect(payload).toEqual({ successorId: successor.id, guides: [guideId], reviews: [] });

    expect((await admin.ask('DELETE', path)).status).toBe(204);
    expect((await leaver.ask('GET', 'session')).status).toBe(401);
    expect((await program.ask('GET', 'session')).status).toBe(401);
    expect((await leaver.signIn(leaver.email)).status).toBe(201);
  });

  it('needs a successor who is active and may edit, and is nobody’s own act', async () => {
    const [leaver, reader] = [await service.person('editor'), await service.person()];
    await guideOwnedBy(leaver.id);
    const disable = (id: string, successorId: string) =>
      admin.ask('POST', `accounts/${id}/disablement`, { body: { reason: 'Left', successorId } });
    expect(codes(await disable(leaver.id, reader.id))).toEqual(['successor']);
    expect(codes(await disable(leaver.id, leaver.id))).toEqual(['successor']);
    expect(codes(await disable(admin.id, leaver.id))).toEqual(['self']);
    expect(await eventsOf(leaver.id)).not.toContain('account.disabled');
  });

  it('leaves one of two who would disable each other at once', async () => {
    const own = await IdentityService.start();
    const [one, two] = [await own.signedIn('admin', 'editor'), await own.signedIn('admin', 'editor')];
    const disable = (by: Visitor, id: string, successorId: string) =>
      by.ask('POST', `accounts/${id}/disablement`, { body: { reason: 'Left', successorId } });
    await own.database.run("update account_role set revoked_at = $1 where role = 'admin' and granted_by is null", [
      own.clock.now(),
    ]);
    const answers = await Promise.all([disable(one, two.id, one.id), disable(two, one.id, two.id)]);
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
    await own.stop();
  });
});

describe('the credential register', () => {
  const found = {
    specialty: 'dermatology',
    kind: 'license',
    authority: 'Example Medical Board',
    region: 'NY',
    number: 'D-555-0101',
    standing: 'verified',
    expiresOn: '2099-12-31',
    evidence: 'Looked up in the board’s register.',
  };
  beforeAll(() =>
    service.database.run(
      "insert into specialty (slug, name, practitioner) values ('dermatology', 'Dermatology', 'dermatologist') on conflict do nothing",
    ),
  );

  it('makes a reviewer eligible in a specialty, and keeps what was known before', async () => {
    const [verifier, reviewer] = [await service.signedIn('verifier'), await service.signedIn('reviewer')];
    const path = `accounts/${reviewer.id}/credentials`;
    const recorded = await verifier.ask('POST', path, { body: found });
    expect(recorded.status).toBe(201);
    expect((await reviewer.ask('GET', `accounts/${reviewer.id}`)).body['specialties']).toEqual(['dermatology']);
    const standing = { standing: 'provisional', evidence: 'Reported suspended.' };
    expect(
      (await verifier.ask('POST', `${path}/${String(recorded.body['id'])}/standings`, { body: standing })).status,
    ).toBe(204);
    expect((await reviewer.ask('GET', `accounts/${reviewer.id}`)).body['specialties']).toEqual([]);
    const { items } = (await reviewer.ask('GET', path)).body as unknown as {
      items: { standings: { standing: string }[] }[];
    };
    expect(items[0]!.standings.map((one) => one.standing)).toEqual(['provisional', 'verified']);
    expect(await eventsOf(reviewer.id)).toContain('account.credential-recorded');
  });

  it('is never written for oneself, by no role, and by nobody but verifiers and admins', async () => {
    const [verifier, lead, other] = [
      await service.signedIn('verifier', 'reviewer'),
      await service.signedIn('lead'),
      await service.person('reviewer'),
    ];
    expect(codes(await verifier.ask('POST', `accounts/${verifier.id}/credentials`, { body: found }))).toEqual(['self']);
    expect(codes(await admin.ask('POST', `accounts/${admin.id}/credentials`, { body: found }))).toEqual(['self']);
    expect((await lead.ask('POST', `accounts/${other.id}/credentials`, { body: found })).status).toBe(403);
  });

  it('refuses a credential twice, an unknown specialty, and what is not so yet', async () => {
    const [verifier, reviewer] = [await service.signedIn('verifier'), await service.person('reviewer')];
    const record = (change: object) =>
      verifier.ask('POST', `accounts/${reviewer.id}/credentials`, { body: { ...found, ...change } });
    expect((await record({})).status).toBe(201);
    expect(codes(await record({}))).toEqual(['recorded']);
    expect((await record({ specialty: 'alchemy' })).status).toBe(422);
    expect((await record({ number: 'D-2', effectiveAt: inDays(1) })).status).toBe(422);
    expect((await record({ number: 'D-2', expiresOn: '2027-02-30' })).status).toBe(422);
  });

  it('cannot be changed by the service after the fact', async () => {
    await expect(service.database.run("update credential_standing set standing = 'verified'")).rejects.toThrow(
      'permission denied',
    );
    await expect(service.database.run('delete from credential_standing')).rejects.toThrow('permission denied');
  });
});

it('leaves every chain of events whole', async () => {
  expect(await offences()).toEqual([]);
});
