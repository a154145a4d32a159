import type { Database } from '../platform/database.js';
import { listProblem, listLastsDays, sentenceOn } from './exclusion-finding.js';
import { acceptedList, exclusionHits, type ExcludablePerson, type ExclusionHit } from './exclusion-hits.js';
import type { Finding } from './finding.js';
import { lapseFindings, raiseFindings } from './findings.js';
import type { Moment } from './load-membership.js';

type Person = ExcludablePerson & { id: string };

/**
 * Looks for every member who was not yet looked for in the list that stands: by NPI, who is on it is suspended, by name, asked about.
 * Readings are written last, so that after a crash everybody is looked for again. Answers how many members the list names anew.
 */
export async function joinExclusions(database: Database, moment: Moment): Promise<number> {
  const list = await acceptedList(database);
  if (!list || listProblem(list, moment.now) !== undefined) return 0;
  const persons = await database.rows<Person>(unread, [list.loadId]);
  if (persons.length === 0) return 0;
  const { hits } = await exclusionHits(database, persons);
  const byPerson = Map.groupBy(hits, ({ personId }) => personId);
  let raised = 0;
  // Whoever failed is looked for again at the next round.
  const failures = new Map<string, unknown>();
  for (const [id, found] of byPerson) {
    const findings = found.map(findingOf);
    try {
      const done = await database.transaction(async (tx) => {
        await lapseFindings(tx, id, kinds, findings, moment);
        return raiseFindings(tx, id, findings, moment);
      });
      if (done) raised += 1;
    } catch (error) {
      failures.set(id, error);
    }
  }
  await keepReadings(
    database,
    { loadId: list.loadId, dated: list.lastModified ?? list.loadedAt },
    persons.filter(({ id }) => !failures.has(id)),
    byPerson,
    moment,
  );
  if (failures.size > 0) throw new AggregateError([...failures.values()], `${failures.size} member(s) failed.`);
  return raised;
}

const kinds = ['exclusion-npi', 'exclusion-name', 'exclusions-silent'] as const satisfies readonly Finding['kind'][];

const unread = `
  select p.id, p.npi, p.given_name as "givenName", p.family_name as "familyName", p.state, p.specialty
    from physician p where p.status <> 'terminated'
     and not exists (select 1 from monitoring_reading r where r.load_id = $1 and r.physician_id = p.id)`;

function findingOf(hit: ExclusionHit): Finding {
  const byNumber = hit.by === 'npi';
  return {
    kind: byNumber ? 'exclusion-npi' : 'exclusion-name',
    key: hit.rowHash,
    severity: byNumber ? 'provisional' : 'attention',
    reasons: [sentenceOn(hit)],
  };
}

async function keepReadings(
  database: Database,
  { loadId, dated }: { loadId: number; dated: Date },
  persons: readonly Person[],
  byPerson: ReadonlyMap<string, ExclusionHit[]>,
  { now }: Moment,
): Promise<void> {
  const ids = persons.map(({ id }) => id);
  const named = ids.filter((id) => byPerson.has(id));
  await database.transaction(async (tx) => {
    await tx.run(
      `insert into monitoring_reading (physician_id, source, outcome, load_id, dataset_version, at, expires_on)
       select m.id, 'exclusions', case when m.id = any ($2::uuid[]) then 'found' else 'clear' end, $3, l.sha256, $4,
              ($5::timestamptz + make_interval(days => $6))::date
         from unnest($1::uuid[]) m (id) join exclusion_load l on l.id = $3`,
      [ids, named, loadId, now, dated, listLastsDays],
    );
    // The list was read: its silence is over, and what it names no longer is gone.
    await tx.run(
      `update physician_finding f set lapsed_at = $2
        where f.physician_id = any ($1::uuid[]) and f.lapsed_at is null
          and (f.kind = 'exclusions-silent' or (f.kind in ('exclusion-npi', 'exclusion-name') and f.settled_at is not null
            and not exists (select 1 from exclusion e where e.row_hash = f.key)))`,
      [ids, now],
    );
  });
}
