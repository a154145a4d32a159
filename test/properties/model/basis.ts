import { find, type Guide, type SignOff, type Version } from './state.js';

/** A version, and the signature that it counts by: one of the whole before all others, then the latest. */
export interface Footing {
  version: Version;
  signature: SignOff | undefined;
}

const whole = (signature: SignOff | undefined): boolean => signature?.kind === 'full' || signature?.kind === 'recheck';

function signatureOf(guide: Guide, version: string): SignOff | undefined {
  return guide.signOffs
    .filter((s) => s.version === version)
    .sort((a, b) => Number(whole(b)) - Number(whole(a)) || b.at - a.at)[0];
}

/** What a version stands on, itself first: down to one that is signed as a whole, or was carried over. */
export function basisOf(guide: Guide, id: string | null): Footing[] {
  const down: Footing[] = [];
  let at = id;
  while (at !== null && !down.some(({ version }) => version.id === at)) {
    const version = find(guide.versions, at);
    const signature = signatureOf(guide, at);
    down.push({ version, signature });
    at = leadsOn(version, signature) ? (signature?.restsOn ?? version.base) : null;
  }
  return down;
}

/** Without a signature of its own a version stands on another where it is minor changes to it, or a correction. */
function leadsOn({ kind }: Version, signature: SignOff | undefined): boolean {
  if (kind === 'carry-over' || whole(signature)) return false;
  return signature !== undefined || kind === 'minor' || kind === 'reapplied' || kind === 'correction';
}

/** Words of a correction in it that nobody has signed: whoever confirms a text afterwards has read those beneath, too. */
export function unreadIn(footings: readonly Footing[]): Version | undefined {
  for (const { version, signature } of footings) {
    if (signature?.kind === 'after-the-fact') return undefined;
    if (version.kind === 'correction' && !signature) return version;
  }
  return undefined;
}

/** Does a text stand on a signature of the whole, or was it carried over, and no signature of changes on what nobody read? */
export function supported(guide: Guide, id: string | null): boolean {
  const basis = basisOf(guide, id);
  const unread = unreadIn(basis);
  const above = basis.slice(
    0,
    basis.findIndex(({ version }) => version === unread),
  );
  return (
    basis.some(({ version, signature }) => version.kind === 'carry-over' || whole(signature)) &&
    !(unread && above.some(({ signature }) => signature?.kind === 'changes'))
  );
}

/** The signed version that a review of changes to this one rests on: beneath an unread correction, so that it is among the changes. */
export function changesRestOn(guide: Guide, id: string | null): string | null {
  if (!supported(guide, id)) return null;
  const basis = basisOf(guide, id);
  return unreadIn(basis) ? (basis.find(({ signature }) => signature)?.version.id ?? null) : id;
}
