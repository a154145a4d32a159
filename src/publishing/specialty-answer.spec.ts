import { describe, expect, it } from '@jest/globals';
import { byState, type MemberRow } from './specialty-answer.js';

const row = (givenName: string, familyName: string, ...regions: string[]): MemberRow => ({
  slug: `${givenName}-${familyName}`.toLowerCase(),
  givenName,
  familyName,
  credentials: 'MD',
  practice: '',
  regions,
});
const printed = (rows: MemberRow[]) =>
  byState(rows).map(({ name, members }) => [name, ...members.map((member) => member.name)]);

describe('members by state', () => {
  it('stand under every state of theirs, states by name and not by code', () => {
    expect(printed([row('Ada', 'Moss', 'AK', 'AL'), row('Bo', 'Lind', 'AL')])).toEqual([
      ['Alabama', 'Bo Lind', 'Ada Moss'],
      ['Alaska', 'Ada Moss'],
    ]);
  });

  it('stand once in a state that two licenses write differently', () => {
    const [state] = byState([row('Ada', 'Moss', 'CA', 'California')]);
    expect(state).toMatchObject({ name: 'California', members: [{ licenseStates: ['California'] }] });
  });

  it('stand by family name, given name and address, whoever was found first', () => {
    const rows = [
      row('Zoe', 'Abel', 'NY'),
      row('Ann', 'Öster', 'NY'),
      row('Ann', 'Abel', 'NY'),
      row('Bo', 'Zorn', 'NY'),
    ];
    const twin = { ...row('Ann', 'Abel', 'NY'), slug: 'ann-abel-ny' };
    const order = ['ann-abel', 'ann-abel-ny', 'zoe-abel', 'ann-öster', 'bo-zorn'].map((slug) => `/physicians/${slug}`);
    for (const found of [[...rows, twin], [twin, ...rows].reverse()])
      expect(byState(found)[0]?.members.map(({ path }) => path)).toEqual(order);
  });

  it('are nowhere without a license', () => {
    expect(byState([])).toEqual([]);
  });
});
