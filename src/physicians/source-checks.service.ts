import { Inject, Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import type { CheckFinding, CheckId, Declared } from './check.js';
import { datasetVersion, listLastsDays } from './exclusion-finding.js';
import type { AcceptedList } from './exclusion-hits.js';
import { ExclusionList } from './exclusion-list.js';
import { askedDomain, checkEmail, checkMailDomain } from './email-checks.js';
import { checkCertification, checkLicense, checkOrders, type LicenseFinding } from './license-checks.js';
import { LicenseSource, type LicenseEvidence } from './license-source.js';
import { MailDomains } from './mail-domains.js';
import { RegistryTrouble } from './nppes-answer.js';
import { NppesClient, type Evidence } from './nppes-client.js';
import { SourceTrouble, type SourceEvidence } from './outside-source.js';
import {
  checkLicenseAgainstRegistry,
  checkName,
  checkPhysician,
  checkRecord,
  checkSpecialty,
} from './registry-checks.js';
import { judgeSam, SamClient } from './sam-client.js';

/** One result, with what it rests on. */
export interface FoundCheck {
  checkId: CheckId;
  finding: CheckFinding;
  source: string;
  request?: string;
  raw?: Buffer;
  sha256?: string;
  dataset?: string;
  /** Last civil day on which it holds. */
  expiresOn?: string | null;
}

export const registryChecks = {
  V03: checkRecord,
  V04: checkName,
  V05: checkPhysician,
  V06: checkSpecialty,
  V07: checkLicenseAgainstRegistry,
} as const;

const licenseChecks: Partial<Record<CheckId, (...judged: Parameters<typeof checkLicense>) => LicenseFinding>> = {
  V08: checkLicense,
  V09: checkOrders,
  V12: checkCertification,
};

/** What sources outside say of a declaration. A source that does not answer gives `error`, never an exception. Keeps nothing. */
@Injectable()
export class SourceChecks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly exclusions: ExclusionList,
    @Inject(NppesClient) private readonly registry: NppesClient,
    @Inject(SamClient) private readonly sam: SamClient | null,
    @Inject(LicenseSource) private readonly licenses: LicenseSource,
    @Inject(MailDomains) private readonly mailDomains: MailDomains | null,
  ) {}

  /** The checks that the configured source of licenses answers of such a file. */
  licenseChecksOf({ claimsCertification }: { claimsCertification: boolean }): CheckId[] {
    return this.licenses.answers.filter((id) => id !== 'V12' || claimsCertification);
  }

  /** What the registry holds, or why it holds nothing for now. */
  registryEvidence(npi: string): Promise<Evidence | RegistryTrouble> {
    return this.registry.lookUp(npi).catch((error: unknown) => {
      if (error instanceof RegistryTrouble) return error;
      throw error;
    });
  }

  /** V13: by names first; where those leave it open, the domain has to take mail. */
  async email(declared: Declared): Promise<FoundCheck> {
    const domain = askedDomain(declared);
    const byName = { checkId: 'V13', source: 'Imprimatur', finding: checkEmail(declared) } as const;
    if (!this.mailDomains || domain === null) return byName;
    if (domain === '') return { ...byName, finding: { outcome: 'fail', reasons: ['This can be no domain.'] } };
    const evidence = await orTrouble(this.mailDomains.lookUp(domain));
    if (evidence instanceof SourceTrouble)
      return { ...byName, source: 'Domain name system', finding: silent(evidence) };
    return { ...byName, ...proofOf(evidence), raw: evidence.raw, finding: checkMailDomain(declared, evidence) };
  }

  /** V10. */
  async exclusion(declared: Declared): Promise<FoundCheck> {
    const finding = await this.exclusions.hitsFor(this.database, declared);
    return {
      checkId: 'V10',
      finding,
      source: 'LEIE, Office of Inspector General',
      ...(finding.list ? { dataset: datasetVersion(finding.list), expiresOn: this.listLasts(finding.list) } : {}),
    };
  }

  /** Last civil day on which a list is relied on. */
  private listLasts({ lastModified, loadedAt }: AcceptedList): string {
    const end = new Date((lastModified ?? loadedAt).getTime() + listLastsDays * 86_400_000);
    return civilDate(end, this.config.publisher.timeZone);
  }

  /** V11. */
  async federalExclusion(declared: Declared): Promise<FoundCheck> {
    const sam = { checkId: 'V11', source: 'SAM.gov exclusions' } as const;
    if (!this.sam) return { ...sam, finding: { outcome: 'skipped', reasons: ['No key for SAM.gov is configured.'] } };
    const evidence = await orTrouble(this.sam.lookUp(declared));
    if (evidence instanceof SourceTrouble) return { ...sam, finding: silent(evidence) };
    return { ...sam, ...proofOf(evidence), raw: evidence.raw, finding: judgeSam(declared, evidence.exclusions) };
  }

  /** V08, V09 and V12, as far as they are asked for and answered by machine. */
  async license(declared: Declared, asked: readonly CheckId[]): Promise<FoundCheck[]> {
    const wanted = this.licenses.answers.filter((id) => asked.includes(id));
    if (wanted.length === 0) return [];
    const evidence = await orTrouble(this.licenses.lookUp(declared));
    const today = civilDate(this.clock.now(), this.config.publisher.timeZone);
    return wanted.flatMap((checkId, index) => this.judged(checkId, { ...declared, today }, evidence, index === 0));
  }

  private judged(
    checkId: CheckId,
    claim: Parameters<typeof checkLicense>[0],
    evidence: LicenseEvidence | SourceTrouble | undefined,
    first: boolean,
  ): FoundCheck[] {
    const judge = licenseChecks[checkId];
    if (!evidence || !judge) return [];
    if (evidence instanceof SourceTrouble)
      return [{ checkId, source: 'Source of licenses', finding: silent(evidence) }];
    const { expiresOn, ...finding } = judge(claim, evidence.answer);
    // The bytes are kept once; the others name them by their digest.
    return [{ checkId, ...proofOf(evidence), ...(first ? { raw: evidence.raw } : {}), finding, expiresOn }];
  }
}

/** V03 to V07 by one answer of the registry. */
export function registryFindings(declared: Declared, evidence: Evidence | RegistryTrouble): FoundCheck[] {
  const checks = Object.entries(registryChecks) as [CheckId, (typeof registryChecks)['V03']][];
  if (evidence instanceof RegistryTrouble)
    return checks.map(([checkId]) => ({ checkId, source: 'NPPES NPI Registry', finding: silent(evidence) }));
  const { raw, answer } = evidence;
  // The bytes are kept once, with V03; the others name them by their digest.
  return checks.map(([checkId, check]) => ({
    checkId,
    ...proofOf(evidence),
    ...(checkId === 'V03' ? { raw } : {}),
    finding: check(declared, answer),
  }));
}

function proofOf({ source, request, sha256, answeredAt }: SourceEvidence) {
  return { source, request, sha256, dataset: `answered ${answeredAt.toISOString()}` };
}

const silent = ({ message }: SourceTrouble): CheckFinding => ({ outcome: 'error', reasons: [message] });

async function orTrouble<Result>(asked: Promise<Result>): Promise<Result | SourceTrouble> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SourceTrouble) return error;
    throw error;
  }
}
