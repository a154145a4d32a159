import { createHash } from 'node:crypto';

/** What the monitor finds of a member, and what it asks for: a look, or hiding until people have looked. */
export interface Finding {
  kind:
    | 'exclusion-npi'
    | 'exclusion-name'
    | 'npi-deactivated'
    | 'npi-missing'
    | 'npi-not-a-person'
    | 'name-changed'
    | 'specialty-changed'
    | 'state-changed'
    | 'license-expired'
    | 'license-lost'
    | 'license-missing'
    | 'board-alert'
    | 'certification-lost'
    | 'term-over'
    | 'renewal-declined'
    | 'registry-silent'
    | 'exclusions-silent';
  /** What exactly was seen: the same is raised once, until its source says something else. */
  key: string;
  severity: 'attention' | 'administrative' | 'provisional';
  /** Sentences for the verifier. */
  reasons: string[];
}

/** A finding whose key is a digest of what was `seen`. */
export function findingOf(
  kind: Finding['kind'],
  severity: Finding['severity'],
  seen: string,
  reasons: readonly string[],
): Finding {
  const key = createHash('sha256').update(seen).digest('hex').slice(0, 32);
  return { kind, severity, key, reasons: [...reasons] };
}
