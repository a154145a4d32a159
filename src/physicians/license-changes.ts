import { findingOf, type Finding } from './finding.js';
import { compareLicenses } from './license-number.js';
import { lostLicenses, type LicenseAnswer, type LicenseHolder, type ReportedLicense } from './license-source.js';

/** Every kind that a reading of a source of licenses can raise, and so can find gone. */
export const licenseFindingKinds = [
  'license-lost',
  'license-missing',
  'board-alert',
  'certification-lost',
] as const satisfies readonly Finding['kind'][];

/** What calls for a person in a new reading of a member's licenses: one that a board took away hides, in whichever state. */
export function findingsOfLicenses(holder: LicenseHolder, answer: LicenseAnswer): Finding[] {
  const lost = lostLicenses(answer);
  if (lost.length > 0) {
    const seen = lost.map(({ state, number, standing }) => `${state} ${number} is reported ${standing}.`);
    return [findingOf('license-lost', 'provisional', seen.join(' '), seen)];
  }
  if (answer.kind === 'ambiguous') return [];
  if (answer.kind === 'not-found' || !ownLicense(holder, answer)) {
    const reason = `The source knows the license ${holder.state} ${holder.licenseNumber} no more.`;
    return [findingOf('license-missing', 'attention', reason, [reason])];
  }
  const { boardActions, orders } = answer.report;
  if (boardActions !== 'alerted') return [];
  const told = ['A board reports an action.', ...orders.map(({ words }) => `Order: ${words}.`)];
  return [findingOf('board-alert', 'attention', told.join(' '), told)];
}

/** The member's license as the source reports it, where it does. */
export function ownLicense(
  { state, licenseNumber }: LicenseHolder,
  answer: LicenseAnswer,
): ReportedLicense | undefined {
  if (answer.kind !== 'found') return undefined;
  return answer.report.licenses.find(
    (license) => license.state === state && compareLicenses(licenseNumber, license.number) !== 'different',
  );
}
