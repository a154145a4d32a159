import { Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import type { ApplicationFacts } from './application-facts.js';
import { automaticOf } from './application-guards.js';
import { lintBiography } from './biography-lint.js';
import type { CheckId, Declared } from './check.js';
import { duplicateFacts, findDuplicates, fraudFacts } from './duplicates.js';
import { fraudSigns } from './fraud-signs.js';
import { readNppesAnswer, RegistryTrouble } from './nppes-answer.js';
import type { Evidence } from './nppes-client.js';
import { registryChecks, registryFindings, SourceChecks, type FoundCheck } from './source-checks.service.js';

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

/** Makes the automatic checks of one application. Reads only; who calls it keeps what was found. */
@Injectable()
export class Checking {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly sources: SourceChecks,
  ) {}

  /** The checks that machines make of such a file, by what is configured. */
  automaticOf(
    file: Pick<ApplicationFacts['application'], 'hasBiography' | 'claimsCertification' | 'touched'>,
  ): CheckId[] {
    const ofLicense = this.sources.licenseChecksOf(file);
    return [...automaticOf(file), ...ofLicense.filter((id) => file.touched?.includes(id) ?? true)];
  }

  /** The checks asked for, each with its evidence. A source that does not answer gives `error`, never an exception. */
  async run(file: Checkable, asked: readonly CheckId[]): Promise<FoundCheck[]> {
    const wanted = new Set(asked);
    const evidence = await this.registryEvidence(file, wanted);
    const found = [
      ...registryFindings(file.declared, evidence),
      ...(await this.ownFindings(file, evidence)),
      await this.sources.exclusion(file.declared),
      ...(wanted.has('V13') ? [await this.sources.email(file.declared)] : []),
      ...(wanted.has('V11') ? [await this.sources.federalExclusion(file.declared)] : []),
      ...(await this.sources.license(file.declared, asked)),
    ];
    return found.filter(({ checkId }) => wanted.has(checkId));
  }

  /** One question for all that the registry answers; an answer of the last day is not asked for again. */
  private async registryEvidence(file: Checkable, wanted: ReadonlySet<CheckId>): Promise<Evidence | RegistryTrouble> {
    if (![...Object.keys(registryChecks), 'V15'].some((id) => wanted.has(id as CheckId)))
      return new RegistryTrouble('Not asked.');
    const kept = await this.database.first<{ raw: Buffer; sha256: string; request: string; source: string; at: Date }>(
      `select raw, raw_sha256 as sha256, request, source, at from application_check
        where application_id = $1 and check_id = 'V03' and raw is not null and at > $2::timestamptz - interval '24 hours'
          and at >= coalesce($3, '-infinity'::timestamptz) order by id desc limit 1`,
      [file.id, this.clock.now(), file.checksSince],
    );
    if (!kept) return this.sources.registryEvidence(file.declared.npi);
    return { ...kept, answeredAt: kept.at, answer: readNppesAnswer(kept.raw, file.declared.npi) };
  }

  /** What needs nobody else: form, other files, the text for the profile. */
  private async ownFindings(file: Checkable, evidence: Evidence | RegistryTrouble): Promise<FoundCheck[]> {
    const { declared } = file;
    const today = civilDate(this.clock.now(), this.config.publisher.timeZone);
    const duplicates = await findDuplicates(this.database, file);
    const record = 'answer' in evidence && evidence.answer.kind === 'found' ? evidence.answer.record : null;
    const own = { source: 'Imprimatur' };
    return [
      { ...own, checkId: 'V01', finding: { outcome: 'pass', reasons: ['Ten digits, and the check digit is right.'] } },
      { ...own, checkId: 'V02', finding: duplicateFacts(duplicates) },
      {
        ...own,
        checkId: 'V15',
        finding:
          evidence instanceof RegistryTrouble
            ? { outcome: 'error', reasons: [evidence.message] }
            : fraudSigns(fraudFacts(file, duplicates, record, today)),
      },
      { ...own, checkId: 'V16', finding: lintBiography(declared.biography, declared) },
    ];
  }
}
