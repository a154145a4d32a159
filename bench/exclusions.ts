import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inventedFile, inventedName, inventedNpi, inventedRow } from '../test/support/exclusion-file.js';
import { child } from './child.js';
import { analyze, openGround, type Ground } from './harness.js';
import { fillMembers, type BenchMember } from './members.js';
import { asOwner } from './owner.js';

const members = Number(process.env['BENCH_MEMBERS'] ?? 100_000);
const rows = 80_000;
/** So many members have the number of a listed person, and as many others a listed name and its state. */
const listedEach = 30;
/** First names that no invented row bears. */
const givenNames = ['Ada', 'Ines', 'Jonas', 'Mara', 'Nils', 'Priya', 'Rosa', 'Samir', 'Tessa', 'Yusuf'];

export interface ExclusionFigures {
  members: number;
  rows: number;
  loadSeconds: number;
  joinSeconds: number;
  /** A round over the same list, in which nobody is new. */
  againSeconds: number;
  /** Of the process that loaded and joined, from its start. */
  peakMegabytes: number;
  suspended: number;
  flagged: number;
  read: number;
  /** Whether just those were suspended and flagged who were to be, and everybody was looked for. */
  right: boolean;
}

/** (g) Every member looked for in the federal list that was just replaced, and hidden or flagged who is on it. */
export async function benchExclusions(): Promise<ExclusionFigures> {
  const ground = await openGround();
  try {
    const file = join(ground.dataDir, 'UPDATED.csv');
    await pipeline(inventedFile(rows), createWriteStream(file));
    await fillMembers(
      ground,
      Array.from({ length: members }, (_, n) => memberOf(n)),
    );
    await analyze(ground);
    const figures = await child<Pick<ExclusionFigures, `${'load' | 'join' | 'again'}Seconds` | 'peakMegabytes'>>(
      'bench/exclusions-child.mjs',
      ground,
      [file],
    );
    const found = await outcome(ground);
    const right = found.suspended === listedEach && found.flagged === listedEach && found.read === members;
    return { members, rows, ...figures, ...found, right };
  } finally {
    await ground.close();
  }
}

function memberOf(n: number): BenchMember {
  const slug = `member-${n}`;
  const { last: familyName } = inventedName(n);
  const stranger = {
    npi: inventedNpi(10_000_000 + n),
    slug,
    givenName: givenNames[n % 10] ?? '',
    familyName,
    state: 'NY',
  };
  // Of ten rows the second has an NPI, the first a name alone.
  if (n < listedEach) return { ...stranger, npi: inventedRow(n * 10 + 2).NPI ?? '' };
  if (n >= 2 * listedEach) return stranger;
  const { FIRSTNAME: givenName = '', LASTNAME = '', STATE: state = '' } = inventedRow(n * 10 + 1);
  return { ...stranger, givenName, familyName: LASTNAME, state };
}

function outcome(ground: Ground): Promise<Pick<ExclusionFigures, 'suspended' | 'flagged' | 'read'>> {
  return asOwner(ground, async (client) => {
    const { rows: counted } = await client.query<{ suspended: number; flagged: number; read: number }>(
      `select count(*) filter (where status = 'suspended')::int as suspended, count(*) filter (where status = 'attention')::int as flagged,
              (select count(distinct physician_id)::int from monitoring_reading) as read from physician`,
    );
    return counted[0] ?? { suspended: 0, flagged: 0, read: 0 };
  });
}
