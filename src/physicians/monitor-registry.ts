import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { lapseFindings, raiseFindings } from './findings.js';
import type { Moment } from './load-membership.js';
import { readNppesAnswer, RegistryTrouble, type NppesRecord } from './nppes-answer.js';
import { NppesClient, type Evidence } from './nppes-client.js';
import { lastReadings, readEach, whoIsDue } from './monitor-reading.js';
import { findingsOfRegistry, registryFindingKinds, type Comparable } from './registry-changes.js';

/** Members read in one round: at two questions a second, under a minute, so that applicants are not kept waiting. */
const mostAtOnce = 100;
/** Days after which a record is read again, and after which an old reading is relied on no longer. */
const weekly = 7;
const lastsDays = 30;

interface Due extends Comparable {
  id: string;
  /** The bytes read last, at the application or since. */
  before: Buffer | null;
}

/** Reads members' records in the registry again, each once a week. */
@Injectable()
export class MonitorRegistry {
  constructor(
    private readonly database: Database,
    @Inject(NppesClient) private readonly registry: NppesClient,
  ) {}

  /** Reads whoever is due, the longest unread first. Answers how many were read. */
  async readDue(moment: Moment): Promise<number> {
    const due = await this.database.rows<Due>(dueQuery, [moment.now, weekly, mostAtOnce]);
    const read = async (member: Due): Promise<void> => {
      await this.keep(member, await this.registry.lookUp(member.npi), moment);
    };
    return readEach(this.database, 'registry', due, read, moment);
  }

  private async keep(member: Due, { answer, raw, sha256, request }: Evidence, moment: Moment): Promise<void> {
    const findings = findingsOfRegistry(member, answer, recordIn(member));
    const news = member.before && raw.equals(member.before) ? null : raw;
    await this.database.transaction(async (tx) => {
      await lapseFindings(tx, member.id, [...registryFindingKinds, 'registry-silent'], findings, moment);
      await raiseFindings(tx, member.id, findings, moment);
      await tx.run(
        `insert into monitoring_reading (physician_id, source, outcome, reasons, request, raw, raw_sha256, at, expires_on)
         values ($1, 'registry', $2, $3, $4, $5, $6, $7, $8::date + $9::integer)`,
        [
          member.id,
          findings.length > 0 ? 'found' : 'clear',
          findings.flatMap(({ reasons }) => reasons),
          request,
          news,
          sha256,
          moment.now,
          moment.today,
          lastsDays,
        ],
      );
    });
  }
}

/** The record that was read last; an answer without one, or of another shape, compares with nothing. */
function recordIn({ before, npi }: Due): NppesRecord | null {
  if (!before) return null;
  try {
    const answer = readNppesAnswer(before, npi);
    return answer.kind === 'found' ? answer.record : null;
  } catch (error) {
    if (error instanceof RegistryTrouble) return null;
    throw error;
  }
}

const dueQuery = `
  select p.id, p.npi, p.given_name as "givenName", p.family_name as "familyName", p.post_nominals as credential, p.specialty, p.state,
         coalesce((select r.raw from monitoring_reading r where r.physician_id = p.id and r.source = 'registry' and r.raw is not null
                    order by r.id desc limit 1),
                  (select k.raw from application a join application_check k on k.application_id = a.id
                    where a.physician_id = p.id and k.check_id = 'V03' and k.raw is not null order by k.id desc limit 1)) as before
    from physician p${lastReadings('registry')}${whoIsDue}`;
