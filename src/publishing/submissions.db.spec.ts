import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands } from '../../test/support/asking.js';
import { OutsideServer, type OutsideAnswer, type OutsideRequest } from '../../test/support/outside-server.js';
import { startTestService, type TestService } from '../../test/support/service.js';
import { cast, must, publishGuide, type Cast } from '../../test/support/story.js';
import { PublishingJobs } from './publishing.jobs.js';
import { Submissions } from './submissions.service.js';

/** A search engine that takes part in IndexNow. */
class SearchEngine extends OutsideServer {
  status = 200;
  readonly taken: { host: string; key: string; keyLocation: string; urlList: string[] }[] = [];

  protected override answer({ body }: OutsideRequest): OutsideAnswer {
    this.taken.push(JSON.parse(body) as SearchEngine['taken'][number]);
    return { status: this.status };
  }
}

let engine: SearchEngine;
let test: TestService;
let people: Cast;
let jobs: PublishingJobs;
let slugs = 0;

beforeAll(async () => {
  engine = await new SearchEngine().listen();
  test = await startTestService({
    ROLE: 'web',
    INDEXNOW_KEY: 'quill-feather-1',
    INDEXNOW_URL: `${engine.url}/indexnow`,
  });
  people = await cast(test);
  await freeHands(test);
  jobs = test.service.app.get(PublishingJobs);
  await test.service.app.get(Submissions).oweKeyFile();
});
afterAll(async () => {
  await test.stop();
  await engine.stop();
});
afterEach(async () => {
  engine.status = 200;
  await minutesLater(65);
  engine.taken.length = 0;
});

const minutesLater = async (minutes: number) => {
  test.clock.travelTo(new Date(test.clock.now().getTime() + minutes * 60_000));
  await jobs.announce();
};
const publish = async () => {
  slugs += 1;
  const { guideId } = await publishGuide(people, `submitted-${slugs}`);
  await jobs.payAll();
  return { guideId, url: `http://guides.example/guides/submitted-${slugs}` };
};
const submitted = () => engine.taken.flatMap(({ urlList }) => urlList);

describe('IndexNow', () => {
  it('is given the file that proves the key', async () => {
    await jobs.payAll();
    const file = await test.page('/quill-feather-1.txt');
    expect([file.status, file.text, file.headers.get('content-type')]).toEqual([
      200,
      'quill-feather-1',
      'text/plain; charset=utf-8',
    ]);
  });

  it('learns of changed pages in one submission, five minutes after the first change, each once', async () => {
    const { url } = await publish();
    await publish();
    await minutesLater(4);
    expect(engine.taken).toEqual([]);
    await minutesLater(1);
    expect(engine.taken).toEqual([
      {
        host: 'guides.example',
        key: 'quill-feather-1',
        keyLocation: 'http://guides.example/quill-feather-1.txt',
        urlList: expect.anything(),
      },
    ]);
    expect(submitted()).toContain(url);
    expect(new Set(submitted()).size).toBe(submitted().length);
    expect(submitted().filter((each) => /\.(?:xml|atom|rss|txt|json|png)$/.test(each))).toEqual([]);
    await minutesLater(10);
    expect(engine.taken).toHaveLength(1);
  });

  const authority = 'https://court.example/orders/7';
  const proposeAndConfirm = async (guideId: string, propose: string, confirm: string, more: object) => {
    const proposing = { name: propose, reason: 'The trial was retracted.', ...more };
    const { created } = await must(ask(people.lead, 'guides', guideId, proposing));
    const second = confirm === 'takeDown' ? people.admin : people.director;
    return must(ask(second, 'guides', guideId, { name: confirm, hash: created?.['hash'] }));
  };
  const gone: [how: string, act: (guideId: string) => Promise<unknown>][] = [
    ['withdrawn', (guideId) => proposeAndConfirm(guideId, 'proposeWithdrawal', 'withdraw', { reasonClass: 'safety' })],
    ['taken down', (guideId) => proposeAndConfirm(guideId, 'proposeTakeDown', 'takeDown', { authority })],
    ['renamed', (guideId) => must(ask(people.editor, 'guides', guideId, { name: 'rename', slug: `named-${slugs}` }))],
  ];
  const afterAct = async (act: (guideId: string) => Promise<unknown>) => {
    const { guideId, url } = await publish();
    await minutesLater(10);
    engine.taken.length = 0;
    await act(guideId);
    await jobs.payAll();
    await minutesLater(10);
    return { told: submitted(), url };
  };

  it.each(gone)('learns of a page that was %s, once, and of none of its companions', async (_how, act) => {
    const { told, url } = await afterAct(act);
    expect(told.filter((each) => each.startsWith(url))).toEqual([url]);
    await minutesLater(70);
    expect(submitted().filter((each) => each.startsWith(url))).toEqual([url]);
  });

  it('learns of no page that is held', async () => {
    const { guideId, url } = await publish();
    await minutesLater(10);
    engine.taken.length = 0;
    await must(ask(people.editor, 'guides', guideId, { name: 'hold', reason: 'A reader reports harm.' }));
    await jobs.payAll();
    await minutesLater(10);
    expect(submitted()).not.toContain(url);
  });

  it.each([429, 500])('is asked again later and later after %i, and nothing is lost', async (status) => {
    const { url } = await publish();
    engine.status = status;
    await minutesLater(5);
    await minutesLater(0.5);
    expect(engine.taken).toHaveLength(1);
    await minutesLater(1);
    await minutesLater(1.5);
    expect(engine.taken).toHaveLength(2);
    engine.status = 202;
    await minutesLater(2);
    expect(engine.taken).toHaveLength(3);
    expect(engine.taken[2]?.urlList).toContain(url);
    await minutesLater(70);
    expect(engine.taken).toHaveLength(3);
  });

  it.each([400, 403, 422])('is not asked again what it refused with %i: that is on record', async (status) => {
    await publish();
    engine.status = status;
    await minutesLater(5);
    await minutesLater(65);
    expect(engine.taken).toHaveLength(1);
    expect(await test.database.one('select outcome, status from submission_outcome order by id desc limit 1')).toEqual({
      outcome: 'refused',
      status,
    });
  });
});
