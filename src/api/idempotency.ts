import { hashOf } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Invalid } from '../platform/errors.js';
import type { IdempotentRequest } from '../platform/idempotency.js';

/** The client's key for this request, with a digest of its body; null without one. Throws {@link Invalid} on a key that is none. */
export function idempotencyOf(
  key: string | undefined,
  route: string,
  body: object,
  actor: Actor,
): IdempotentRequest | null {
  if (key === undefined) return null;
  if (key.length < 1 || key.length > 255)
    throw Invalid.of('idempotency-key', 'An Idempotency-Key has 1 to 255 characters.');
  return { accountId: actor.accountId, route, key, bodyHash: hashOf(JSON.parse(JSON.stringify(body))) };
}
