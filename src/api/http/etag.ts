import { PreconditionMissing, Stale } from '../../platform/errors.js';

/** The strong entity tag of a resource's version counter. */
export function etag(version: number | string): string {
  return `"${version}"`;
}

/**
 * Refuses a write to something that changed since it was read: call it with the version read under the lock.
 * Throws {@link PreconditionMissing} without the header and {@link Stale}, with `current` in the answer, when no tag matches.
 * Weak tags never match (RFC 9110, 13.1.1).
 */
export function requireIfMatch(header: string | undefined, version: number | string, current?: unknown): void {
  if (header === undefined) throw new PreconditionMissing();
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(etag(version))) throw new Stale(etag(version), current);
}
