import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, buildCategory, catchUp, type BuiltCategory } from '../../test/support/build.js';
import { buildCarriedOverGuide, buildLiveGuide, type BuiltGuide } from '../../test/support/build-guide.js';
import { EditorialService } from '../../test/support/editorial-service.js';
import { expectInvariants } from '../../test/support/invariants.js';
import type { Actor } from '../identity/index.js';
import { FreshnessJobs } from './index.js';

let service: EditorialService;
beforeAll(async () => { service = await EditorialService.start(); });
afterAll(() => service.stop());

describe('x', () => {
  it('y', async () => {
    const at = new Date('2026-03-10T15:00:00Z');
    await service.build(at, async (tx) => {
      const category = await buildCategory(tx);
      const owner = await buildAccount(tx, { roles: ['editor'], at, name: 'Tom Weller' });
      const reviewer = await buildAccount(tx, { roles: ['reviewer'], specialties: ['dermatology'], at });
      await buildLiveGuide(tx, { category, owner, reviewer, at });
      await buildCarriedOverGuide(tx, { category, owner, at, plannedFor: '2026-09-01' });
      await catchUp(tx, at);
    });
    await expectInvariants(service.database, at);
    console.log(await service.get(FreshnessJobs).run());
    await expectInvariants(service.database, at);
    console.log(await service.database.rows('select slug, due_on, recheck_planned_on from guide'));
  });
});
