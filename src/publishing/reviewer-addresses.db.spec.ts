import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, buildCategory } from '../../test/support/build.js';
import { buildLiveGuide } from '../../test/support/build-guide.js';
import { startTestService, type TestService } from '../../test/support/service.js';

let test: TestService;
beforeAll(async () => {
  test = await startTestService({ ROLE: 'web' });
  // Signed in before anything may stop: these specs are over sooner than that takes.
  await test.people.adminPerson;
});
afterAll(() => test.stop());

describe('The address of a reviewer', () => {
  it.each([
    ['Rosa Delgado', 'rosa-delgado'],
    ['Zoë O’Neill-Łukasz', 'zoe-oneill-lukasz'],
    ["Søren D'Arcy  Ðorđe", 'soren-darcy-dorde'],
    ['Weiß Æsa', 'weiss-aesa'],
    ['  Jo.  ', 'jo'],
    ['李小龍', 'reviewer'],
    ['../../etc', 'etc'],
    ['long '.repeat(20), `${'long-'.repeat(15)}long`],
  ])('of %p is %s', async (name, slug) => {
    expect(await test.database.one('select name_as_slug($1) as slug', [name])).toEqual({ slug });
  });

  it('is given once, numbered for those who share a name, and cannot be taken from anybody', async () => {
    const at = test.clock.now();
    await test.database.transaction(async (tx) => {
      const category = await buildCategory(tx);
      const owner = await buildAccount(tx, { name: 'Edda Winter', roles: ['editor'], at });
      for (let namesake = 0; namesake < 3; namesake += 1) {
        const reviewer = await buildAccount(tx, { name: 'Rosa Delgado', specialties: ['dermatology'], at });
        await buildLiveGuide(tx, { category, owner, reviewer, at });
      }
    });
    const given = await test.database.rows<{ path: string }>(
      `select path from page where kind = 'reviewer' order by path`,
    );
    expect(given.map(({ path }) => path)).toEqual([
      '/reviewers/rosa-delgado',
      '/reviewers/rosa-delgado-2',
      '/reviewers/rosa-delgado-3',
    ]);
    await expect(test.database.run('update reviewer_slug set account_id = account_id')).rejects.toThrow(
      'permission denied',
    );
    await expect(test.database.run('delete from reviewer_slug')).rejects.toThrow('permission denied');
  });
});
