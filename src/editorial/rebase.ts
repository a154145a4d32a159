import { fromParts, readDraft, readVersion, toParts, type GuideContent, type Parts } from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import type { GuideFacts, RevisionFacts } from './facts.js';

/** One part that both sides changed. */
export interface Conflict {
  part: string;
  base: unknown;
  mine: unknown;
  live: unknown;
}

/** Section by section: what a draft becomes on today's live text, and where a person must choose. */
export interface Merge {
  content: GuideContent;
  conflicts: Conflict[];
}

/** Merges the draft onto live; parts that both sides changed follow `resolutions`. */
export async function mergeOntoLive(
  tx: Tx,
  revision: Pick<RevisionFacts, 'id' | 'baseVersionId'>,
  guide: Pick<GuideFacts, 'liveVersionId'>,
  resolutions: Record<string, 'mine' | 'live'>,
): Promise<Merge> {
  const { content } = await readDraft(tx, revision.id);
  const base = revision.baseVersionId ? toParts((await readVersion(tx, revision.baseVersionId)).content) : {};
  const live = guide.liveVersionId ? toParts((await readVersion(tx, guide.liveVersionId)).content) : {};
  return mergeParts(base, toParts(content), live, resolutions);
}

/** Pure three-way merge by part. A part changed on one side alone takes that side; on both, what was chosen, else mine. */
export function mergeParts(base: Parts, mine: Parts, live: Parts, resolutions: Record<string, 'mine' | 'live'>): Merge {
  const conflicts: Conflict[] = [];
  const merged: Parts = {};
  for (const key of new Set([...Object.keys(live), ...Object.keys(mine)])) {
    const [was, ours, theirs] = [text(base[key]), text(mine[key]), text(live[key])];
    const clash = ours !== theirs && ours !== was && theirs !== was;
    if (clash && key !== 'outline')
      conflicts.push({ part: key, base: base[key] ?? null, mine: mine[key] ?? null, live: live[key] ?? null });
    const takeLive = clash ? resolutions[key] === 'live' : ours === was;
    const value = takeLive ? live[key] : mine[key];
    if (value !== undefined) merged[key] = value;
  }
  merged['outline'] = order(merged, (live['outline'] ?? []) as string[], (mine['outline'] ?? []) as string[]);
  return { content: fromParts(merged), conflicts };
}

const text = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

/** My order first, then sections that only live has. */
function order(parts: Parts, live: string[], mine: string[]): string[] {
  return [...new Set([...mine, ...live])].filter((key) => `section:${key}` in parts);
}
