import { several } from './reviewers.js';
import type { LinkView } from './view-models.js';

/** `Dermatologists by state`. */
export function listTitle(practitioner: string): string {
  const physicians = several(practitioner);
  return `${physicians.charAt(0).toUpperCase()}${physicians.slice(1)} by state`;
}

/** The list that a member stands on. */
export function listOf({ practitioner, listPath }: { practitioner: string; listPath: string }): LinkView {
  return { path: listPath, title: listTitle(practitioner) };
}

/** What being listed does not mean, and whom to call in an emergency. */
export function ListingCaution() {
  return (
    <div class="caution small">
      <p>
        This page gives general information, not medical advice. Being listed here is no recommendation. A license can
        change after the day it was verified: the medical board of the state tells its present standing.
      </p>
      <p>
        <strong>In an emergency, call 911</strong> or your local emergency number.
      </p>
    </div>
  );
}
