import { describe, expect, it } from '@jest/globals';
import { registryRecord, type RegistryRecordFacts } from '../../test/support/registry-record.js';
import { readNppesAnswer, type NppesAnswer, type NppesRecord } from './nppes-answer.js';
import { findingsOfRegistry } from './registry-changes.js';

const npi = '1234567893';
const member = {
  npi,
  givenName: 'Marisol',
  familyName: 'Example-Reyes',
  credential: 'MD',
  specialty: 'dermatology',
  state: 'CA',
};
const known: RegistryRecordFacts = { npi, first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', license: 'A12345' };

function answer(more: Partial<RegistryRecordFacts> = {}): Extract<NppesAnswer, { kind: 'found' }> {
  const raw = Buffer.from(JSON.stringify({ result_count: 1, results: [registryRecord({ ...known, ...more })] }));
  const read = readNppesAnswer(raw, npi);
  if (read.kind !== 'found') throw new Error('A record was put in.');
  return read;
}
const before = (more: Partial<RegistryRecordFacts> = {}): NppesRecord => answer(more).record;
const kinds = (now: NppesAnswer, then: NppesRecord | null = before()): string[] =>
  findingsOfRegistry(member, now, then).map(({ kind, severity }) => `${severity} ${kind}`);

describe('A new reading of the registry', () => {
  it('of the same record finds nothing', () => {
    expect(kinds(answer())).toEqual([]);
  });

  it('of a deactivated number hides', () => {
    expect(kinds({ kind: 'deactivated', description: 'CMS deactivated it.' })).toEqual(['provisional npi-deactivated']);
  });

  it.each([
    ['a number that is gone', { kind: 'not-found' } as const, 'npi-missing'],
    ['an organization', answer({ kind: 'NPI-2' }), 'npi-not-a-person'],
    ['another status than active', answer({ status: 'D' }), 'npi-not-a-person'],
    ['another name', answer({ last: 'SOMEBODY' }), 'name-changed'],
    ['a code of another specialty', answer({ code: '207Q00000X' }), 'specialty-changed'],
    ['a nurse’s code', answer({ code: '363LF0000X' }), 'specialty-changed'],
    ['practices in another state alone', answer({ state: 'NV' }), 'state-changed'],
  ])('of %s asks for attention', (_, now, kind) => {
    expect(kinds(now)).toEqual([`attention ${kind}`]);
  });

  it('asks about what moved, and never again about what was accepted before', () => {
    const accepted = before({ last: 'MAIDEN', code: '207Q00000X' });
    expect(kinds(answer({ last: 'MAIDEN', code: '207Q00000X' }), accepted)).toEqual([]);
    expect(kinds(answer({ last: 'OTHER', code: '207Q00000X' }), accepted)).toEqual(['attention name-changed']);
  });

  it('without one before compares with what is declared', () => {
    expect(kinds(answer(), null)).toEqual([]);
    expect(kinds(answer({ last: 'SOMEBODY', code: '207Q00000X' }), null)).toEqual([
      'attention name-changed',
      'attention specialty-changed',
    ]);
  });

  it('gives the same key to the same sight, and another to another', () => {
    const key = (now: NppesAnswer): string | undefined => findingsOfRegistry(member, now, before())[0]?.key;
    expect(key(answer({ last: 'SOMEBODY' }))).toBe(key(answer({ last: 'SOMEBODY' })));
    expect(key(answer({ last: 'SOMEBODY' }))).not.toBe(key(answer({ last: 'ELSE' })));
  });
});
