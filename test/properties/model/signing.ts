import { addMonths, civil, day } from './calendar.js';
import type { Input } from './command.js';
import { fit, signingSpecialties } from './people.js';
import { baseCurrent, signedVersion } from './texts.js';
import {
  answered,
  cadence,
  checklist,
  find,
  headOf,
  nextId,
  parts,
  personOf,
  type Guide,
  type Review,
  type Revision,
  type SignOff,
  type Version,
  type World,
} from './state.js';

/** Why a reviewer may not sign now, by code; true where it stands against it. */
export function againstSigning(
  world: World,
  guide: Guide,
  review: Review,
  by: string,
  input: Input,
  needsBase: boolean,
): Record<string, boolean> {
  const revision = guide.revisions.find((r) => r.id === review.revision);
  const blocking = guide.comments.filter(
    (c) => c.blocking && !c.resolved && (c.review === review.id || (revision && c.revision === revision.id)),
  );
  return {
    specialty: !fit(world, guide, find(guide.versions, review.version), by),
    signer: signedBefore(guide, review, by),
    opened: !review.openings.includes(`${review.assignee} ${review.version}`),
    checklist: checklist.some((item) => !answered(review, item)),
    comments: blocking.length > 0,
    ...(needsBase ? { base: revision !== undefined && !baseCurrent(guide, revision) } : {}),
    version: input.names !== review.version,
    conflict: input.silent === true,
    authentication: input.auth !== undefined,
  };
}

/** Somebody who signed this very version for this revision signs it a second time for nobody. */
function signedBefore(guide: Guide, review: Review, by: string): boolean {
  if (review.revision === null) return false;
  return guide.signOffs.some((s) => s.version === review.version && s.review !== review.id && s.signer === by);
}

/** Signs a version for a review. A signature of changes covers what differs from the version it rests on. */
export function sign(world: World, guide: Guide, review: Review, version: Version): SignOff {
  const revision = guide.revisions.find((r) => r.id === review.revision);
  const restsOn = review.kind === 'changes' && revision ? basisOf(guide, revision, review) : null;
  const basis = guide.versions.find((v) => v.id === restsOn)?.content;
  const covered = parts.filter((part) => review.kind !== 'changes' || basis?.[part] !== version.content[part]);
  const signOff: SignOff = {
    id: nextId(guide, guide.signOffs, 's'),
    review: review.id,
    version: version.id,
    kind: review.kind,
    restsOn,
    signer: review.assignee ?? '',
    at: world.now,
    on: civil(world.now),
    covers: Object.fromEntries(covered.map((part) => [part, version.content[part]])),
  };
  guide.signOffs.push(signOff);
  return signOff;
}

/** What a review of changes rests on; never on another signature of changes over the very text under review. */
function basisOf(guide: Guide, revision: Revision, review: Review): string | null {
  const newest = guide.signOffs
    .filter((s) => find(guide.versions, s.version).revision === revision.id)
    .sort((a, b) => b.at - a.at)[0];
  if (newest?.kind === 'changes' && newest.version === review.version) return newest.restsOn;
  return signedVersion(guide, revision);
}

/** What publishing the approved version would be. */
export interface Publication {
  kind: 'full' | 'changes' | 'recheck';
  signers: string[];
  approval: SignOff;
  /** The signature whose date the page prints. */
  reviewedBy: string | null;
  lastReviewedOn: string | null;
  dueOn: string | null;
  licenseFails: boolean;
}

export function publicationOf(world: World, guide: Guide, revision: Revision): Publication | null {
  if (revision.approved === null) return null;
  const version = find(guide.versions, revision.approved);
  const approval = find(guide.signOffs, revision.approval);
  const signed = chain(guide, revision, approval);
  const whole = parts.every((part) => signed.some((s) => s.covers[part] === version.content[part] && part in s.covers));
  const anchor = signed
    .filter((s) => (s.kind === 'full' && whole) || (s === approval && s.kind === 'recheck'))
    .sort((a, b) => b.at - a.at)[0];
  const lastReviewedOn = anchor ? anchor.on : guide.lastReviewedOn;
  const months = cadence[headOf(version.content).category] ?? 12;
  return {
    kind: approval.kind === 'recheck' ? 'recheck' : anchor ? 'full' : 'changes',
    signers: [...new Set(signed.map((s) => s.signer))],
    approval,
    reviewedBy: anchor ? anchor.id : (guide.publications.at(-1)?.reviewedBy ?? null),
    lastReviewedOn,
    dueOn: lastReviewedOn && addMonths(lastReviewedOn, months),
    licenseFails: signed.some((s) => licenseFails(world, s.signer)),
  };
}

/** The approval, and within the revision what a signature of changes rests on. */
function chain(guide: Guide, revision: Revision, approval: SignOff): SignOff[] {
  const signed = [approval];
  for (const above of signed) {
    if (above.kind !== 'changes') continue;
    const below = guide.signOffs
      .filter(
        (s) => s !== above && s.version === above.restsOn && find(guide.reviews, s.review).revision === revision.id,
      )
      .sort((a, b) => Number(b.kind === 'full') - Number(a.kind === 'full') || b.at - a.at)[0];
    if (below && !signed.includes(below)) signed.push(below);
  }
  return signed;
}

/** Revoked or suspended for cause at any time, or ended more than thirty days ago. */
function licenseFails(world: World, name: string): boolean {
  const { license } = personOf(world, name);
  if (!license || license.standing === 'administrative') return false;
  if (license.standing !== 'verified') return true;
  return (
    license.until !== null &&
    license.until < civil(world.now - 30 * day) &&
    signingSpecialties(world, name).length === 0
  );
}
