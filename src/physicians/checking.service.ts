import { Inject, Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import type { CheckFinding, CheckId, Declared } from './check.js';
import { duplicateFacts, findDuplicates, fraudFacts } from './duplicates.js';
import { checkEmail } from './email-checks.js';
import { datasetVersion } from './exclusion-finding.js';
import { ExclusionList } from './exclusion-list.js';
import { fraudSigns } from './fraud-signs.js';
import { readNppesAnswer, RegistryTrouble } from './nppes-answer.js';
import { NppesClient, type Evidence } from './nppes-client.js';
import {
  checkLicenseAgainstRegistry,
  checkName,
  checkPhysician,
  checkRecord,
  checkSpecialty,
} from './registry-checks.js';

/** One result, with what it rests on. */
export interface FoundCheck {
  checkId: CheckId;
  finding: CheckFinding;
  source: string;
  request?: string;
  raw?: Buffer;
  sha256?: string;
  dataset?: string;
}

/** An application as checks read it. */
export interface Checkable {
  id: string;
  declared: Declared;
  networkHash: string;
  submittedAt: Date;
  filledInSeconds: number | null;
  /** No answer from before this is used again. */
  checksSince: Date | null;
}

const registryChecks = {
  V03: checkRecord,
  V04: checkName,
  V05: checkPhysician,
  V06: checkSpecialty,
  V07: checkLicenseAgainstRegistry,
} as const;

/** Makes the automatic checks of one application. Reads only; who calls it keeps what was found. */
@Injectable()
export class Checking {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly exclusions: ExclusionList,
    @Inject(NppesClient) private readonly registry: NppesClient,
  ) {}

  /** The checks asked for, each with its evidence. A source that does not answer gives `error`, never an exception. */
  async run(file: Checkable, asked: readonly CheckId[]): Promise<FoundCheck[]> {
    const wanted = new Set(asked);
    const evidence = await this.registryEvidence(file, wanted);
    const found = [
      ...registryFindings(file.declared, evidence),
      ...(await this.ownFindings(file, evidence)),
      await this.exclusion(file.declared),
    ];
    return found.filter(({ checkId }) => wanted.has(checkId));
  }

  /** One question for all that the registry answers; an answer of the last day is not asked for again. */
  private async registryEvidence(file: Checkable, wanted: ReadonlySet<CheckId>): Promise<Evidence | RegistryTrouble> {
    if (![...Object.keys(registryChecks), 'V15'].some((id) => wanted.has(id as CheckId)))
      return new RegistryTrouble('Not asked.');
    const kept = await this.database.first<{ raw: Buffer; sha256: string; request: string; at: Date }>(
      `select raw, raw_sha256 as sha256, request, at from application_check
        where application_id = $1 and check_id = 'V03' and raw is not null and at > $2::timestamptz - interval '24 hours'
          and at >= coalesce($3, '-infinity'::timestamptz) order by id desc limit 1`,
      [file.id, this.clock.now(), file.checksSince],
    );
    if (kept)
      return {
        ...kept,
        source: registryName,
        answeredAt: kept.at,
        answer: readNppesAnswer(kept.raw, file.declared.npi),
      };
    try {
      return await this.registry.lookUp(file.declared.npi);
    } catch (error) {
      if (error instanceof RegistryTrouble) return error;
      throw error;
    }
  }

  private async exclusion(declared: Declared): Promise<FoundCheck> {
    const finding = await this.exclusions.hitsFor(this.database, declared);
    return {
      checkId: 'V10',
      finding,
      source: 'LEIE, Office of Inspector General',
      ...(finding.list ? { dataset: datasetVersion(finding.list) } : {}),
    };
  }

  /** What needs nobody else: form, address, other files. */
  private async ownFindings(file: Checkable, evidence: Evidence | RegistryTrouble): Promise<FoundCheck[]> {
    const today = civilDate(this.clock.now(), this.config.publisher.timeZone);
    const duplicates = await findDuplicates(this.database, file);
    const record = 'answer' in evidence && evidence.answer.kind === 'found' ? evidence.answer.record : null;
    const own = { source: 'Imprimatur' };
    return [
      { ...own, checkId: 'V01', finding: { outcome: 'pass', reasons: ['Ten digits, and the check digit is right.'] } },
      { ...own, checkId: 'V02', finding: duplicateFacts(duplicates) },
      { ...own, checkId: 'V13', finding: checkEmail(file.declared) },
      {
        ...own,
        checkId: 'V15',
        finding:
          evidence instanceof RegistryTrouble
            ? { outcome: 'error', reasons: [evidence.message] }
            : fraudSigns(fraudFacts(file, duplicates, record, today)),
      },
    ];
  }
}

const registryName = 'NPPES NPI Registry';

function registryFindings(declared: Declared, evidence: Evidence | RegistryTrouble): FoundCheck[] {
  const checks = Object.entries(registryChecks) as [CheckId, (typeof registryChecks)['V03']][];
  if (evidence instanceof RegistryTrouble)
    return checks.map(([checkId]) => ({
      checkId,
      source: registryName,
      finding: { outcome: 'error', reasons: [evidence.message] },
    }));
  const { source, request, raw, sha256, answer, answeredAt } = evidence;
  const proof = { source, request, sha256, dataset: `answered ${answeredAt.toISOString()}` };
  // The bytes are kept once, with V03; the others name them by their digest.
  return checks.map(([checkId, check]) => ({
    checkId,
    ...proof,
    ...(checkId === 'V03' ? { raw } : {}),
    finding: check(declared, answer),
  }));
}
