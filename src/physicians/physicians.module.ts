import { Module, type OnModuleInit } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { checkLifecycle } from '../platform/lifecycle.js';
import { applicationStates } from './application-facts.js';
import { ApplicationLimits } from './application-limits.js';
import { applicationLifecycle } from './application-lifecycle.js';
import { Applications } from './applications.service.js';
import { CheckingJobs } from './checking.jobs.js';
import { Checking } from './checking.service.js';
import { Documents } from './documents.service.js';
import { Claims } from './claims.service.js';
import { Conflicts } from './conflicts.service.js';
import { ExclusionList } from './exclusion-list.js';
import { FsmbClient } from './fsmb-client.js';
import { Intake } from './intake.service.js';
import { LetterJobs } from './letters.jobs.js';
import { LicenseSource, ManualLicenseSource } from './license-source.js';
import { membershipStates } from './membership-facts.js';
import { membershipLifecycle } from './membership-lifecycle.js';
import { MailDomains } from './mail-domains.js';
import { MemberDesk } from './member-desk.service.js';
import { MemberLetters } from './member-letters.js';
import { MonitorLicenses } from './monitor-licenses.js';
import { MonitorRegistry } from './monitor-registry.js';
import { MonitoringJobs } from './monitoring.jobs.js';
import { LookUps } from './look-up.service.js';
import { Memberships } from './memberships.service.js';
import { NppesClient, publishedRegistry } from './nppes-client.js';
import { PhysicianJobs } from './physicians.jobs.js';
import { ProofOfWork } from './proof-of-work.js';
import { SamClient } from './sam-client.js';
import { SourceChecks } from './source-checks.service.js';
import { Verification } from './verification.service.js';

const face = [
  Applications,
  Checking,
  CheckingJobs,
  Documents,
  Claims,
  Conflicts,
  ExclusionList,
  Intake,
  LetterJobs,
  MemberDesk,
  LookUps,
  Memberships,
  MonitoringJobs,
  PhysicianJobs,
  ProofOfWork,
  SourceChecks,
  Verification,
];

/** One client a process: the spacing of requests and the rest after failures are its own. */
const registry = {
  provide: NppesClient,
  useFactory: ({ nppesUrl, nppesRequestsPerSecond }: Config, clock: Clock) =>
    new NppesClient({
      baseUrl: nppesUrl ?? publishedRegistry,
      now: () => clock.now(),
      requestsPerSecond: nppesRequestsPerSecond,
      // Whoever may be asked more often may be tried again sooner.
      pauseMilliseconds: 1000 / nppesRequestsPerSecond,
      restMilliseconds: 120_000 / nppesRequestsPerSecond,
    }),
  inject: [Config, Clock],
};

/** Null without a key: then nobody is asked. */
const sam = {
  provide: SamClient,
  useFactory: ({ sam: asked }: Config, clock: Clock) =>
    asked ? new SamClient({ baseUrl: asked.url, apiKey: asked.apiKey, now: () => clock.now() }) : null,
  inject: [Config, Clock],
};

const licenses = {
  provide: LicenseSource,
  useFactory: ({ fsmb }: Config, clock: Clock): LicenseSource =>
    fsmb ? new FsmbClient({ ...fsmb, baseUrl: fsmb.url, now: () => clock.now() }) : new ManualLicenseSource(),
  inject: [Config, Clock],
};

/** Null where nobody is to be asked. */
const mailDomains = {
  provide: MailDomains,
  useFactory: ({ mxResolver: servers }: Config, clock: Clock) =>
    servers ? new MailDomains({ servers, now: () => clock.now() }) : null,
  inject: [Config, Clock],
};

/** Applications, checks, queues, decisions, membership. Needs the platform module beside it. */
@Module({
  imports: [IdentityModule],
  providers: [
    ...face,
    ApplicationLimits,
    MemberLetters,
    MonitorLicenses,
    MonitorRegistry,
    registry,
    sam,
    licenses,
    mailDomains,
  ],
  exports: [...face, LicenseSource],
})
export class PhysiciansModule implements OnModuleInit {
  /** Start-up stops at a table with an unknown or unreachable state. */
  onModuleInit(): void {
    checkLifecycle('application', applicationStates, [], applicationLifecycle);
    checkLifecycle('physician', membershipStates, [], membershipLifecycle);
  }
}
