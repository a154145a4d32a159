import { describe, expect, it } from '@jest/globals';
import { findingsOfLicenses, ownLicense } from './license-changes.js';
import type { LicenseAnswer, LicenseReport, ReportedLicense } from './license-source.js';

const holder = {
  npi: '1234567893',
  givenName: 'Ada',
  familyName: 'Quill',
  credential: 'MD',
  state: 'NY',
  licenseNumber: '217777',
};
const license: ReportedLicense = {
  state: 'NY',
  number: '217777',
  type: 'Full',
  scope: 'full',
  status: 'Active',
  standing: 'active',
  expiresOn: '2027-12-31',
};

function found(more: Partial<LicenseReport> = {}): LicenseAnswer {
  const report: LicenseReport = {
    names: [],
    npis: [],
    boardActions: 'cleared',
    licenses: [license],
    orders: [],
    certifications: [],
  };
  return { kind: 'found', report: { ...report, ...more } };
}
const kinds = (answer: LicenseAnswer): string[] =>
  findingsOfLicenses(holder, answer).map(({ kind, severity }) => `${severity} ${kind}`);

describe('A new reading of the licenses', () => {
  it('that are as they were finds nothing', () => {
    expect(kinds(found())).toEqual([]);
    expect(ownLicense(holder, found())).toBe(license);
  });

  it.each(['suspended', 'revoked'] as const)('of which one is %s hides, in whichever state', (standing) => {
    const lost = { ...license, state: 'OH', number: '35.9', standing };
    expect(kinds(found({ licenses: [license, lost] }))).toEqual(['provisional license-lost']);
  });

  it('of which the member’s is gone asks for attention', () => {
    expect(kinds(found({ licenses: [{ ...license, state: 'OH' }] }))).toEqual(['attention license-missing']);
    expect(kinds({ kind: 'not-found' })).toEqual(['attention license-missing']);
  });

  it('with a board’s action asks for attention, and tells the orders', () => {
    const orders = [{ on: '2026-01-02', words: 'Probation', prejudicial: true }];
    const [finding] = findingsOfLicenses(holder, found({ boardActions: 'alerted', orders }));
    expect(finding).toMatchObject({ kind: 'board-alert', severity: 'attention' });
    expect(finding?.reasons).toContain('Order: Probation.');
  });

  it('that fits several physicians finds nothing against one', () => {
    expect(kinds({ kind: 'ambiguous', count: 2 })).toEqual([]);
  });
});
