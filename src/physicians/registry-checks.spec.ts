import { describe, expect, it } from '@jest/globals';
import { registryRecord, type RegistryRecordFacts } from '../../test/support/registry-record.js';
import type { Declared } from './check.js';
import { type NppesAnswer, readNppesAnswer } from './nppes-answer.js';
import {
  checkLicenseAgainstRegistry,
  checkName,
  checkPhysician,
  checkRecord,
  checkSpecialty,
} from './registry-checks.js';

const npi = '1234567893';

const physician: Declared = {
  npi,
  givenName: 'Marisol',
  familyName: 'Example-Reyes',
  credential: 'MD',
  email: 'marisol@derm.example',
  phone: '202-555-0142',
  state: 'CA',
  licenseNumber: 'A12345',
  licenseExpiresOn: '2028-01-31',
  specialty: 'dermatology',
  practiceName: 'Example Dermatology',
  practiceSite: 'https://derm.example',
  certification: '',
  biography: '',
};
const declared = (changes: Partial<Declared> = {}): Declared => ({ ...physician, ...changes });

function answer(changes: Partial<RegistryRecordFacts> = {}): NppesAnswer {
  const facts = { npi, first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', license: 'A12345', ...changes };
  return readNppesAnswer(Buffer.from(JSON.stringify({ result_count: 1, results: [registryRecord(facts)] })), npi);
}

const absent: NppesAnswer[] = [
  { kind: 'not-found' },
  { kind: 'deactivated', description: 'CMS deactivated it.' },
  answer({ kind: 'NPI-2' }),
];

describe('V03, the record', () => {
  it('passes for an active person', () => expect(checkRecord(declared(), answer()).outcome).toBe('pass'));

  it.each([
    ['an unknown number fails', absent[0]!, 'fail', 'no such number'],
    ['a deactivated number fails, in the registry’s words', absent[1]!, 'fail', 'CMS deactivated it.'],
    ['an organization’s number is for a person to ask about', absent[2]!, 'review', 'EXAMPLE-REYES GROUP'],
    ['another status than active is for a person to judge', answer({ status: 'D' }), 'review', '“D”'],
    ['no status is for a person to judge', answer({ status: '' }), 'review', '“none”'],
  ])('%s', (_policy, given, outcome, words) => {
    const { outcome: found, reasons } = checkRecord(declared(), given);
    expect([found, reasons.join(' ')]).toEqual([outcome, expect.stringContaining(words)]);
  });
});

describe('V04, the name', () => {
  it('passes when it is the registry’s', () => expect(checkName(declared(), answer()).outcome).toBe('pass'));

  it('is for a person to judge when it is close', () => {
    const { outcome, reasons } = checkName(declared({ familyName: 'Exampel-Reyes' }), answer());
    expect([outcome, reasons]).toEqual([
      'review',
      [expect.stringContaining('Declared: Marisol Exampel-Reyes. Registry: MARISOL EXAMPLE-REYES.')],
    ]);
  });

  it('is for a person to judge when it is a former one', () => {
    const married = answer({ last: 'SPECIMEN', formerLast: 'EXAMPLE-REYES' });
    expect(checkName(declared(), married).outcome).toBe('review');
  });

  it('fails when the registry holds another', () => {
    expect(checkName(declared({ givenName: 'Peter', familyName: 'Stranger' }), answer()).outcome).toBe('fail');
  });
});

describe('V05, a physician', () => {
  it.each([
    ['MD', 'M.D.'],
    ['M.D., Ph.D.', 'MD PHD'],
    ['DO', 'D.O.'],
    ['MBBS', 'M B B S'],
    ['MD', '--'],
  ])('passes with a physician’s primary code and %s, in the registry %s', (credential, held) => {
    expect(checkPhysician(declared({ credential }), answer({ credential: held })).outcome).toBe('pass');
  });

  it.each([
    ['a physician assistant', { code: '363A00000X', credential: 'PA-C' }],
    ['a nurse practitioner', { code: '363LF0000X', credential: 'FNP' }],
    ['a student', { code: '390200000X', credential: '--' }],
    ['a resident under the code of a student', { code: '390200000X', credential: 'MD' }],
    ['a dentist', { code: '122300000X', credential: 'DDS' }],
    ['a podiatrist', { code: '213E00000X', credential: 'DPM' }],
  ])('%s fails, whatever degree was declared', (_who, facts) => {
    expect(checkPhysician(declared(), answer(facts)).outcome).toBe('fail');
  });

  it.each([
    ['a physician’s code with another degree in the registry', 'MD', { credential: 'PA-C' }],
    ['a physician’s code with another degree declared', 'PA', {}],
    ['a physician’s degree with a code of neither', 'MD', { code: '174400000X' }],
    ['a physician’s code that is not the primary one', 'MD', { code: '390200000X', otherCodes: ['207N00000X'] }],
  ])('%s is for a person to judge', (_what, credential, facts) => {
    expect(checkPhysician(declared({ credential }), answer(facts)).outcome).toBe('review');
  });
});

describe('V06, the specialty', () => {
  it.each([
    ['passes when the primary code belongs to it', 'dermatology', {}, 'pass'],
    ['is for a person when only another code does', 'oculoplastic', { otherCodes: ['207W00000X'] }, 'review'],
    ['fails when no code does', 'plastic-surgery', {}, 'fail'],
    ['is for a person when we keep no code for it', 'hair-restoration', {}, 'review'],
  ])('%s', (_policy, specialty, facts, outcome) => {
    expect(checkSpecialty(declared({ specialty }), answer(facts)).outcome).toBe(outcome);
  });
});

describe('V07, the license in the registry', () => {
  it.each([
    ['passes when it is the same but for the writing', 'a-12345', {}, 'pass'],
    ['is for a person when it is in another form', '12345', {}, 'review'],
    ['is for a person when the registry holds none', 'A12345', { license: null }, 'review'],
    ['is for a person when the registry holds words', 'A12345', { license: 'PENDING' }, 'review'],
    ['is for a person when the registry knows another state only', 'A12345', { state: 'NV' }, 'review'],
    ['fails when the registry holds another of this state', 'A99999', {}, 'fail'],
  ])('%s', (_policy, licenseNumber, facts, outcome) => {
    expect(checkLicenseAgainstRegistry(declared({ licenseNumber }), answer(facts)).outcome).toBe(outcome);
  });

  it('passes when one of several of the state is the same', () => {
    const given = answer({ license: 'B77777' });
    if (given.kind !== 'found') throw new Error('It was found.');
    given.record.taxonomies.push({ code: '207ND0101X', state: 'CA', license: 'A12345', primary: false });
    expect(checkLicenseAgainstRegistry(declared(), given).outcome).toBe('pass');
  });
});

it.each(absent)('Without a person’s record nothing passes: somebody settles it', (given) => {
  const checks = [checkName, checkPhysician, checkSpecialty, checkLicenseAgainstRegistry];
  expect(checks.map((check) => check(declared(), given).outcome)).toEqual(['review', 'review', 'review', 'review']);
});
