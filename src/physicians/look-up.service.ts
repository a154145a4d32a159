import { Injectable } from '@nestjs/common';
import { nothingDeclared, type CheckId, type Declared } from './check.js';
import { isNpi } from './npi.js';
import { RegistryTrouble } from './nppes-answer.js';
import type { Evidence } from './nppes-client.js';
import { registryFindings, SourceChecks, type FoundCheck } from './source-checks.service.js';

/** Whom to look up; what is not known is empty. */
export interface LookUp {
  npi: string;
  givenName: string;
  familyName: string;
  /** Two letters. */
  state: string;
  /** Slug of one of our specialties. */
  specialty: string;
}

/** Looks a physician up outside of any application. Keeps nothing. */
@Injectable()
export class LookUps {
  constructor(private readonly sources: SourceChecks) {}

  /** What can be checked of what is known, in the order of the checks. A number that is none is told by V01 alone. */
  async check(asked: LookUp): Promise<FoundCheck[]> {
    if (!isNpi(asked.npi))
      return [own('fail', 'This is no NPI: ten digits, the first 1 or 2, the last a check digit.')];
    const evidence = await this.sources.registryEvidence(asked.npi);
    const declared = declaredBy(asked, evidence);
    const wanted = wantedOf(asked);
    const found = [
      own('pass', 'Ten digits, and the check digit is right.'),
      ...registryFindings(declared, evidence),
      await this.sources.exclusion({ ...declared, specialty: declared.specialty || noSpecialty }),
      await this.sources.federalExclusion(declared),
      ...(await this.sources.license(declared, wanted)),
    ];
    return found.filter(({ checkId }) => wanted.includes(checkId));
  }
}

/** No line of work is listed so: without a specialty none agrees. */
const noSpecialty = 'not-given';

function own(outcome: 'pass' | 'fail', reason: string): FoundCheck {
  return { checkId: 'V01', source: 'Imprimatur', finding: { outcome, reasons: [reason] } };
}

function wantedOf({ givenName, familyName, state, specialty }: LookUp): CheckId[] {
  const named = givenName !== '' && familyName !== '';
  return [
    ...(['V01', 'V03', 'V05', 'V10', 'V11'] as const),
    ...(specialty ? (['V06'] as const) : []),
    ...(named ? (['V04', 'V09'] as const) : []),
    ...(named && state ? (['V08'] as const) : []),
  ];
}

/** As if declared; degree and license number are taken from the registry, where nobody says them. */
function declaredBy(asked: LookUp, evidence: Evidence | RegistryTrouble): Declared {
  const record = 'answer' in evidence && evidence.answer.kind === 'found' ? evidence.answer.record : undefined;
  const held = record?.taxonomies.find(({ state, license }) => state === asked.state && license !== '');
  return {
    ...nothingDeclared,
    ...asked,
    credential: record?.name.credential ?? '',
    licenseNumber: held?.license ?? '',
  };
}
