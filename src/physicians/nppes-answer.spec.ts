import { describe, expect, it } from '@jest/globals';
import { registryRecord } from '../../test/support/registry-record.js';
import { type NppesAnswer, type NppesRecord, readNppesAnswer, RegistryTrouble } from './nppes-answer.js';

const npi = '1234567893';
const record = registryRecord({ npi, first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', license: 'A00000' });

function read(body: unknown, asked = npi): NppesAnswer {
  return readNppesAnswer(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), asked);
}

function found(result: Record<string, unknown>): NppesRecord {
  const answer = read({ result_count: 1, results: [result] });
  if (answer.kind !== 'found') throw new Error(`It is ${answer.kind}.`);
  return answer.record;
}

const error = (number: string | number, description: string) => ({
  Errors: [{ field: 'number', number, description }],
});

describe('an answer of the registry', () => {
  it('gives the record of today’s shape', () => {
    expect(found(record)).toEqual({
      number: npi,
      enumerationType: 'NPI-1',
      status: 'A',
      name: { first: 'MARISOL', middle: '', last: 'EXAMPLE-REYES', suffix: '', credential: 'M.D.' },
      organization: '',
      otherNames: [],
      addresses: ['MAILING', 'LOCATION'].map((purpose) => ({
        purpose,
        lines: ['100 EXAMPLE PLZ STE 5'],
        city: 'SPECIMEN',
        state: 'CA',
        postalCode: '000000000',
        phone: '202-555-0142',
      })),
      taxonomies: [{ code: '207N00000X', state: 'CA', license: 'A00000', primary: true }],
      enumeratedOn: '2007-02-15',
      updatedOn: '2024-08-05',
    });
  });

  it('gives the record of the older shape: a whole number, epochs in seconds', () => {
    const older = { ...record, number: Number(npi), created_epoch: 1171564996, last_updated_epoch: 1222870054 };
    const { number, enumeratedOn, updatedOn } = found({ ...older, basic: { first_name: 'MARISOL', status: 'A' } });
    expect([number, enumeratedOn, updatedOn]).toEqual([npi, '2007-02-15', '2008-10-01']);
  });

  it('reads epochs in milliseconds where no dates stand', () => {
    const { enumeratedOn } = found({ ...record, basic: {}, created_epoch: '1171564996000' });
    expect(enumeratedOn).toBe('2007-02-15');
  });

  it('bears missing, strange and new fields', () => {
    const bare = found({ number: npi, enumeration_type: 'NPI-1', novelty: { deep: [1] }, taxonomies: [null, 'x', {}] });
    expect(bare).toMatchObject({ status: '', addresses: [], enumeratedOn: null, updatedOn: null });
    expect(bare.taxonomies).toEqual([{ code: '', state: '', license: '', primary: false }]);
  });

  it('keeps former names and further practices, and nothing of “--” and control characters', () => {
    const other = {
      type: 'Former Name',
      code: '1',
      first_name: 'MARISOL',
      last_name: 'EXAM\u0000PLE',
      middle_name: '--',
    };
    const practice = { address_purpose: 'SECONDARY', address_1: '7 Sample St', address_2: '--', state: 'nv' };
    const read = found({ ...record, other_names: [other], practiceLocations: [practice] });
    expect(read.otherNames).toEqual([{ type: 'Former Name', first: 'MARISOL', middle: '', last: 'EXAM PLE' }]);
    expect(read.addresses.at(-1)).toMatchObject({ purpose: 'SECONDARY', lines: ['7 Sample St'], state: 'NV' });
  });

  it('tells an organization from a person', () => {
    const basic = { organization_name: 'EXAMPLE DERMATOLOGY GROUP', status: 'A' };
    const { enumerationType, organization } = found({ ...record, enumeration_type: 'NPI-2', basic });
    expect([enumerationType, organization]).toEqual(['NPI-2', 'EXAMPLE DERMATOLOGY GROUP']);
  });

  it('says that there is no such number', () => {
    expect(read({ result_count: 0, results: [] })).toEqual({ kind: 'not-found' });
  });

  it.each(['15', 15])('says that the number was deactivated, as error %j', (number) => {
    const description = `CMS deactivated NPI ${npi}. The provider can no longer use this NPI.`;
    expect(read(error(number, description))).toEqual({ kind: 'deactivated', description });
  });
});

describe('what is no answer counts neither for nor against a person', () => {
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Down for maintenance</body></html>', 'web page'],
    ['an answer cut off', JSON.stringify({ result_count: 1, results: [record] }).slice(0, 400), 'cut off'],
    ['nothing', '', 'cut off'],
    ['a list', '[]', 'unknown form'],
    ['no results', { result_count: 0 }, 'without results'],
    ['a count without its record', { result_count: 1, results: [] }, 'did not send it'],
    ['results without a count', { results: [] }, 'did not send it'],
    ['several records', { result_count: 2, results: [record, record] }, 'several records'],
    ['a refusal', error('04', 'No valid search criteria'), 'No valid search criteria'],
    ['a refusal without a reason', { Errors: [] }, 'no reason'],
    ['error 15 about something else', error('15', 'Something new'), 'Something new'],
    ['another number’s deactivation', error('15', 'CMS deactivated NPI 1669463816.'), '1669463816'],
    ['a record of no kind', { result_count: 1, results: [{ number: npi }] }, 'neither a person’s'],
  ])('%s', (_what, body, words) => {
    expect(() => read(body)).toThrow(RegistryTrouble);
    expect(() => read(body)).toThrow(words);
  });

  it('another person’s record', () => {
    const body = { result_count: 1, results: [record] };
    expect(() => read(body, '2234567891')).toThrow('another person’s record');
  });
});
