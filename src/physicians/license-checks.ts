import { boardNamed, isSameBoard } from './certifying-boards.js';
import type { CheckFinding, CheckOutcome } from './check.js';
import { compareLicenses } from './license-number.js';
import {
  lostLicenses,
  type LicenseAnswer,
  type LicenseHolder,
  type LicenseReport,
  type ReportedLicense,
} from './license-source.js';
import { compareNames } from './person-name.js';

/** What is claimed, and the day that it is judged. */
export interface LicenseClaim extends LicenseHolder {
  /** The certifying board claimed, or empty. */
  certification: string;
  /** Civil date. */
  today: string;
}

/** A finding, and the last civil day on which it holds. */
export interface LicenseFinding extends CheckFinding {
  expiresOn: string | null;
}

const soonDays = 30;
const oldYears = 10;

/** V08: the license is active, full and unrestricted, in this name, for more than thirty days. */
export function checkLicense(claim: LicenseClaim, answer: LicenseAnswer): LicenseFinding {
  if (answer.kind === 'ambiguous') return finding('review', severalFit(answer.count));
  const license = answer.kind === 'found' ? licenseOf(claim, answer.report) : undefined;
  if (answer.kind === 'not-found' || !license)
    return finding('fail', `The source knows no license ${claim.state} ${claim.licenseNumber} of this physician.`);
  const fails = failsOf(license, claim.today);
  const reviews = [
    ...doubtsOn(claim, answer.report),
    ...reviewsOf(license, claim),
    ...lostLicenses(answer)
      .filter((each) => each !== license)
      .map((each) => `Another license is reported ${each.standing}: ${described(each)}.`),
  ];
  const outcome = fails.length > 0 ? 'fail' : reviews.length > 0 ? 'review' : 'pass';
  const reasons = [...fails, ...reviews];
  return {
    outcome,
    reasons: reasons.length > 0 ? reasons : [`Active, full and unrestricted: ${described(license)}.`],
    expiresOn: license.expiresOn,
  };
}

/** V09: no board has acted against the physician. */
export function checkOrders(claim: LicenseClaim, answer: LicenseAnswer): LicenseFinding {
  const report = reportOf(answer);
  if (!report) return finding('review', unknownThere(answer, 'orders'));
  return doubted(claim, report, ordersIn(report, claim.today));
}

function ordersIn({ boardActions, orders }: LicenseReport, today: string): LicenseFinding {
  const told = orders.map(({ words }) => `Order: ${words}.`);
  const held = orders.filter(({ prejudicial }) => prejudicial);
  const recent = held.filter(({ on }) => on === null || on >= yearsBefore(today, oldYears));
  if (boardActions === 'unknown') return finding('review', 'The source does not know of board actions.', ...told);
  if (boardActions === 'cleared')
    return held.length > 0
      ? finding('review', 'The source clears them and lists an order against them.', ...told)
      : finding('pass', 'No board action is known.');
  if (orders.length === 0) return finding('fail', 'A board acted, and the source does not say how.');
  if (recent.length > 0) return finding('fail', 'A board acted against them.', ...told);
  return finding('review', `Only orders of more than ${oldYears} years ago, stayed, or not against them.`, ...told);
}

/** V12: the certification claimed is one of a board of ABMS or AOA, and holds. */
export function checkCertification(claim: LicenseClaim, answer: LicenseAnswer): LicenseFinding {
  const report = reportOf(answer);
  if (!report) return finding('review', unknownThere(answer, 'certifications'));
  return doubted(claim, report, certificationIn(report, claim));
}

function certificationIn({ certifications }: LicenseReport, { certification, today }: LicenseClaim): LicenseFinding {
  const listed = certifications.map(({ board, certificate }) => `${board} (${certificate})`).join(', ') || 'none';
  const facts = `Claimed: ${certification}. Reported: ${listed}.`;
  const same = certifications.filter(({ board }) => isSameBoard(board, certification));
  const holds = same.find(({ valid, expiresOn }) => valid && (expiresOn === null || expiresOn >= today));
  if (holds) {
    const reason = `Certified by ${holds.board} (${holds.certificate}), ${holds.by}.`;
    return { ...finding('pass', reason), expiresOn: holds.expiresOn };
  }
  if (same.length > 0) return finding('review', `The certification is not valid any more. ${facts}`);
  if (boardNamed(certification)?.member) return finding('fail', `The board has not certified them. ${facts}`);
  return finding('review', `This is no board of ABMS or AOA that we know: ask for the certificate. ${facts}`);
}

/** What may be about somebody else is for a person; a fail stays one where the NPI is theirs. */
function doubted(claim: LicenseClaim, report: LicenseReport, found: LicenseFinding): LicenseFinding {
  const doubts = doubtsOn(claim, report);
  const certain = found.outcome === 'fail' && report.npis.includes(claim.npi);
  if (doubts.length === 0) return found;
  return { ...found, outcome: certain ? 'fail' : 'review', reasons: [...doubts, ...found.reasons] };
}

function finding(outcome: CheckOutcome, ...reasons: string[]): LicenseFinding {
  return { outcome, reasons, expiresOn: null };
}

const severalFit = (count: number): string => `${count} physicians fit: look up which one it is.`;

function unknownThere(answer: LicenseAnswer, what: string): string {
  return answer.kind === 'ambiguous'
    ? severalFit(answer.count)
    : `The source does not know the physician, and so no ${what} of theirs.`;
}

function reportOf(answer: LicenseAnswer): LicenseReport | undefined {
  return answer.kind === 'found' ? answer.report : undefined;
}

/** The declared license. One that a board took away is never hidden by another of the same number. */
function licenseOf({ state, licenseNumber }: LicenseClaim, { licenses }: LicenseReport): ReportedLicense | undefined {
  const here = licenses.filter((license) => license.state === state);
  const alike = (likeness: string) => here.filter(({ number }) => compareLicenses(licenseNumber, number) === likeness);
  const candidates = [alike('same'), alike('close'), licenseNumber === '' ? here : []].find(({ length }) => length > 0);
  const lost = candidates?.find(({ standing }) => standing === 'suspended' || standing === 'revoked');
  return lost ?? candidates?.sort((one, other) => (other.expiresOn ?? '').localeCompare(one.expiresOn ?? ''))[0];
}

function failsOf(license: ReportedLicense, today: string): string[] {
  const over = license.expiresOn !== null && license.expiresOn < today;
  const gone = ['suspended', 'revoked', 'expired', 'inactive'].includes(license.standing);
  return [
    ...(gone ? [`The license is ${license.standing}: ${described(license)}.`] : []),
    ...(over && license.standing !== 'expired' ? [`The license has expired: ${described(license)}.`] : []),
    ...(license.scope === 'limited' ? [`This is no full license: ${described(license)}.`] : []),
  ];
}

function reviewsOf(license: ReportedLicense, { licenseNumber, today }: LicenseClaim): string[] {
  const { standing, scope, expiresOn, number } = license;
  const soon = expiresOn !== null && expiresOn >= today && daysBetween(today, expiresOn) <= soonDays;
  const same = compareLicenses(licenseNumber, number) === 'same';
  return [
    ...(standing === 'restricted' ? [`The license is restricted: ${described(license)}.`] : []),
    ...(standing === 'unknown' ? [`The status cannot be read: ${described(license)}.`] : []),
    ...(scope === 'unknown' ? [`It is not said to be a full license: ${described(license)}.`] : []),
    ...(expiresOn === null ? ['The source does not say until when the license holds.'] : []),
    ...(soon ? [`The license expires within ${soonDays} days, on ${expiresOn}.`] : []),
    ...(same ? [] : [`The number is written in another form: ${number || 'none'}.`]),
  ];
}

/** Why the report may be about somebody else. */
function doubtsOn({ npi, givenName, familyName }: LicenseClaim, { names, npis }: LicenseReport): string[] {
  const [present, ...others] = names;
  const likeness = present && compareNames({ first: givenName, middle: '', last: familyName }, present, others);
  const held = names.map(({ first, middle, last }) => [first, middle, last].filter(Boolean).join(' ')).join(', ');
  return [
    ...(likeness === 'same' ? [] : [`Declared: ${givenName} ${familyName}. The source holds: ${held || 'no name'}.`]),
    ...(npis.length > 0 && !npis.includes(npi) ? [`The source holds another NPI: ${npis.join(', ')}.`] : []),
  ];
}

function described({ state, number, type, status, expiresOn }: ReportedLicense): string {
  const kind = [type, status].filter(Boolean).join(', ');
  return `${state} ${number} (${kind || 'nothing said of it'}${expiresOn ? `, until ${expiresOn}` : ''})`;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const yearsBefore = (today: string, years: number): string => `${Number(today.slice(0, 4)) - years}${today.slice(4)}`;
