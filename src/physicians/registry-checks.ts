import type { CheckFinding, CheckOutcome, Declared } from './check.js';
import { compareLicenses } from './license-number.js';
import type { NppesAnswer, NppesRecord } from './nppes-answer.js';
import { compareNames } from './person-name.js';
import { isMappedSpecialty, isOtherProfessionCode, isPhysicianCode, matchesSpecialty } from './taxonomy.js';

/** V03: the registry knows the number as an active person’s. */
export function checkRecord(_declared: Declared, answer: NppesAnswer): CheckFinding {
  if (answer.kind === 'not-found') return finding('fail', 'The registry knows no such number.');
  if (answer.kind === 'deactivated')
    return finding('fail', `The number was deactivated. The registry says: ${answer.description}`);
  const { enumerationType, status, organization } = answer.record;
  if (enumerationType === 'NPI-2')
    return finding(
      'review',
      `The number belongs to an organization, ${organization || 'without a name'}: ask for the physician’s own.`,
    );
  if (status !== 'A')
    return finding('review', `The registry shows the status “${status || 'none'}” instead of active.`);
  return finding('pass', 'The registry shows an active person.');
}

/** V04: the declared name is the registry’s. */
export function checkName(declared: Declared, answer: NppesAnswer): CheckFinding {
  return withPerson(answer, ({ name, otherNames }) => {
    const { givenName, familyName } = declared;
    const likeness = compareNames({ first: givenName, middle: '', last: familyName }, name, otherNames);
    const both = `Declared: ${givenName} ${familyName}. Registry: ${namesIn(name, otherNames)}.`;
    if (likeness === 'same') return finding('pass', `The name agrees with the registry’s. ${both}`);
    if (likeness === 'close') return finding('review', `The name is close to one of the registry’s. ${both}`);
    return finding('fail', `The registry holds another name. ${both}`);
  });
}

/** V05: the person is a physician by code and by degree. */
export function checkPhysician(declared: Declared, answer: NppesAnswer): CheckFinding {
  return withPerson(answer, ({ taxonomies, name }) => {
    const codes = taxonomies.map(({ code }) => code);
    const byCode = isPhysicianCode(mainTaxonomy(taxonomies)?.code ?? '');
    const byDegree =
      isPhysicianDegree(declared.credential) && (name.credential === '' || isPhysicianDegree(name.credential));
    const facts = `Codes: ${listed(codes)}. Degree declared: ${declared.credential || 'none'}; in the registry: ${name.credential || 'none'}.`;
    if (byCode && byDegree) return finding('pass', `A physician by code and by degree. ${facts}`);
    const none = !codes.some(isPhysicianCode) && (!byDegree || codes.some(isOtherProfessionCode));
    if (none) return finding('fail', `The registry does not show a physician. ${facts}`);
    return finding('review', `Code and degree do not both show a physician. ${facts}`);
  });
}

/** V06: the registry’s codes belong to the declared specialty. */
export function checkSpecialty({ specialty }: Declared, answer: NppesAnswer): CheckFinding {
  return withPerson(answer, ({ taxonomies }) => {
    const facts = `Declared: ${specialty}. Codes: ${listed(taxonomies.map(({ code }) => code))}.`;
    if (!isMappedSpecialty(specialty)) return finding('review', `No code is kept for this specialty. ${facts}`);
    const main = mainTaxonomy(taxonomies);
    if (main && matchesSpecialty(main.code, specialty))
      return finding('pass', `The primary code belongs to the specialty. ${facts}`);
    if (taxonomies.some(({ code }) => matchesSpecialty(code, specialty)))
      return finding('review', `A code belongs to the specialty, but not the primary one. ${facts}`);
    return finding('fail', `No code belongs to the specialty. ${facts}`);
  });
}

/** V07: the registry holds the declared license. It is self-reported there: agreement proves no license. */
export function checkLicenseAgainstRegistry(declared: Declared, answer: NppesAnswer): CheckFinding {
  return withPerson(answer, ({ taxonomies }) => {
    const state = declared.state.toUpperCase();
    const held = taxonomies.filter((taxonomy) => taxonomy.state === state).map(({ license }) => license);
    const facts = `Declared: ${state} ${declared.licenseNumber}. Registry, ${state}: ${listed(held)}.`;
    const likenesses = held.map((license) => compareLicenses(declared.licenseNumber, license));
    if (likenesses.includes('same')) return finding('pass', `The registry holds the same license. ${facts}`);
    if (likenesses.includes('close'))
      return finding('review', `The registry writes the license in another form. ${facts}`);
    if (likenesses.includes('different'))
      return finding('fail', `The registry holds another license of the same state. ${facts}`);
    return finding('review', `The registry holds no license number of this state. ${facts}`);
  });
}

function finding(outcome: CheckOutcome, reason: string): CheckFinding {
  return { outcome, reasons: [reason] };
}

/** Without a person’s record there is nothing to compare with, which must not pass: somebody settles it. */
function withPerson(answer: NppesAnswer, check: (record: NppesRecord) => CheckFinding): CheckFinding {
  if (answer.kind === 'found' && answer.record.enumerationType === 'NPI-1') return check(answer.record);
  return finding('review', 'The registry holds no person’s record under this number to compare with.');
}

function mainTaxonomy(taxonomies: NppesRecord['taxonomies']): NppesRecord['taxonomies'][number] | undefined {
  return taxonomies.find(({ primary }) => primary);
}

const physicianDegrees = new Set(['MD', 'DO', 'MBBS', 'MBCHB', 'MBBCH', 'MBBCHIR', 'MBBCHBAO', 'BMBS']);

/** Whether one of the degrees written is a physician’s: “M.D.”, “DO, MPH”, “M B B S”. */
function isPhysicianDegree(text: string): boolean {
  const words = text
    .toUpperCase()
    .replaceAll('.', '')
    .split(/[,;/&]|\band\b/i)
    .flatMap((part) => [...part.trim().split(/\s+/), part.replace(/\s/g, '')]);
  return words.some((word) => physicianDegrees.has(word));
}

function listed(values: readonly string[]): string {
  return [...new Set(values)].filter(Boolean).join(', ') || 'none';
}

function namesIn(name: NppesRecord['name'], others: NppesRecord['otherNames']): string {
  const written = [name, ...others].map(({ first, middle, last }) => [first, middle, last].filter(Boolean).join(' '));
  return listed(written);
}
