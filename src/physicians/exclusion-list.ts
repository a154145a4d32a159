import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Refused } from '../platform/errors.js';
import { copyingTransaction, copyLines, type Copy } from './exclusion-copy.js';
import { judgeExclusion, type ExclusionFinding } from './exclusion-finding.js';
import {
  acceptedList,
  exclusionHits,
  type AcceptedList,
  type ExcludablePerson,
  type ExclusionHit,
} from './exclusion-hits.js';
import { LeieReading } from './leie-file.js';
import { LeieFileProblem, type ListedExclusion } from './leie-row.js';

/** Where a file comes from. */
export interface ListSource {
  /** Its address or path. */
  source: string;
  lastModified: Date | null;
}

/** What became of a file. `unchanged`: it is the very file that stands, to the byte; nothing was done. */
export interface LoadReport {
  outcome: 'accepted' | 'unchanged';
  /** The list that stands now. */
  list: AcceptedList;
  /** The one before. */
  previous: AcceptedList | undefined;
}

/** The file was not taken, and the list stands as it was. */
export class ExclusionListRefused extends Refused {
  constructor(problem: string) {
    super([{ code: 'exclusion-list-refused', message: problem }], 'The exclusion list was not replaced.');
  }
}

interface Offer extends ListSource {
  reading: LeieReading;
  leastShare: number;
  now: Date;
}

/** The federal list of the excluded (LEIE): replaced as a whole, asked by NPI and by name. */
@Injectable()
export class ExclusionList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces the list by this file, whole or not at all. Throws {@link ExclusionListRefused}, and leaves a row that says why, for a
   * file that is not as published, was cut off, is older than the one that stands, or has less than `leastShare` of its rows.
   */
  async load(source: Readable, from: ListSource, { leastShare = 0.5 } = {}): Promise<LoadReport> {
    // It may fail before anybody reads: the reading will say so.
    source.on('error', () => undefined);
    const now = this.clock.now();
    const lastModified = from.lastModified && from.lastModified > now ? now : from.lastModified;
    const offer: Offer = { source: from.source, lastModified, reading: new LeieReading(source), leastShare, now };
    try {
      return await copyingTransaction(this.database, (tx, copy) => replaceList(tx, copy, offer));
    } catch (error) {
      if (!(error instanceof LeieFileProblem)) throw error;
      await this.database.run(
        `insert into exclusion_load (status, source, last_modified, loaded_at, problem) values ('refused', $1, $2, $3, $4)`,
        [offer.source, lastModified, now, error.message],
      );
      throw new ExclusionListRefused(error.message);
    } finally {
      source.destroy();
    }
  }

  /** The list that stands; undefined before the first. */
  current(tx: Pick<Tx, 'first'> = this.database): Promise<AcceptedList | undefined> {
    return acceptedList(tx);
  }

  /** V10 for one person. */
  async hitsFor(tx: Pick<Tx, 'rows'>, person: ExcludablePerson): Promise<ExclusionFinding> {
    const { list, hits } = await exclusionHits(tx, [{ ...person, id: '' }]);
    return judgeExclusion(
      list,
      hits.map(({ personId: _, ...match }) => match),
      this.clock.now(),
    );
  }

  /** Every match of many persons at once, those who were cleared included; seconds for 100,000. */
  hitsAmong(
    tx: Pick<Tx, 'rows'>,
    persons: readonly (ExcludablePerson & { id: string })[],
  ): Promise<{ list: AcceptedList | undefined; hits: ExclusionHit[] }> {
    return exclusionHits(tx, persons);
  }
}

const kept = [
  ['row_hash', 'rowHash'],
  ['npi', 'npi'],
  ['last_name', 'lastName'],
  ['first_name', 'firstName'],
  ['middle_name', 'middleName'],
  ['business_name', 'businessName'],
  ['last_name_folded', 'lastNameFolded'],
  ['first_name_folded', 'firstNameFolded'],
  ['birth_year', 'birthYear'],
  ['state', 'state'],
  ['general', 'general'],
  ['specialty', 'specialty'],
  ['exclusion_type', 'exclusionType'],
  ['excluded_on', 'excludedOn'],
  ['reinstated_on', 'reinstatedOn'],
] as const satisfies (readonly [string, keyof ListedExclusion])[];
const columns = kept.map(([column]) => column).join(', ');

async function replaceList(tx: Tx, copy: Copy, offer: Offer): Promise<LoadReport> {
  await tx.run(`create temporary table offered on commit drop as select ${columns} from exclusion with no data`);
  await copy(`copy offered (${columns}) from stdin`, copyLines(valuesOf(offer.reading)));
  // Only now: a slow source keeps no other load waiting. Readers read on.
  await tx.run('lock table exclusion in share row exclusive mode');
  const previous = await acceptedList(tx);
  if (previous?.sha256 === offer.reading.sha256) return { outcome: 'unchanged', list: previous, previous };
  requirePlausible(offer, previous);
  const { id } = await tx.one<{ id: number }>(
    `insert into exclusion_load (status, source, sha256, rows, last_modified, loaded_at) values ('accepted', $1, $2, $3, $4, $5) returning id`,
    [offer.source, offer.reading.sha256, offer.reading.rows, offer.lastModified, offer.now],
  );
  await tx.run('delete from exclusion');
  // A row that is listed twice says nothing more.
  await tx.run(
    `insert into exclusion (load_id, ${columns}) select $1, ${columns} from offered on conflict (row_hash) do nothing`,
    [id],
  );
  const list = await acceptedList(tx);
  if (!list) throw new Error('The list that was just loaded is not there.');
  return { outcome: 'accepted', list, previous };
}

async function* valuesOf(reading: LeieReading): AsyncGenerator<(string | number | null)[]> {
  for await (const listed of reading.exclusions()) yield kept.map(([, field]) => listed[field]);
}

function requirePlausible({ reading, lastModified, leastShare }: Offer, previous: AcceptedList | undefined): void {
  if (reading.rows === 0) throw new LeieFileProblem('The file lists nobody.');
  if (!previous) return;
  if (lastModified && previous.lastModified && lastModified < previous.lastModified) {
    const [its, ours] = [lastModified, previous.lastModified].map((instant) => instant.toISOString());
    throw new LeieFileProblem(`The file is of ${its}, older than the list that stands, of ${ours}.`);
  }
  if (reading.rows >= previous.rows * leastShare) return;
  throw new LeieFileProblem(`The file has ${reading.rows} rows where the list that stands has ${previous.rows}.`);
}
