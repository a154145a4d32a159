import { describe, expect, it } from '@jest/globals';
import { abmsCertification, boardOrder, type FsmbFacts, fsmbReport } from '../../test/support/fsmb-server.js';
import { readFsmbMatches, readFsmbReport, readToken } from './fsmb-answer.js';
import { checkCertification, checkLicense, checkOrders, type LicenseClaim } from './license-checks.js';
import type { LicenseAnswer } from './license-source.js';
import { SourceTrouble } from './outside-source.js';

const known: FsmbFacts = { npi: '1234567893', first: 'MARISOL', last: 'EXAMPLE-REYES', state: 'CA', license: 'A00000' };
const claim: LicenseClaim = {
  npi: '1234567893',
  givenName: 'Marisol',
  familyName: 'Example-Reyes',
  credential: 'MD',
  state: 'CA',
  licenseNumber: 'a-00000',
  certification: 'American Board of Dermatology',
  today: '2026-03-02',
};
const fid = '900000001';
const bytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

function answer(more: Partial<FsmbFacts> = {}): LicenseAnswer {
  return { kind: 'found', report: readFsmbReport(bytes(fsmbReport({ ...known, ...more }, fid)), fid).report };
}

describe('V08, the license', () => {
  it('passes when active, full, unrestricted and in this name, and holds until its own end', () => {
    expect(checkLicense(claim, answer())).toEqual({
      outcome: 'pass',
      reasons: ['Active, full and unrestricted: CA A00000 (Full Physician and Surgeon, Active, until 2027-12-31).'],
      expiresOn: '2027-12-31',
    });
  });

  it.each<[string, Partial<FsmbFacts>]>([
    ['suspended', { status: 'Suspended' }],
    ['suspended in its code', { status: 'SUS' }],
    ['revoked', { status: 'Revocation' }],
    ['inactive', { status: 'Inactive' }],
    ['surrendered', { status: 'Voluntary Surrender' }],
    ['expired by its word', { status: 'Expired', expiresOn: '2025-12-31' }],
    ['expired by its date alone', { expiresOn: '2026-03-01' }],
    ['for administration', { type: 'Administrative Medicine' }],
    ['for teaching', { type: 'Teaching (Full time)' }],
    ['for training', { type: 'Postgraduate Training' }],
    ['of another number', { license: 'B77777' }],
    ['of another state', { state: 'NV' }],
    ['revoked, in another name', { status: 'Revoked', last: 'STRANGER' }],
  ])('fails when %s', (_what, more) => {
    expect(checkLicense(claim, answer(more)).outcome).toBe('fail');
  });

  it.each<[string, Partial<FsmbFacts>]>([
    ['ends within thirty days', { expiresOn: '2026-04-01' }],
    ['ends today', { expiresOn: '2026-03-02' }],
    ['has no end', { expiresOn: '--' }],
    ['is restricted', { status: 'Active - Probation' }],
    ['was suspended, and that was stayed', { status: 'Suspension stayed' }],
    ['has a status that we cannot read', { status: 'Code 17' }],
    ['is not said to be full', { type: '--' }],
    ['is in another name', { last: 'STRANGER' }],
    ['is in a name that is close', { first: 'MARISOLA' }],
    ['is written in another form', { license: 'C00000' }],
    ['stands beside a revoked one', { further: [{ issuerName: 'NV', licenseNumber: 'N1', status: 'Revoked' }] }],
  ])('is for a person when it %s', (_what, more) => {
    const number = more.license ? { licenseNumber: '7712345' } : {};
    const found = checkLicense({ ...claim, ...number }, answer({ ...more, ...(more.license && { license: '12345' }) }));
    expect(found.outcome).toBe('review');
  });

  it('passes with thirty-one days left', () => {
    expect(checkLicense(claim, answer({ expiresOn: '2026-04-02' })).outcome).toBe('pass');
  });

  it('is not saved by another license of the same number', () => {
    const further = [{ issuerName: 'CA', licenseNumber: 'A00000', status: 'Revoked', expirationDate: '2020-01-01' }];
    expect(checkLicense(claim, answer({ further })).outcome).toBe('fail');
  });

  it('fails of a physician whom nobody knows, and is for a person where several fit', () => {
    expect(checkLicense(claim, { kind: 'not-found' }).outcome).toBe('fail');
    expect(checkLicense(claim, { kind: 'ambiguous', count: 3 }).reasons).toEqual([
      '3 physicians fit: look up which one it is.',
    ]);
  });

  it('of whom nobody knows the number is for a person', () => {
    expect(checkLicense({ ...claim, licenseNumber: '' }, answer()).outcome).toBe('review');
  });
});

describe('V09, board orders', () => {
  const alerted = { boardActionStatus: 'Alerted' };
  it.each<[string, string, Partial<FsmbFacts>]>([
    ['pass', 'cleared', {}],
    ['review', 'unknown', { boardActionStatus: 'Unknown' }],
    ['review', 'a word that we cannot read', { boardActionStatus: 'Other' }],
    ['review', 'cleared, with an order against them', { boardOrders: [boardOrder('2024-05-05')] }],
    ['fail', 'an order of last year', { ...alerted, boardOrders: [boardOrder('2025-05-05')] }],
    ['fail', 'an order of ten years ago to the day', { ...alerted, boardOrders: [boardOrder('2016-03-02')] }],
    ['review', 'an order of more than ten years ago', { ...alerted, boardOrders: [boardOrder('2016-03-01')] }],
    [
      'fail',
      'an old and a new order',
      { ...alerted, boardOrders: [boardOrder('2001-01-01'), boardOrder('2025-01-01')] },
    ],
    [
      'review',
      'an order that is not against them',
      { ...alerted, boardOrders: [boardOrder('2025-05-05', { isPrejudicial: false })] },
    ],
    [
      'review',
      'an order that is stayed',
      { ...alerted, boardOrders: [boardOrder('2025-05-05', { actionStayed: { code: 'S' } })] },
    ],
    ['fail', 'an order without a date', { ...alerted, boardOrders: [boardOrder('')] }],
    ['fail', 'an alert without an order', alerted],
    ['review', 'cleared, in another name', { last: 'STRANGER' }],
    ['fail', 'an order, under their number in another name', { ...alerted, last: 'STRANGER' }],
    ['review', 'an order of somebody of another number', { ...alerted, npi: '2234567891' }],
  ])('%s: %s', (outcome, _what, more) => {
    expect(checkOrders(claim, answer(more)).outcome).toBe(outcome);
  });

  it('is for a person where the physician is not known', () => {
    expect(checkOrders(claim, { kind: 'not-found' }).outcome).toBe('review');
  });
});

describe('V12, the certification claimed', () => {
  const dermatology = (more: object = {}): Partial<FsmbFacts> => ({
    abms: [abmsCertification('American Board of Dermatology', more)],
  });
  const osteopathic = {
    boardName: 'American Osteopathic Board of Dermatology',
    certificationName: 'Dermatology',
    certificationStatus: 'Active',
    certificationEndDate: '2030-12-31',
  };
  it.each<[string, string, Partial<FsmbFacts>, string?]>([
    ['pass', 'confirmed by ABMS', dermatology()],
    ['pass', 'confirmed, with an end ahead', dermatology({ expirationDate: { date: '2026-03-02' } })],
    ['pass', 'confirmed by AOA', { aoa: [osteopathic] }, osteopathic.boardName],
    ['review', 'over', dermatology({ expirationDate: { date: '2026-03-01' } })],
    ['review', 'not valid', dermatology({ isCertified: false })],
    [
      'review',
      'of AOA and not active',
      { aoa: [{ ...osteopathic, certificationStatus: 'Retired' }] },
      osteopathic.boardName,
    ],
    ['fail', 'not found', {}],
    ['fail', 'of another board', { abms: [abmsCertification('American Board of Surgery')] }],
    ['review', 'of a board outside ABMS and AOA', {}, 'American Board of Hair Restoration Surgery'],
    ['review', 'in words that name no board', dermatology(), 'Yes, dermatology'],
    ['review', 'somebody else’s', { ...dermatology(), last: 'STRANGER' }],
  ])('%s: %s', (outcome, _what, more, certification = claim.certification) => {
    expect(checkCertification({ ...claim, certification }, answer(more)).outcome).toBe(outcome);
  });

  it('holds until its own end', () => {
    const found = checkCertification(claim, answer(dermatology({ expirationDate: { date: '2028-06-30' } })));
    expect(found.expiresOn).toBe('2028-06-30');
  });
});

describe('An answer of the Physician Data Center', () => {
  it.each([
    ['another physician’s report', () => readFsmbReport(bytes(fsmbReport(known, '900000002')), fid)],
    ['a report without a status', () => readFsmbReport(bytes({ fid }), fid)],
    ['a list that is none', () => readFsmbMatches(bytes({ items: 'none' }))],
    ['a match without a number', () => readFsmbMatches(bytes({ items: [{ name: {} }] }))],
    ['a token that is none', () => readToken(bytes({ expires_in: 3600 }))],
    ['a token without an end', () => readToken(bytes({ access_token: 'token' }))],
  ])('that is %s is trouble, and no finding', (_what, read) => {
    expect(read).toThrow(SourceTrouble);
  });
});
