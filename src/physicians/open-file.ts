import type { ApplicationStatus } from './application-facts.js';

/** Statuses in which an application is over; an appeal alone leads out of one of them. */
export const endedStatuses: ReadonlySet<string> = new Set<ApplicationStatus>([
  'approved',
  'declined',
  'withdrawn',
  'expired',
]);

const ended = [...endedStatuses].map((status) => `'${status}'`).join(', ');

/** SQL that holds while the application under this alias is open. Written as the partial indexes are, so that they serve it. */
export function isOpenFile(alias: string): string {
  return `${alias}.status not in (${ended})`;
}
