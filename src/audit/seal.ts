import canonicalize from 'canonicalize';
import { Database, type Tx } from '../platform/database.js';
import { sha256 } from '../platform/event-store.js';
import { sealedHeads, type Head } from './heads.js';

export interface Seal {
  number: number;
  /** Empty for the first. */
  previousHash: string;
  at: Date;
}

// Any fixed number: whoever seals holds this turn.
const sealTurn = 5_118_204;

/** SHA-256 over the canonical JSON (RFC 8785) of a seal and the heads it lists, sorted by kind and id. */
export function sealHash(seal: Seal, listed: readonly Head[]): string {
  const list = listed.map(({ kind, id, number, hash }) => ({ subject: { kind, id }, number, hash }));
  const canonical = canonicalize({
    number: seal.number,
    at: seal.at.toISOString(),
    previousHash: seal.previousHash,
    heads: list,
  });
  if (canonical === undefined) throw new Error('A seal must be plain JSON.');
  return sha256(canonical);
}

/**
 * Seals every chain that grew since it was last listed, all read from one snapshot. Answers the seal's number, or nothing
 * when there was nothing to seal or another process is sealing.
 */
export async function takeSeal(database: Database, at: Date): Promise<number | undefined> {
  try {
    return await database.snapshot((tx) => sealFrom(tx, at));
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

async function sealFrom(tx: Tx, at: Date): Promise<number | undefined> {
  const { mine } = await tx.one<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [sealTurn]);
  if (!mine) return undefined;
  const moved = await tx.rows<Head>(
    `select kind, id, number, hash from (${sealedHeads}) h where number > sealed order by kind collate "C", id`,
  );
  if (moved.length === 0) return undefined;
  const last = await tx.first<{ number: number; hash: string }>(
    'select number, hash from seal order by number desc limit 1',
  );
  const seal = { number: (last?.number ?? 0) + 1, previousHash: last?.hash ?? '', at };
  await write(tx, seal, moved);
  return seal.number;
}

async function write(tx: Tx, seal: Seal, moved: Head[]): Promise<void> {
  await tx.run('insert into seal (number, at, previous_hash, hash) values ($1, $2, $3, $4)', [
    seal.number,
    seal.at,
    seal.previousHash,
    sealHash(seal, moved),
  ]);
  await tx.run(
    `insert into seal_head (seal_number, subject_kind, subject_id, event_number, event_hash)
     select $1, * from unnest($2::text[], $3::uuid[], $4::integer[], $5::text[])`,
    [
      seal.number,
      moved.map((head) => head.kind),
      moved.map((head) => head.id),
      moved.map((head) => head.number),
      moved.map((head) => head.hash),
    ],
  );
}

// Our snapshot is older than the turn when the other process let go of it in between: then its seal has our number (unique_violation).
function isTaken(error: unknown): boolean {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  return (driverError?.code ?? code) === '23505';
}
