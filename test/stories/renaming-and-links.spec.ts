import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, freeHands, outcome, revise, sentences } from '../support/asking.js';
import { sampleContent } from '../support/sample-content.js';
import { offences, startTestService, type TestService } from '../support/service.js';
import { approve, cast, fill, must, publishGuide, transition, type Cast } from '../support/story.js';

describe('A guide’s address', () => {
  let test: TestService;
  let people: Cast;

  const rename = (guideId: string, slug: unknown) => ask(people.editor, 'guides', guideId, { name: 'rename', slug });
  const create = (slug: unknown) =>
    people.editor.post<{ guideId: string; revisionId: string }>('guides', {
      slug,
      title: 'Another guide',
      category: 'hair-restoration',
    });
  const settled = async () => {
    await test.announce();
    expect(await offences(test)).toEqual({});
  };
  const status = async (slug: string) => {
    const { status: code, headers } = await test.page(`/guides/${slug}`);
    return code === 301 ? [code, headers.get('location')] : [code];
  };

  beforeAll(async () => {
    test = await startTestService();
    people = await cast(test);
    await freeHands(test);
  });
  afterAll(() => test.stop());

  it('once given answers for ever: old ones lead to the present one in one step', async () => {
    const { guideId } = await publishGuide(people, 'first-address');
    await must(rename(guideId, 'second-address'));
    await test.settle();
    expect(await status('first-address')).toEqual([301, '/guides/second-address']);
    expect((await test.page('/sitemaps/guides-1.xml')).text).not.toContain('first-address');
    await must(rename(guideId, 'third-address'));
    await settled();
    for (const slug of ['first-address', 'second-address'])
      expect(await status(slug)).toEqual([301, '/guides/third-address']);
    expect((await test.page('/guides/third-address')).text).toContain('http://guides.example/guides/third-address');
    await must(rename(guideId, 'first-address'));
    await settled();
    expect(await status('first-address')).toEqual([200]);
    for (const slug of ['second-address', 'third-address'])
      expect(await status(slug)).toEqual([301, '/guides/first-address']);
  });

  it('is never given to another guide, nor one that looks like it', async () => {
    const { guideId } = await publishGuide(people, 'iron-levels');
    await must(rename(guideId, 'iron-and-hair'));
    const other = await publishGuide(people, 'zinc-levels');
    for (const slug of ['iron-levels', 'iron-and-hair', 'iron-1evels', 'lron-levels', 'iron-and-halr', 'ir0n-levels']) {
      expect([slug, ...(await outcome(create(slug)))]).toEqual([slug, 422, 'slug']);
      expect([slug, ...(await outcome(rename(other.guideId, slug)))]).toEqual([slug, 409, 'slug']);
    }
    expect(await sentences(create('lron-levels'))).toContain('looks like “iron-levels”');
    expect(await outcome(rename(other.guideId, 'zinc-levels'))).toEqual([409, 'slug']);
  });

  it('is plain: no path, no reserved word, no capital, no other script, nothing but words and hyphens', async () => {
    const { guideId } = await publishGuide(people, 'plain-address');
    const hostile = [
      '../admin', '..', '.', '/etc/passwd', 'a/b/c', 'a%2fb', 'guides', 'api', 'feed', 'sitemap', 'admin', 'con', 'constructor',
      '__proto__', 'Upper-Case', 'two--hyphens', '-front', 'back-', 'zä-hlen', 'сyrillic', 'zero\u200bwidth', 'new\nline', 'nul\u0000',
      ' spaces ', 'a', 'ab', '12-34', 'a'.repeat(81), '01890000-0000-7000-8000-000000000000', 'index.html', 'x?y=1', 'x#y', '',
    ]; // prettier-ignore
    for (const slug of hostile) {
      expect([slug, (await create(slug)).status]).toEqual([slug, 422]);
      expect([slug, [409, 422].includes((await rename(guideId, slug)).status)]).toEqual([slug, true]);
    }
    for (const slug of [null, 7, {}, ['plain'], true]) {
      expect([slug, ...(await outcome(create(slug)))]).toEqual([slug, 422, 'slug']);
      expect([slug, ...(await outcome(rename(guideId, slug)))]).toEqual([slug, 422, 'slug']);
    }
    expect(await outcome(rename(guideId, undefined))).toEqual([409, 'slug']);
    expect(await must(people.editor.get(`guides/${guideId}`))).toMatchObject({ slug: 'plain-address' });
  });

  it('moves in any state, and of what is not public tells nobody', async () => {
    const made = await must(create('unpublished-address'));
    await must(rename(made.guideId, 'still-unpublished'));
    await settled();
    for (const slug of ['unpublished-address', 'still-unpublished']) expect(await status(slug)).toEqual([404]);
    const held = await publishGuide(people, 'held-address');
    await must(ask(people.safety, 'guides', held.guideId, { name: 'hold', reason: 'A reader reports harm.' }));
    await must(rename(held.guideId, 'renamed-while-held'));
    await settled();
    expect(await status('held-address')).toEqual([301, '/guides/renamed-while-held']);
    expect((await test.page('/guides/renamed-while-held')).headers.get('x-robots-tag')).toBe('noindex');
  });

  describe('in another guide’s text', () => {
    let linked: Awaited<ReturnType<typeof publishGuide>>;
    let linking: Awaited<ReturnType<typeof publishGuide>>;
    const link = async () => {
      await settled();
      const { text } = await test.page('/guides/linking-guide');
      return (
        /<a href="(\/guides\/[^"]+)">the other guide<\/a>/.exec(text)?.[1] ??
        (text.includes('Read the other guide first') ? 'plain' : 'gone')
      );
    };

    beforeAll(async () => {
      const made = await must(create('linked-guide'));
      linked = { ...made, reviewId: '', versionId: '', hash: '' };
      const lead = `Read [the other guide](guide:${linked.guideId}) first.[^roe-2024]`;
      linking = await publishGuide(people, 'linking-guide', sampleContent({ lead: { markdown: lead } }));
    });

    it('is plain words until that guide is public', async () => {
      expect(await link()).toBe('plain');
    });

    it('becomes a link when it is, and follows it through every change without a new version', async () => {
      await fill(people.editor, linked.revisionId, sampleContent());
      await approve(people, linked.revisionId);
      await transition(people.editor, 'revisions', linked.revisionId, { name: 'publish' });
      expect(await link()).toBe('/guides/linked-guide');
      await must(rename(linked.guideId, 'link-target'));
      expect(await link()).toBe('/guides/link-target');
      await must(ask(people.safety, 'guides', linked.guideId, { name: 'hold', reason: 'A reader reports harm.' }));
      expect(await link()).toBe('plain');
      await must(ask(people.editor, 'guides', linked.guideId, { name: 'release' }));
      expect(await link()).toBe('/guides/link-target');
      const because = { reason: 'It is out of date.', reasonClass: 'outdated' };
      const { created } = await transition(people.lead, 'guides', linked.guideId, {
        name: 'proposeWithdrawal',
        ...because,
      });
      await transition(people.director, 'guides', linked.guideId, { name: 'withdraw', hash: created['hash'] });
      expect(await link()).toBe('plain');
      const { liveVersionId, livePublication } = await must(people.editor.get(`guides/${linking.guideId}`));
      expect([liveVersionId, livePublication]).toEqual([linking.versionId, 1]);
    });

    it('to a guide that there is not stays plain words', async () => {
      const lead = 'Read [the other guide](guide:01890000-0000-7000-8000-000000000000) first.[^roe-2024]';
      const revisionId = await revise(people.editor, linking.guideId, sampleContent({ lead: { markdown: lead } }));
      await approve(people, revisionId, 'changes');
      await transition(people.editor, 'revisions', revisionId, { name: 'publish' });
      expect(await link()).toBe('plain');
    });
  });
});
