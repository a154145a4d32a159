import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import type { Ground } from './harness.js';
import { asOwner } from './owner.js';

/** What of a member differs from one to the next. */
export interface BenchMember {
  npi: string;
  slug: string;
  givenName: string;
  familyName: string;
  state: string;
}

/** Dermatologists who became members a month ago, by COPY, without their files. Answers their ids in the same order. */
export async function fillMembers(ground: Ground, members: readonly BenchMember[]): Promise<string[]> {
  const ids = members.map(() => randomUUID());
  const decidedOn = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const lines = members.map(({ npi, slug, givenName, familyName, state }, index) =>
    [
      ids[index],
      npi,
      slug,
      givenName,
      familyName,
      'MD',
      'dermatology',
      state,
      'active',
      decidedOn,
      decidedOn,
      decidedOn,
    ]
      .join('\t')
      .concat('\n'),
  );
  await asOwner(ground, async (client) => {
    const target = client.query(
      from(`copy physician (id, npi, slug, given_name, family_name, post_nominals, specialty, state, status, member_since,
                            decided_on, verified_on) from stdin`),
    );
    await pipeline(Readable.from(lines), target);
  });
  return ids;
}
