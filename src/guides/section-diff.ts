import type { GuideContent, PartKey } from './content.js';
import { partHashes, sectionPart } from './parts.js';

export interface PartChange {
  key: PartKey;
  change: 'added' | 'removed' | 'changed' | 'moved';
}

/** Positions of a longest rising subsequence: the sections that may be said to have stayed where they were. */
function stayed(ranks: number[]): Set<number> {
  const best: { length: number; previous: number }[] = [];
  ranks.forEach((rank, index) => {
    let previous = -1;
    for (let earlier = 0; earlier < index; earlier += 1) {
      const longer = (best[earlier]?.length ?? 0) > (best[previous]?.length ?? 0);
      if ((ranks[earlier] ?? 0) < rank && longer) previous = earlier;
    }
    best.push({ length: (best[previous]?.length ?? 0) + 1, previous });
  });
  const longest = Math.max(0, ...best.map(({ length }) => length));
  const kept = new Set<number>();
  for (let at = best.findIndex(({ length }) => length === longest); at >= 0; at = best[at]?.previous ?? -1)
    kept.add(at);
  return kept;
}

function movedSections(from: GuideContent, to: GuideContent): PartChange[] {
  const before = from.sections.map(({ key }) => key);
  const common = to.sections.map(({ key }) => key).filter((key) => before.includes(key));
  const kept = stayed(common.map((key) => before.indexOf(key)));
  return common.filter((_, index) => !kept.has(index)).map((key) => ({ key: sectionPart(key), change: 'moved' }));
}

/**
 * The parts in which two contents differ. `added`, `removed` and `changed` go by the part's hash, in the order of `to`
 * and then of `from`; `outline` is changed whenever the list of sections is. A section that has another place among those
 * in both is `moved` too: as few of them as explain the new order.
 */
export function changedParts(from: GuideContent, to: GuideContent): PartChange[] {
  const [before, after] = [partHashes(from), partHashes(to)];
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])] as PartKey[];
  const changes = keys.flatMap((key): PartChange[] => {
    if (before[key] === after[key]) return [];
    if (before[key] === undefined) return [{ key, change: 'added' }];
    return [{ key, change: after[key] === undefined ? 'removed' : 'changed' }];
  });
  return [...changes, ...movedSections(from, to)];
}
