import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Credentials } from '../../src/identity/index.js';
import { MonitoringJobs } from '../../src/physicians/index.js';
import type { Applicant } from '../support/applicant.js';
import { daysPass } from '../support/asking.js';
import type { Answer } from '../support/people.js';
import { registryRecord } from '../support/registry-record.js';
import { cast, must, publishGuide, type Cast } from '../support/story.js';
import { act, startVerifying, type FileView, type Verifying } from '../support/verifying.js';

let desk: Verifying;
let people: Cast;

beforeAll(async () => {
  desk = await startVerifying();
  people = await cast(desk.test);
  await publishGuide(people, 'listed-guide');
});
afterAll(() => desk.stop());

const list = '/specialties/dermatology';

/** A member of a name of their own. */
async function member(givenName: string, familyName: string): Promise<[id: string, applicant: Applicant]> {
  const applicant = desk.physician({ givenName, familyName, attestedName: `${givenName} ${familyName}` });
  const id = await desk.approved(applicant);
  await desk.test.announce();
  return [id, applicant];
}

const text = async (path: string): Promise<string> => (await desk.test.page(path)).text;
/** The words of a page, without its markup. */
const words = async (path: string): Promise<string> =>
  (await text(path)).replace(/<script.*?<\/script>/gs, '').replace(/<[^>]+>/g, '');
const sequence = async (path: string): Promise<number> =>
  (await desk.test.database.one<{ n: number }>('select sequence as n from page where path = $1', [path])).n;

async function addLicense(id: string, region: string, days: number): Promise<void> {
  await desk.test.database.run(
    `with c as (insert into credential (id, physician_id, specialty, kind, authority, region, number, created_at)
                values (gen_random_uuid(), $1, 'dermatology', 'license', 'Medical Board of Nevada', $2, '555', $3) returning id)
     insert into credential_standing (credential_id, standing, effective_at, recorded_at, looked_up_at, expires_on, verified_by, evidence)
     select id, 'verified', $3, $3, $3, ($3::timestamptz + make_interval(days => $4))::date, $5, 'read at the board' from c`,
    [id, region, desk.test.clock.now(), days, desk.verifier.id],
  );
}

/** A license looked up again, which owes every page of the member. */
async function renewed(id: string, expiresOn: string): Promise<void> {
  await desk.verifier.reauthenticate();
  const renewing = { name: 'renewLicense', evidence: 'Board of New York, read today.', expiresOn };
  await must(desk.verifier.post(`physicians/${id}/transitions`, renewing));
  await desk.test.announce();
}

describe('The list of a specialty', () => {
  it('is there before anybody is on it, and then in no search', async () => {
    await desk.test.announce();
    const empty = await desk.test.page(list);
    expect(empty.status).toBe(200);
    expect(empty.text).toContain('There are no dermatologists in our network at present.');
    expect(empty.text).toContain('content="noindex"');
    expect(await text('/sitemaps/pages.xml')).not.toContain(list);
  });

  it('shows a member by state, stands in the sitemap, and is where guide and profile lead', async () => {
    await member('Alma', 'Ferris');
    expect(await text(list)).toContain('<h2 id="in-new-york">New York</h2>');
    expect(await words(list)).toContain('Alma Ferris, MDSkin Practice · Licensed in New York');
    expect(await text('/sitemaps/pages.xml')).toContain(`${list}</loc>`);
    expect(await text('/sitemaps/pages.xml')).toContain('/physicians/alma-ferris</loc>');
    for (const path of ['/guides/listed-guide', '/physicians/alma-ferris'])
      expect(await text(path)).toContain(`href="${list}">All dermatologists by state</a>`);
    expect(await words('/guides/listed-guide')).toContain('Alma Ferris, MD · licensed in New York');
    expect(await words('/physicians/alma-ferris')).toContain(
      'New York: verified on March 2, 2026 against the state medical board (board.example)',
    );
  });

  it('loses whoever is suspended with the same work as the profile, and never goes back', async () => {
    const [id] = await member('Berit', 'Nyland');
    const before = await sequence(list);
    const gone = async (): Promise<boolean[]> => {
      const paths = [list, '/sitemaps/pages.xml', '/guides/listed-guide'];
      const texts = await Promise.all(paths.map(text));
      return texts.map((shown) => !/Nyland|berit-nyland/.test(shown));
    };
    expect(await gone()).toEqual([false, false, false]);
    await desk.verifier.reauthenticate();
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'The board opened a case.' };
    await must(desk.verifier.post(`physicians/${id}/transitions`, suspending));
    await desk.test.settle();
    expect(await gone()).toEqual([true, true, true]);
    expect(await sequence(list)).toBeGreaterThan(before);
    expect(await text(list)).toContain('Alma Ferris');
    const hidden = await desk.test.page('/physicians/berit-nyland');
    expect([hidden.status, hidden.text]).toEqual([404, expect.stringContaining('There is no page at this address.')]);
    expect(hidden.text).not.toMatch(/Nyland|member|suspend/);
  });

  it('is left by whoever changes the specialty, for that of the new one', async () => {
    const [id, applicant] = await member('Cosima', 'Vale');
    const { npi, state, licenseNumber: license } = applicant.form;
    desk.registry.put(registryRecord({ npi, first: 'Cosima', last: 'Vale', state, license, code: '208200000X' }));
    await must(applicant.follow('status'));
    const fields = { specialty: 'plastic-surgery' };
    expect((await applicant.send('POST', 'member/changes', { message: 'I changed.', fields })).status).toBe(201);
    await desk.test.settle();
    await approveChange(id);
    await desk.test.announce();
    expect(await text(list)).not.toContain('Cosima Vale');
    expect(await text('/specialties/plastic-surgery')).toContain('Cosima Vale');
    const [, dermatologists, surgeons] = (await words('/guides/listed-guide')).split(/Find a [\w ]+ physician/);
    expect([dermatologists, surgeons].map((block) => block?.includes('Cosima Vale'))).toEqual([false, true]);
    expect(await words('/physicians/cosima-vale')).toContain('Plastic surgeons by state');
  });

  it('has a member under every state whose license holds, until the day after it ends', async () => {
    const [id] = await member('Dorte', 'Holm');
    await addLicense(id, 'NV', 10);
    await renewed(id, '2028-12-31');
    expect(await text(list)).toContain('<h2 id="in-nevada">Nevada</h2>');
    expect(await words(list)).toContain('Dorte Holm, MDSkin Practice · Licensed in Nevada, New York');
    expect(await words('/physicians/dorte-holm')).toContain(
      'Nevada: verified on March 2, 2026 against the Medical Board of Nevada',
    );
    daysPass(desk.test, 10);
    await desk.test.sweep();
    expect(await text(list)).toContain('Nevada');
    daysPass(desk.test, 1);
    await desk.test.sweep();
    await desk.test.announce();
    for (const path of [list, '/physicians/dorte-holm', '/guides/listed-guide']) {
      expect(await text(path)).not.toContain('Nevada');
      expect(await text(path)).toContain('Dorte Holm');
    }
  });

  it('exists for a specialty that the publisher adds', async () => {
    await desk.test.database.run(
      `insert into specialty (slug, name, practitioner) values ('vascular-surgery', 'vascular surgery', 'vascular surgeon')`,
    );
    await desk.test.announce();
    expect(await words('/specialties/vascular-surgery')).toContain(
      'There are no vascular surgeons in our network at present.',
    );
    expect(await text('/apply')).toContain('vascular surgery');
  });
});

describe('A profile', () => {
  it('says when the registry was read again, once it was, and not while it is silent', async () => {
    await member('Elin', 'Rask');
    const again = 'The national provider registry (NPPES) was read again on';
    desk.registry.mode = 'html';
    daysPass(desk.test, 8);
    await desk.test.service.app.get(MonitoringJobs).run();
    await desk.test.announce();
    expect(await words('/physicians/elin-rask')).not.toContain(again);
    desk.registry.mode = 'right';
    for (let hours = 0; hours < 48 && !(await words('/physicians/elin-rask')).includes(again); hours += 2) {
      daysPass(desk.test, 1 / 12);
      await desk.test.service.app.get(MonitoringJobs).run();
      await desk.test.announce();
    }
    expect(await words('/physicians/elin-rask')).toContain(again);
  });

  it('keeps the day of the last look-up when a suspension ends without one', async () => {
    const [id] = await member('Frida', 'Skov');
    const verified = /New York: verified on (\w+ \d+, \d+)/;
    const before = verified.exec(await words('/physicians/frida-skov'))?.[1];
    daysPass(desk.test, 3);
    await desk.verifier.reauthenticate();
    const suspending = { name: 'suspend', cause: 'provisional', reason: 'A number like theirs was named.' };
    await must(desk.verifier.post(`physicians/${id}/transitions`, suspending));
    await desk.second.reauthenticate();
    const lifting = { name: 'lift', reason: 'Another person.', evidence: 'The list of today.' };
    await must(desk.second.post(`physicians/${id}/transitions`, lifting));
    await desk.test.announce();
    expect(verified.exec(await words('/physicians/frida-skov'))?.[1]).toBe(before);
    await renewed(id, '2029-12-31');
    expect(verified.exec(await words('/physicians/frida-skov'))?.[1]).not.toBe(before);
  });

  it('names the licenses that are recorded on the account of a member who reviews, too', async () => {
    const { otherReviewer: ravi } = people;
    const [givenName, familyName] = ['Ravi', 'Menon'];
    const site = `https://${ravi.email.split('@')[1] ?? ''}`;
    const own = { givenName, familyName, attestedName: 'Ravi Menon', email: ravi.email, practiceSite: site };
    await desk.approved(desk.physician({ ...own, licenseExpiresOn: '2029-12-31' }));
    await desk.test.announce();
    const page = '/physicians/ravi-menon';
    expect(await words(page)).toContain('Ravi Menon is a dermatologist, licensed in California, New York.');
    expect(await words(page)).toMatch(/California: verified on [\w ,]+ against the Medical Board of California/);
    const region = {
      authority: 'Medical Board of Nevada',
      region: 'NV',
      number: 'NV-1',
      evidence: 'Read at the board.',
    };
    await desk.test.service.app.get(Credentials).record(desk.test.people.actor, ravi.id, {
      kind: 'license',
      specialty: 'dermatology',
      standing: 'verified',
      ...region,
    });
    await desk.test.announce();
    expect(await words(page)).toContain('licensed in California, Nevada, New York.');
    expect(await words(list)).toContain('Licensed in California, Nevada, New York');
  });

  it('is not found while its member pauses, and gone for good once they left', async () => {
    const [, applicant] = await member('Greta', 'Lund');
    await must(applicant.follow('status'));
    const own = (name: string): Promise<Answer> => applicant.send('POST', 'member/transitions', { name });
    await must(own('pause'));
    await desk.test.settle();
    expect((await desk.test.page('/physicians/greta-lund')).status).toBe(404);
    await must(own('leave'));
    await desk.test.settle();
    const former = await desk.test.page('/physicians/greta-lund');
    expect([former.status, former.text]).toEqual([410, expect.stringContaining('no longer a member of our network')]);
    expect(former.text).not.toMatch(/Greta|Lund/);
    expect(await text('/sitemaps/pages.xml')).not.toContain('greta-lund');
    expect(await text(list)).not.toContain('Greta Lund');
  });
});

/** Approves what the member asked for, with whatever its checks ask of a person. */
async function approveChange(memberId: string): Promise<void> {
  const { id } = await desk.test.database.one<{ id: string }>('select id from application where member_id = $1', [
    memberId,
  ]);
  await must(act(desk.verifier, id, { name: 'claim' }));
  const { body } = await desk.verifier.get<FileView>(`applications/${id}`);
  for (const { id: result, outcome, counts } of body.checks)
    if (counts && outcome === 'review')
      await must(
        desk.verifier.post(`applications/${id}/checks/${result}/resolution`, { evidence: 'Diploma of 2012.' }),
      );
  await desk.verifier.reauthenticate();
  await must(act(desk.verifier, id, { name: 'approve' }));
}
