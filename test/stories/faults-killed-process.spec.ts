import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database.js';
import { within } from '../support/child-service.js';
import { effectsIn, isQuiet, offencesAfter } from '../support/fault-checks.js';
import { FaultScene, publish, type Stage } from '../support/fault-scene.js';

/** Promised for the work of a killed process, in milliseconds. */
const recovery = 15_000;

// Where a process may die on the way from the request to the acknowledged effect.
const points = [
  'after-commit',
  'relay-before-add',
  'relay-after-add',
  'before-effect@publishing.render',
  'during-effect@publishing.render',
  'after-effect@publishing.render',
  'after-effect@notifications.deliver',
];

describe('A process that is killed', () => {
  let scene: FaultScene;
  let stage: Stage;
  let unharmed: unknown;

  beforeAll(async () => {
    scene = await FaultScene.prepare(1);
    unharmed = await effectsWithoutFault(scene);
  }, 60_000);
  afterAll(() => scene.drop());
  beforeEach(async () => {
    stage = await scene.stage();
  });
  afterEach(() => stage.end());

  it.each(points)(
    'at %s loses nothing and doubles nothing',
    async (point) => {
      const doomed = await stage.child({ FAULT_POINT: point });
      await publish(await stage.person('editor', doomed), scene.guide);
      expect(await doomed.ended).toEqual({ code: null, signal: 'SIGKILL' });

      const next = await stage.serve();
      const database = next.app.get(Database);
      await within(recovery, 'everything that was owed is done', () => isQuiet(database));
      const page = await fetch(next.url + scene.guide.path);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(scene.guide.title);

      const repeated = await publish(await stage.person('editor', next), scene.guide);
      expect(repeated?.status).toBe(201);
      expect(await effectsIn(database)).toEqual(unharmed);
      expect(await offencesAfter(next)).toEqual({});
    },
    90_000,
  );
});

/** What the same request leads to where nobody dies. */
async function effectsWithoutFault(scene: FaultScene): Promise<unknown> {
  const stage = await scene.stage();
  try {
    const service = await stage.serve();
    const database = service.app.get(Database);
    await publish(await stage.person('editor', service), scene.guide);
    await within(recovery, 'everything that was owed is done', () => isQuiet(database));
    return await effectsIn(database);
  } finally {
    await stage.end();
  }
}
