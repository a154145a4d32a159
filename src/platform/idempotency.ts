import { Invalid } from './errors.js';
import type { Tx } from './database.js';

/** A client's key for one write. The same key with another body is refused; a refusal leaves nothing. */
export interface IdempotentRequest {
  accountId: string;
  route: string;
  key: string;
  bodyHash: string;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  /** Set when this answer was given before under the same key. */
  replayed?: boolean;
}

/**
 * Runs `work` once per key: the key is the transaction's first insert and commits with the effect. A twin that runs at the same
 * time waits for the first to end. Only answers of success are kept; never call this around one that shows a secret.
 */
export async function once<Body>(
  tx: Tx,
  request: IdempotentRequest | null,
  at: Date,
  work: () => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  if (!request) return work();
  const { accountId, route, key, bodyHash } = request;
  const taken = await tx.run(
    'insert into idempotency_key (account_id, route, key, body_hash, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [accountId, route, key, bodyHash, at],
  );
  if (taken === 0) return replay(tx, request);
  const answer = await work();
  await tx.run(
    'update idempotency_key set status = $4, response = $5 where account_id = $1 and route = $2 and key = $3',
    [accountId, route, key, answer.status, JSON.stringify(answer.body)],
  );
  return answer;
}

async function replay<Body>(tx: Tx, { accountId, route, key, bodyHash }: IdempotentRequest): Promise<Answer<Body>> {
  const row = await tx.one<{ body_hash: string; status: number; response: Body }>(
    'select body_hash, status, response from idempotency_key where account_id = $1 and route = $2 and key = $3',
    [accountId, route, key],
  );
  if (row.body_hash !== bodyHash)
    throw Invalid.of('idempotency-key', 'This Idempotency-Key was used with another body.');
  return { status: row.status, body: row.response, replayed: true };
}
