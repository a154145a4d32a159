import { Accounts, Credentials, Passwords, Roles, type Actor, type Role } from '../src/identity/index.js';
import { Categories } from '../src/guides/index.js';
import { Database } from '../src/platform/database.js';
import type { Service } from '../src/service.js';

export const password = 'granite-harbor-77-willow';

/** Who the benchmarks act as. */
export interface BenchCast {
  editor: Actor;
  reviewer: Actor;
  lead: Actor;
  categoryId: string;
}

/** Makes three people and one category through the real services. */
export async function makeCast(service: Service): Promise<BenchCast> {
  const get = <T>(token: abstract new (...args: never[]) => T): T => service.app.get(token as never);
  const adminId = await get(Accounts).createFirstAdmin('admin@bench.example', 'Bench Admin', password);
  const admin = actor(adminId, 'Bench Admin', ['admin', 'verifier']);
  const join = async (name: string, role: Role): Promise<Actor> => {
    const email = `${name.toLowerCase()}@bench.example`;
    const id = await get(Accounts).create(admin, { email, name, postNominals: role === 'reviewer' ? 'MD' : '' });
    await get(Passwords).setPassword(email, password);
    await get(Roles).grant(admin, id, { role });
    return actor(id, name, [role]);
  };
  const { id: categoryId } = await get(Categories).create(
    {
      slug: 'hair-restoration',
      name: 'Hair restoration',
      cadenceMonths: 12,
      specialties: ['dermatology', 'plastic-surgery'],
    },
    admin,
  );
  const cast = {
    editor: await join('Editor', 'editor'),
    reviewer: await join('Reviewer', 'reviewer'),
    lead: await join('Lead', 'lead'),
    categoryId,
  };
  await get(Credentials).record(admin, cast.reviewer.accountId, {
    kind: 'license',
    specialty: 'dermatology',
    authority: 'Board',
    region: 'California',
    number: 'CA-1',
    standing: 'verified',
    expiresOn: '2099-01-01',
    evidence: 'bench',
  });
  await get(Database).run('update account set reviews_per_week = 100');
  return cast;
}

function actor(accountId: string, name: string, roles: Role[]): Actor {
  return {
    accountId,
    name,
    postNominals: '',
    email: `${name.toLowerCase()}@bench.example`,
    roles: new Set(roles),
    leadOf: roles.includes('lead') ? 'all' : [],
    via: 'session',
    sessionHash: null,
    reauthenticatedAt: new Date(),
    method: 'password',
    requestId: 'bench',
  };
}
