import { civilDate } from '../platform/civil-date.js';
import type { CorrectionView, HistoryEntryView, ReviewerView } from '../site/index.js';

/** One row of `publication` with who signed it, as SQL gives it: newest first. */
export interface PublicationFact<Signature> {
  kind: Exclude<HistoryEntryView['kind'], 'first'>;
  /** RFC 3339. */
  at: string;
  notice: string | null;
  versionId: string | null;
  signature: Signature | null;
}

/** How a signature is printed. */
interface Printing<Signature> {
  reviewer(signature: Signature): ReviewerView;
  sections(signature: Signature): string[];
  timeZone: string;
}

/** What became of a page, newest first: one sentence a publication. */
export function historyView<Signature>(
  publications: PublicationFact<Signature>[],
  { reviewer, sections, timeZone }: Printing<Signature>,
): HistoryEntryView[] {
  return publications.map(({ kind, at, versionId, signature }, index) => {
    const before = publications[index + 1];
    return {
      on: civilDate(new Date(at), timeZone),
      kind: kind === 'full' && !before ? 'first' : kind,
      ...(signature ? { by: [reviewer(signature)] } : {}),
      ...(signature && kind === 'changes' ? { sections: sections(signature) } : {}),
      ...(kind === 'recheck' ? { textMoved: versionId !== before?.versionId } : {}),
    };
  });
}

/** The corrections that were published with words for readers, newest first. */
export function correctionsView<Signature>(
  publications: PublicationFact<Signature>[],
  timeZone: string,
): CorrectionView[] {
  return publications.flatMap(({ kind, at, notice }) =>
    kind === 'correction' && notice ? [{ on: civilDate(new Date(at), timeZone), text: notice }] : [],
  );
}
