import { describe, expect, it } from '@jest/globals';
import { findingsOfCertification, reportedCertification } from './certifications.js';
import type { LicenseAnswer, ReportedCertification } from './license-source.js';

const own = { board: 'American Board of Dermatology' };
const today = '2026-04-02';

function found(...certifications: Partial<ReportedCertification>[]): LicenseAnswer {
  const certification = { by: 'ABMS' as const, board: own.board, certificate: 'Dermatology', valid: true };
  const report = { names: [], npis: [], boardActions: 'cleared' as const, licenses: [], orders: [] };
  const all = certifications.map((more) => ({ ...certification, expiresOn: null, ...more }));
  return { kind: 'found', report: { ...report, certifications: all } };
}
const kinds = (answer: LicenseAnswer): string[] =>
  findingsOfCertification(own, answer, today).map(({ kind, severity }) => `${severity} ${kind}`);

describe('A new reading of a certification', () => {
  it.each([
    ['is not valid', { valid: false }],
    ['ended yesterday', { expiresOn: '2026-04-01' }],
  ])('that %s asks for attention, and hides nobody', (_, more) => {
    expect(kinds(found(more))).toEqual(['attention certification-lost']);
  });

  it('that holds, on its last day too, finds nothing', () => {
    expect(kinds(found({}))).toEqual([]);
    expect(kinds(found({ expiresOn: today }))).toEqual([]);
  });

  it('of another board, of nobody, or of one without a certification says nothing of it', () => {
    expect(kinds(found({ board: 'American Board of Surgery', valid: false }))).toEqual([]);
    expect(kinds(found())).toEqual([]);
    expect(kinds({ kind: 'not-found' })).toEqual([]);
    expect(findingsOfCertification(null, found({ valid: false }), today)).toEqual([]);
  });

  it('of several certificates of the board goes by the one that holds longest', () => {
    const [ended, short, long] = [{ valid: false }, { expiresOn: '2026-12-31' }, { expiresOn: '2030-12-31' }];
    expect(reportedCertification(own, found(ended, short, long), today)).toEqual({
      holds: true,
      expiresOn: '2030-12-31',
    });
    expect(reportedCertification(own, found(short, {}), today)).toEqual({ holds: true, expiresOn: null });
  });
});
