import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, daysPass, freeHands, words } from '../support/asking.js';
import type { Person } from '../support/people.js';
import { sampleContent } from '../support/sample-content.js';
import { offences } from '../support/service.js';
import { cast, must, publishGuide, transition, type Cast } from '../support/story.js';
import { startVerifying, type Verifying } from '../support/verifying.js';

let desk: Verifying;
let people: Cast;
let guideId: string;

const page = '/reviewers/rosa-delgado';
const guide = '/guides/signed-guide';
const read = async (path: string): Promise<string> => words((await desk.test.page(path)).text);
const status = async (path: string): Promise<number> => (await desk.test.page(path)).status;
/** Everything is rendered, and every page is what its facts give. */
const settled = async (): Promise<void> => {
  await desk.test.announce();
  expect(await offences(desk.test)).toEqual({});
};
const change = async (by: Person, account: Person, body: object): Promise<number> => {
  const { version } = await must(people.admin.get<{ version: number }>(`accounts/${account.id}`));
  return (await by.ask('PATCH', `accounts/${account.id}`, body, { 'if-match': `"${version}"` })).status;
};
const titled = (title: string) => sampleContent({ head: { ...sampleContent().head, title } });

beforeAll(async () => {
  desk = await startVerifying();
  people = await cast(desk.test);
  await freeHands(desk.test);
});
afterAll(() => desk.stop());

describe('The page of a reviewer', () => {
  it('is there once a guide stands on their signature, and the byline leads to it', async () => {
    expect(await status(page)).toBe(404);
    ({ guideId } = await publishGuide(people, 'signed-guide'));
    await settled();
    expect(await read(page)).toContain('Rosa Delgado, MD');
    expect(await read(page)).toContain('Medical reviewer · Specialty: dermatology');
    expect(await read(page)).toContain('licensed in California; checked March 2, 2026.');
    expect(await read(page)).toContain('Last reviewed March 2, 2026');
    expect(await read(page)).toContain('Rosa Delgado declared no conflicts of interest.');
    expect((await desk.test.page(guide)).text).toContain(`<a href="${page}">Rosa Delgado, MD</a>`);
    expect(await read('/reviewers')).toContain('Rosa Delgado, MD');
    expect(await read('/specialties/dermatology')).toContain('Guides reviewed in dermatology');
    expect((await desk.test.page('/sitemaps/pages.xml')).text).toContain(`${page}</loc>`);
  });

  it('keeps its address when the person takes another name, and prints the present one', async () => {
    expect(await change(people.admin, people.reviewer, { name: 'Rosa Delgado-Finch' })).toBe(200);
    await settled();
    expect(await read(page)).toContain('Rosa Delgado-Finch, MD');
    expect(await read('/reviewers')).toContain('Rosa Delgado-Finch, MD');
    expect(await status('/reviewers/rosa-delgado-finch')).toBe(404);
    expect(await change(people.admin, people.reviewer, { name: 'Rosa Delgado' })).toBe(200);
    await settled();
  });

  it('is another for somebody of the same name', async () => {
    const second = await desk.test.people.join('Rosita Marlow', {
      roles: ['reviewer'],
      licensed: ['dermatology'],
      postNominals: 'DO',
    });
    expect(await change(people.admin, second, { name: 'Rosa Délgado' })).toBe(200);
    const other = { ...people, reviewer: second };
    const { guideId: theirs } = await publishGuide(other, 'signed-by-namesake', titled('Signed by a namesake'));
    await settled();
    expect(await read(`${page}-2`)).toContain('Signed by a namesake');
    expect(await read(page)).not.toContain('Signed by a namesake');
    await transition(people.safety, 'guides', theirs, { name: 'hold', reason: 'Under question.' });
    await settled();
    expect(await status(`${page}-2`)).toBe(404);
  });

  it('loses a guide that is held with the same work as the guide, and gets it back', async () => {
    await transition(people.safety, 'guides', guideId, { name: 'hold', reason: 'A number is in doubt.' });
    await desk.test.settle();
    for (const path of [page, '/reviewers', '/guides', '/specialties/dermatology'])
      expect([path, (await desk.test.page(path)).text.includes('signed-guide')]).toEqual([path, false]);
    expect(await status(page)).toBe(404);
    await settled();
    await transition(people.lead, 'guides', guideId, { name: 'release', reason: 'It was right.' });
    await settled();
    expect(await read(page)).toContain('Last reviewed March 2, 2026');
    expect(await read('/guides')).toContain(sampleContent().head.title);
  });

  it('says nothing of a suspension and calls nobody verified, and names the membership only while it is shown', async () => {
    const [givenName, familyName] = ['Rosa', 'Delgado'];
    const practiceSite = `https://${people.reviewer.email.split('@')[1] ?? ''}`;
    const own = { givenName, familyName, attestedName: 'Rosa Delgado', email: people.reviewer.email, practiceSite };
    const memberId = await desk.approved(desk.physician({ ...own, licenseExpiresOn: '2029-12-31' }));
    await settled();
    expect(await read(page)).toContain('is also a member of our network of physicians');
    expect(await read('/physicians/rosa-delgado')).toContain('Guides reviewed by Rosa Delgado');
    const before = await read(page);
    await desk.verifier.reauthenticate();
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'The board opened a case.' };
    await must(desk.verifier.post(`physicians/${memberId}/transitions`, suspending));
    await desk.test.settle();
    expect(await status('/physicians/rosa-delgado')).toBe(404);
    const suspended = await desk.test.page(page);
    expect(suspended.status).toBe(200);
    expect(words(suspended.text)).not.toMatch(/member of our network|verified|suspend|case/i);
    expect(suspended.text).not.toContain('/physicians/rosa-delgado');
    expect(words(suspended.text)).toContain('licensed in California; checked March 2, 2026.');
    expect(before).toContain('licensed in California; checked March 2, 2026.');
    expect(await read(guide)).toContain('by Rosa Delgado, MD');
    await settled();
    await desk.second.reauthenticate();
    const lifting = { name: 'lift', reason: 'Another person.', evidence: 'The list of today.' };
    await must(desk.second.post(`physicians/${memberId}/transitions`, lifting));
    await settled();
    expect(await read(page)).toBe(before);
  });

  it('is gone with the name, from every list and markup, when a lead withholds it, and comes back with it', async () => {
    expect(await change(people.reviewer, people.reviewer, { nameWithheld: true })).toBe(403);
    expect(await change(people.lead, people.reviewer, { name: 'Somebody' })).toBe(403);
    expect(await change(people.lead, people.reviewer, { nameWithheld: true })).toBe(200);
    await settled();
    expect(await status(page)).toBe(404);
    for (const path of [guide, page, '/reviewers', '/', '/feed.atom'])
      expect([path, /rosa|delgado/i.test((await desk.test.page(path)).text)]).toEqual([path, false]);
    expect((await desk.test.page('/sitemaps/pages.xml')).text).not.toContain(page);
    expect(await read('/physicians/rosa-delgado')).not.toContain('Guides reviewed');
    expect(await read(guide)).toContain('by a dermatology physician, name withheld for safety');
    expect(await read(guide)).toContain('The reviewer declared no conflicts of interest.');
    expect(await change(people.admin, people.reviewer, { nameWithheld: false })).toBe(200);
    await settled();
    expect(await read(page)).toContain('Rosa Delgado, MD');
  });

  it('is never made for somebody whose name was withheld before they signed', async () => {
    const hidden = await desk.test.people.join('Hanna Verborgen', {
      roles: ['reviewer'],
      licensed: ['dermatology'],
      postNominals: 'MD',
    });
    expect(await change(people.admin, hidden, { nameWithheld: true })).toBe(200);
    await publishGuide({ ...people, reviewer: hidden }, 'signed-by-nobody', titled('Signed without a name'));
    await settled();
    const rows = await desk.test.database.rows('select 1 from page where account_id = $1', [hidden.id]);
    const slugs = await desk.test.database.rows('select 1 from reviewer_slug where account_id = $1', [hidden.id]);
    expect([rows, slugs]).toEqual([[], []]);
    expect((await desk.test.page('/guides/signed-by-nobody')).text).not.toMatch(/hanna|verborgen/i);
  });
});

describe('The figures of reviews', () => {
  it('are those of the day, and move with it', async () => {
    expect(await read('/how-we-review')).toContain('As of March 2, 2026');
    daysPass(desk.test, 1);
    await desk.test.sweep();
    await settled();
    expect(await read('/how-we-review')).toContain('As of March 3, 2026');
    expect(await read('/how-we-review')).toMatch(/Hair restoration\s*12 months/);
  });
});

describe('The corrections', () => {
  it('name a withdrawn guide with the reason that its notice prints, on the page of all and of the year', async () => {
    expect(await read('/corrections')).toContain('There have been none so far.');
    const { guideId: gone } = await publishGuide(people, 'withdrawn-guide', titled('A guide that goes'));
    const because = { reason: 'The trial behind it was retracted.', reasonClass: 'safety' };
    const { created } = await must(ask(people.lead, 'guides', gone, { name: 'proposeWithdrawal', ...because }));
    await must(ask(people.director, 'guides', gone, { name: 'withdraw', hash: created?.['hash'] }));
    await settled();
    expect(await read('/guides')).not.toContain('A guide that goes');
    for (const path of ['/corrections', '/corrections/2026']) {
      expect(await read(path)).toContain('A guide that goes');
      expect(await read(path)).toContain('Withdrawal of March 3, 2026');
      expect(await read(path)).toContain('It raised a safety concern.');
    }
    expect(await status('/corrections/2025')).toBe(404);
  });
});
