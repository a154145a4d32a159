import { civilDate } from '../platform/civil-date.js';
import type { CorrectionView, HistoryEntryView, ReviewerView, SafetyNoticeView } from '../site/index.js';

/** One row of `publication` with who signed it, as SQL gives it: newest first. */
export interface PublicationFact<Signature> {
  kind: Exclude<HistoryEntryView['kind'], 'first'>;
  /** RFC 3339. */
  at: string;
  notice: string | null;
  versionId: string | null;
  /** Its number among the publications of the guide. */
  number: number;
  /** Of a notice: where it has its facts from. */
  sourceTitle: string | null;
  sourceUrl: string | null;
  /** Of a correction: the parts whose words it changed. */
  sections: string[] | null;
  /** Of a notice: number of the one that it takes away. */
  endsNumber: number | null;
  /** Of a reversal: number of the publication whose text stands again. */
  revertsTo: number | null;
  /** Of a correction: nobody else has read it yet. */
  awaiting: boolean;
  signature: Signature | null;
}

/** How a signature is printed, and what parts of the text are called. */
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
  return publications.map(({ kind, at, versionId, signature, endsNumber }, index) => {
    const before = publications[index + 1];
    return {
      on: civilDate(new Date(at), timeZone),
      kind: kind === 'full' && !before ? 'first' : kind,
      ...(signature ? { by: [reviewer(signature)] } : {}),
      ...(signature && kind === 'changes' ? { sections: sections(signature) } : {}),
      ...(endsNumber === null ? {} : { ended: true }),
      ...(kind === 'recheck' ? { textMoved: versionId !== before?.versionId } : {}),
    };
  });
}

/** Corrections and reversals, in the words that readers were told, newest first. `headings` names parts as the page does. */
export function correctionsView<Signature>(
  publications: PublicationFact<Signature>[],
  timeZone: string,
  headings: (parts: string[]) => string[],
): CorrectionView[] {
  return publications.flatMap(({ kind, at, notice, sections, awaiting }) => {
    if ((kind !== 'correction' && kind !== 'revert') || !notice) return [];
    const named = headings(sections ?? []);
    return [
      {
        on: civilDate(new Date(at), timeZone),
        text: notice,
        ...(named.length > 0 ? { sections: named } : {}),
        ...(awaiting ? { awaitingSecondReview: true } : {}),
      },
    ];
  });
}

/** The safety notices that nobody took away, newest first. */
export function noticesView<Signature>(
  publications: PublicationFact<Signature>[],
  timeZone: string,
): SafetyNoticeView[] {
  const ended = new Set(publications.map(({ endsNumber }) => endsNumber));
  return publications.flatMap(({ kind, number, at, notice, sourceTitle, sourceUrl }) =>
    kind === 'notice' && notice && sourceTitle && sourceUrl && !ended.has(number)
      ? [{ on: civilDate(new Date(at), timeZone), text: notice, source: { title: sourceTitle, url: sourceUrl } }]
      : [],
  );
}

/** Numbers of the publications that the latest one stands on: a reversal takes back all that came after what it put back. */
export function standingNumbers<Signature>(publications: PublicationFact<Signature>[]): Set<number> {
  const byNumber = new Map(publications.map((publication) => [publication.number, publication]));
  const standing = new Set<number>();
  let at = publications[0]?.number;
  for (let found = at === undefined ? undefined : byNumber.get(at); found; found = byNumber.get(at)) {
    standing.add(found.number);
    at = found.revertsTo ?? found.number - 1;
  }
  return standing;
}
