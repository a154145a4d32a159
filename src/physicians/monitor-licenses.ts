import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database.js';
import { findingsOfCertification, keepReported, type RegisteredCertification } from './certifications.js';
import { lapseFindings, raiseFindings } from './findings.js';
import { findingsOfLicenses, licenseFindingKinds, ownLicense } from './license-changes.js';
import { LicenseSource, type LicenseEvidence, type LicenseHolder } from './license-source.js';
import type { Moment } from './load-membership.js';
import { lastReadings, readEach, whoIsDue } from './monitor-reading.js';
import { moveMembership } from './move-membership.js';

/** Members read in one round. */
const mostAtOnce = 50;
const monthly = 30;

interface Due extends LicenseHolder {
  id: string;
  /** Civil date on which the license in the register ends. */
  registeredUntil: string | null;
  certification: RegisteredCertification | null;
}

/** Reads members' licenses again each month, where a source answers by machine; elsewhere their expiry is what is watched. */
@Injectable()
export class MonitorLicenses {
  constructor(
    private readonly database: Database,
    @Inject(LicenseSource) private readonly source: LicenseSource,
  ) {}

  /** Reads whoever is due, the longest unread first. Answers how many were read. */
  async readDue(moment: Moment): Promise<number> {
    if (!this.source.answers.includes('V08')) return 0;
    const due = await this.database.rows<Due>(dueQuery, [moment.now, monthly, mostAtOnce]);
    const read = async (member: Due): Promise<void> => {
      const evidence = await this.source.lookUp(member);
      if (evidence) await this.database.transaction((tx) => keep(tx, member, evidence, moment));
    };
    return readEach(this.database, 'license', due, read, moment);
  }
}

async function keep(tx: Tx, member: Due, evidence: LicenseEvidence, moment: Moment): Promise<void> {
  const ofLicense = findingsOfLicenses(member, evidence.answer);
  const findings = [...ofLicense, ...findingsOfCertification(member.certification, evidence.answer, moment.today)];
  await lapseFindings(tx, member.id, licenseFindingKinds, findings, moment);
  await raiseFindings(tx, member.id, findings, moment);
  if (ofLicense.length === 0) await recordRenewal(tx, member, evidence, moment);
  await keepReported(tx, member.certification, evidence, moment);
  await tx.run(
    `insert into monitoring_reading (physician_id, source, outcome, reasons, request, raw, raw_sha256, at, expires_on)
     values ($1, 'license', $2, $3, $4, $5, $6, $7, $8::date + 45)`,
    [
      member.id,
      findings.length > 0 ? 'found' : 'clear',
      findings.flatMap(({ reasons }) => reasons),
      evidence.request,
      evidence.raw,
      evidence.sha256,
      moment.now,
      moment.today,
    ],
  );
}

/** A license that the source shows as active for longer than the register knows was renewed: nobody has to type it. */
async function recordRenewal(tx: Tx, member: Due, evidence: LicenseEvidence, moment: Moment): Promise<void> {
  const license = ownLicense(member, evidence.answer);
  const { registeredUntil } = member;
  if (license?.standing !== 'active' || !license.expiresOn || registeredUntil === null) return;
  if (license.expiresOn <= registeredUntil || license.expiresOn < moment.today) return;
  const { status } = await tx.one<{ status: string }>('select status from physician where id = $1 for no key update', [
    member.id,
  ]);
  if (status === 'suspended' || status === 'terminated') return;
  const input = { expiresOn: license.expiresOn, evidence: `${evidence.source}, sha256 ${evidence.sha256}` };
  const command = { id: member.id, name: 'renewLicense', input, actor: null, by: 'clock' as const, requestId: null };
  await moveMembership(tx, command, moment);
}

const dueQuery = `
  select p.id, p.npi, p.given_name as "givenName", p.family_name as "familyName", p.post_nominals as credential, p.state,
         l.number as "licenseNumber", l.expires_on as "registeredUntil",
         (select jsonb_build_object('credentialId', b.credential_id, 'board', b.authority, 'standing', b.standing, 'expiresOn', b.expires_on)
            from member_certification b where b.physician_id = p.id) as certification
    from physician p
    join lateral (select c.number, s.expires_on from credential c cross join lateral (
                    select n.expires_on, n.recorded_at from credential_standing n where n.credential_id = c.id
                     order by n.recorded_at desc, n.id desc limit 1) s
                   where c.physician_id = p.id and c.kind = 'license' and c.region = p.state order by s.recorded_at desc limit 1) l on true${lastReadings('license')}${whoIsDue}`;
