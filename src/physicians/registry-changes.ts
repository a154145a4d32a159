import { nothingDeclared, type Declared } from './check.js';
import { findingOf, type Finding } from './finding.js';
import type { NppesAnswer, NppesRecord } from './nppes-answer.js';
import { checkName, checkPhysician, checkSpecialty } from './registry-checks.js';

/** A member as the registry's record is compared with them. */
export type Comparable = Pick<Declared, 'givenName' | 'familyName' | 'credential' | 'specialty' | 'state'> & {
  npi: string;
};

/** Every kind that a reading of the registry can raise, and so can find gone. */
export const registryFindingKinds = [
  'npi-deactivated',
  'npi-missing',
  'npi-not-a-person',
  'name-changed',
  'specialty-changed',
  'state-changed',
] as const satisfies readonly Finding['kind'][];

/**
 * What calls for a person in a new reading of a member's record (`domain.md` C11). A deactivated number hides; the rest asks for
 * attention, and only what moved since the reading before: what was accepted then is not asked about each week.
 */
export function findingsOfRegistry(member: Comparable, answer: NppesAnswer, before: NppesRecord | null): Finding[] {
  if (answer.kind === 'deactivated')
    return [
      findingOf('npi-deactivated', 'provisional', answer.description, [`The registry says: ${answer.description}`]),
    ];
  if (answer.kind === 'not-found')
    return [findingOf('npi-missing', 'attention', member.npi, ['The registry knows the number no more.'])];
  const { record } = answer;
  if (record.enumerationType === 'NPI-2' || record.status !== 'A')
    return [
      findingOf('npi-not-a-person', 'attention', `${record.enumerationType} ${record.status}`, [
        'The registry shows no active person under the number.',
      ]),
    ];
  return [...nameFindings(member, answer, before), ...workFindings(member, answer, before)];
}

type Found = Extract<NppesAnswer, { kind: 'found' }>;

function nameFindings(member: Comparable, answer: Found, before: NppesRecord | null): Finding[] {
  const now = nameOf(answer.record);
  if (before && nameOf(before) === now) return [];
  const { outcome, reasons } = checkName(declaredLike(member), answer);
  return outcome === 'pass' ? [] : [findingOf('name-changed', 'attention', now, reasons)];
}

function workFindings(member: Comparable, answer: Found, before: NppesRecord | null): Finding[] {
  const { record } = answer;
  const found: Finding[] = [];
  if (!before || codesOf(before) !== codesOf(record)) {
    const checks = [checkPhysician(declaredLike(member), answer), checkSpecialty(declaredLike(member), answer)];
    const odd = checks.filter(({ outcome }) => outcome !== 'pass').flatMap(({ reasons }) => reasons);
    if (odd.length > 0) found.push(findingOf('specialty-changed', 'attention', codesOf(record), odd));
  }
  const states = practiceStates(record);
  const moved = before && practiceStates(before).join() !== states.join();
  if (moved && states.length > 0 && !states.includes(member.state))
    found.push(
      findingOf('state-changed', 'attention', states.join(), [
        `The registry shows practices in ${states.join(', ')} only; the license shown is of ${member.state}.`,
      ]),
    );
  return found;
}

const declaredLike = (member: Comparable): Declared => ({ ...nothingDeclared, ...member });

const nameOf = ({ name }: NppesRecord): string => [name.first, name.middle, name.last].join(' ');
const codesOf = ({ taxonomies }: NppesRecord): string =>
  taxonomies
    .map(({ code, primary }) => `${code}${primary ? '*' : ''}`)
    .sort()
    .join(' ');
const practiceStates = ({ addresses }: NppesRecord): string[] =>
  [...new Set(addresses.filter(({ purpose }) => purpose !== 'MAILING').map(({ state }) => state))]
    .filter(Boolean)
    .sort();
