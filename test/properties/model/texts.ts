import { changesRestOn } from './basis.js';
import {
  copy,
  find,
  headOf,
  liveVersion,
  nextId,
  parts,
  same,
  unwritten,
  written,
  type Content,
  type Guide,
  type Revision,
  type Version,
  type World,
} from './state.js';

/** What stands in the text, without its form. */
const wording = (words: string): string => words.replace(/[ab]$/, '');

export function lintFails(content: Content): boolean {
  return unwritten(content.head) || content.references === '' || parts.some((part) => wording(content[part]) === '9');
}

/** What speaks against carrying a text over: the same, except that its references need not be listed unless it cites them. */
export function unfitToCarryOver(content: Content): boolean {
  const cites = content.lead !== '' || content['section:procedure'] !== '';
  const empty = !cites && content['section:recovery'] === '';
  return empty || lintFails({ ...content, references: cites ? content.references : '0' });
}

/** Does a change bring in what lint blocks, where it was not before? */
export function bringsInLint(before: Content, after: Content): boolean {
  return parts.some((part) => wording(after[part]) === '9' && wording(before[part]) !== '9');
}

/** May this be a minor change of that? Forms may change; words, heads and the number of sections may not. */
export function isMinorOf(signed: Content, proposed: Content): boolean {
  return parts.every((part) => wording(signed[part]) === wording(proposed[part]));
}

export function specialtiesOf(version: Version): string[] {
  return headOf(version.content).specialties;
}

/** Freezes a text. The same text taken again in one revision is the same version, unless somebody else wrote in it meanwhile. */
export function takeVersion(
  world: World,
  guide: Guide,
  input: Pick<Version, 'revision' | 'kind' | 'content' | 'base'>,
): Version {
  const contributions = guide.revisions.find((r) => r.id === input.revision)?.contributions ?? [];
  const taken = guide.versions.find(
    (v) =>
      input.revision !== null &&
      v.revision === input.revision &&
      v.kind === input.kind &&
      v.base === input.base &&
      same(v.content, input.content),
  );
  if (taken && contributions.every((each) => taken.contributors.includes(each))) return taken;
  const ofBase = input.base === null ? [] : find(guide.versions, input.base).contributors;
  const kept = ofBase.filter((each) => written(input.content).some((part) => each.startsWith(`${part} `)));
  const version = {
    id: nextId(guide, guide.versions, 'v'),
    ...copy(input),
    contributors: [...new Set([...kept, ...contributions])],
  };
  guide.versions.push(version);
  return version;
}

/** Live is the base, or differs from it by minor changes alone. */
export function baseCurrent(guide: Guide, revision: Revision): boolean {
  if (revision.base === guide.live) return true;
  const base = guide.versions.find((v) => v.id === revision.base);
  for (let at = liveVersion(guide); base && at; at = guide.versions.find((v) => v.id === at?.base)) {
    if (same(at.content, base.content)) return true;
    if (at.kind !== 'minor') return false;
  }
  return false;
}

/** The last text beneath minor changes and corrections that nobody signed: what a minor change is measured against. */
export function lastSigned(guide: Guide): Version {
  const unsigned = ({ id, kind }: Version): boolean =>
    kind === 'minor' ||
    kind === 'reapplied' ||
    (kind === 'correction' && !guide.signOffs.some((s) => s.version === id));
  let version = find(guide.versions, guide.live);
  while (unsigned(version)) version = find(guide.versions, version.base);
  return version;
}

/** The signed version that a review of changes rests on: the newest of this revision, else the base. */
export function signedVersion(guide: Guide, revision: Revision): string | null {
  const own = guide.signOffs
    .filter((s) => find(guide.versions, s.version).revision === revision.id)
    .sort((a, b) => b.at - a.at);
  if (own[0]) return own[0].version;
  return guide.carriedOver ? null : changesRestOn(guide, revision.base);
}

/** What live changed since the base, put where the approved text left it as it was; and the parts that were left out. */
export function withMinors(guide: Guide, revision: Revision, approved: Content): { content: Content; leftOut: number } {
  const content = { ...approved };
  const [base, live] = [guide.versions.find((v) => v.id === revision.base), liveVersion(guide)];
  let leftOut = 0;
  if (!base || !live || base.id === live.id) return { content, leftOut };
  for (const part of parts) {
    if (live.content[part] === base.content[part] || live.content[part] === approved[part]) continue;
    if (approved[part] === base.content[part]) content[part] = live.content[part];
    else leftOut += 1;
  }
  return { content, leftOut };
}

/** Three ways, part by part: what one side changed is taken; what both changed needs a choice. */
export function merge(
  base: Content | undefined,
  mine: Content,
  live: Content,
  choice: 'mine' | 'live',
): { content: Content; clashes: number } {
  const content = { ...mine };
  let clashes = 0;
  for (const part of parts) {
    // Without a base every fixed part counts as written by both; a section is there or not.
    const was = base ? base[part] : part.startsWith('section:') ? '' : null;
    if (mine[part] === live[part] || live[part] === was) continue;
    const clash = mine[part] !== was;
    if (clash) clashes += 1;
    if (!clash || choice === 'live') content[part] = live[part];
  }
  return { content, clashes };
}
