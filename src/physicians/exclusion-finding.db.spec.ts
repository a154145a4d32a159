import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import { leieFile, leieHeader, type LeieCells } from '../../test/support/exclusion-file.js';
import { datasetVersion } from './exclusion-finding.js';
import type { ExcludablePerson } from './exclusion-hits.js';
import { ExclusionList, ExclusionListRefused } from './exclusion-list.js';

const ada: ExcludablePerson = {
  npi: '1234567893',
  givenName: 'Ada',
  familyName: 'Example-Webb',
  state: 'TX',
  specialty: 'dermatology',
};
const listed: LeieCells = { LASTNAME: 'EXAMPLE WEBB', FIRSTNAME: 'ADA', STATE: 'OH', DOB: '19610714' };

let chronicle: Chronicle;
let list: ExclusionList;

beforeEach(async () => {
  chronicle = await Chronicle.open();
  list = new ExclusionList(chronicle.database, chronicle.clock);
});
afterEach(() => chronicle.close());

const monthOf = (month: string): Date => new Date(`2027-${month}-10T12:00:00Z`);
const load = (text: string, lastModified: Date | null = monthOf('02')) =>
  list.load(Readable.from([text]), { source: 'leie.csv', lastModified });
const find = (person: Partial<ExcludablePerson> = {}) => list.hitsFor(chronicle.database, { ...ada, ...person });

describe('An applicant', () => {
  it('is none of the list while nothing in it agrees but the name', async () => {
    await load(leieFile([listed]));
    expect(await find()).toMatchObject({ outcome: 'pass', reasons: [], matches: [] });
  });

  it('fails on a row with their NPI, whatever else it says', async () => {
    await load(leieFile([{ ...listed, LASTNAME: 'MAIDEN', NPI: '1234567893' }]));
    const { outcome, reasons, matches, list: rested } = await find();
    expect([outcome, matches.map(({ by }) => by)]).toEqual(['fail', ['npi']]);
    expect(reasons).toEqual([
      'NPI 1234567893 is listed: ADA MAIDEN, OH, born 1961, PSYCHIATRY, excluded since 2020-03-19 (1128b4).',
    ]);
    expect(rested && datasetVersion(rested)).toMatch(/^LEIE of 2027-02-10T12:00:00.000Z, 1 rows, sha256 [0-9a-f]{64}$/);
  });

  it('is named once by a row that has their NPI and their name', async () => {
    await load(leieFile([{ ...listed, STATE: 'TX', NPI: '1234567893' }]));
    expect((await find()).matches.map(({ by, stateAgrees }) => [by, stateAgrees])).toEqual([['npi', true]]);
  });

  it.each([
    ['state', { STATE: 'TX' }, {}, 'the state'],
    ['year of birth', {}, { birthYear: 1961 }, 'the year of birth'],
    ['specialty', { SPECIALTY: 'DERMATOLOGIST' }, {}, 'the specialty'],
    [
      'specialty of the publisher’s own',
      { SPECIALTY: 'SLEEP MEDICINE' },
      { specialty: 'sleep-medicine' },
      'the specialty',
    ],
  ])('is for a person to judge when name and %s agree', async (_name, cells, person, agreement) => {
    await load(leieFile([{ ...listed, ...cells }]));
    const { outcome, reasons, matches } = await find(person);
    expect([outcome, matches.length]).toEqual(['review', 1]);
    expect(reasons[0]).toContain(`the same: ${agreement}; no NPI is listed.`);
  });

  it('is for a person to judge also when the row has another NPI: the one declared may be somebody else’s', async () => {
    await load(leieFile([{ ...listed, STATE: 'TX', NPI: '1720377294' }]));
    expect((await find()).reasons[0]).toContain('the NPI listed is another, 1720377294.');
  });

  it.each([
    ['another given name', { FIRSTNAME: 'ADAM' }],
    ['another family name', { LASTNAME: 'WEBB' }],
    ['no person but a business', { FIRSTNAME: '', LASTNAME: '', BUSNAME: 'EXAMPLE WEBB, ADA' }],
  ])('is not named by a row with %s', async (_name, cells) => {
    await load(leieFile([{ ...listed, STATE: 'TX', ...cells }]));
    expect((await find()).outcome).toBe('pass');
  });

  it('without letters in the name, or without an NPI, is named by no filler', async () => {
    await load(leieFile([{ STATE: 'TX', LASTNAME: '--', FIRSTNAME: '--' }]));
    expect((await find({ familyName: '--', givenName: '--', npi: null })).outcome).toBe('pass');
  });

  it('is told the same row apart by its hash until the row changes', async () => {
    const hash = async (cells: LeieCells, dated: Date): Promise<string | undefined> => {
      await load(leieFile([{ ...listed, STATE: 'TX', ...cells }, { LASTNAME: dated.toISOString() }]), dated);
      return (await find()).matches[0]?.rowHash;
    };
    const first = await hash({}, monthOf('01'));
    expect(await hash({ CITY: 'ELSEWHERE' }, monthOf('02'))).toBe(first);
    expect(await hash({ EXCLTYPE: '1128a3' }, monthOf('02'))).not.toBe(first);
  });

  it('never passes, nor fails, without a list', async () => {
    expect(await find()).toMatchObject({
      outcome: 'error',
      reasons: ['No federal exclusion list was loaded yet.'],
      list: undefined,
    });
    await expect(load(leieHeader)).rejects.toThrow(ExclusionListRefused);
    expect((await find()).outcome).toBe('error');
  });

  it('never passes on a list older than 45 days; what it says is shown', async () => {
    await load(leieFile([listed]), new Date('2027-03-01T00:00:00Z'));
    chronicle.clock.travelTo(new Date('2027-04-15T12:00:00Z'));
    expect((await find()).outcome).not.toBe('error');
    chronicle.clock.travelTo(new Date('2027-04-16T12:00:00Z'));
    const { outcome, reasons } = await find();
    expect([outcome, reasons[0]]).toEqual(['error', expect.stringContaining('46 days old')]);
  });

  it('fails whose number even an old list names: no source that is silent makes that a matter for one person', async () => {
    await load(leieFile([{ ...listed, NPI: '1234567893' }]), new Date('2027-03-01T00:00:00Z'));
    chronicle.clock.travelTo(new Date('2027-04-16T12:00:00Z'));
    expect((await find()).outcome).toBe('fail');
  });

  it('rests on the date of the list, not on the day on which it was loaded', async () => {
    await load(leieFile([{ LASTNAME: 'ALDER' }]), new Date('2026-12-10T00:00:00Z'));
    expect((await find()).outcome).toBe('error');
    await load(leieFile([{ LASTNAME: 'BIRCH' }]), null);
    expect((await find()).outcome).toBe('pass');
  });
});

describe('Many persons', () => {
  it('are looked for at once, each hit under its person', async () => {
    await load(
      leieFile([
        { ...listed, STATE: 'TX' },
        { LASTNAME: 'OTHER', NPI: '1720377294' },
      ]),
    );
    const { hits, list: asked } = await list.hitsAmong(chronicle.database, [
      { ...ada, id: 'a' },
      { ...ada, id: 'b', npi: '1720377294', familyName: 'Nobody' },
      { ...ada, id: 'c', npi: null, familyName: 'Nobody' },
    ]);
    expect(hits.map(({ personId, by }) => [personId, by])).toEqual([
      ['a', 'name'],
      ['b', 'npi'],
    ]);
    expect(asked?.rows).toBe(2);
    expect(await list.hitsAmong(chronicle.database, [])).toEqual({ list: asked, hits: [] });
  });
});
