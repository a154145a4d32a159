import type { EventName } from '../events.js';
import type { Lifecycle } from '../platform/lifecycle.js';

export const reportStates = ['open', 'closed'] as const;
export type ReportStatus = (typeof reportStates)[number];

/** What became of it. */
export const reportOutcomes = ['fixed', 'no-change', 'spam'] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

export interface ReportFacts {
  outcome: string | undefined;
}
export type ReportParty = 'reader' | 'editor' | 'lead';

const outcomeSaid = ({ outcome }: ReportFacts): string | undefined =>
  reportOutcomes.some((known) => known === outcome) ? undefined : 'Say what became of it: fixed, no-change or spam.';

/** The life of a reader's report. */
// prettier-ignore
export const reportLifecycle: Lifecycle<ReportStatus, ReportParty, ReportFacts, EventName, 'receive' | 'close'> = {
  receive: { label: 'Report a problem', from: 'none', to: ['open'], by: ['reader'], guards: {}, event: 'report.received' },
  close: { label: 'Close', from: ['open'], to: ['closed'], by: ['editor', 'lead'], guards: {}, needs: { outcome: outcomeSaid }, event: 'report.closed' },
};
