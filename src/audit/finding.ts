/** What a check of the history can find wrong. */
export type FindingCode =
  | 'event-altered'
  | 'event-missing'
  | 'link-broken'
  | 'head-differs'
  | 'subject-missing'
  | 'note-altered'
  | 'note-missing'
  | 'note-added'
  | 'redaction-unfounded'
  | 'seal-altered'
  | 'seal-missing'
  | 'sealed-event-differs'
  | 'anchor-differs';

/** One thing wrong, as a sentence, and where. */
export interface Finding {
  code: FindingCode;
  subject: { kind: string; id: string } | null;
  /** The event's number in its chain, or the seal's number. */
  number: number | null;
  message: string;
}

export type Report = (finding: Finding) => void;

/** A seal noted down elsewhere, for example in the print of an earlier run. */
export interface Anchor {
  number: number;
  hash: string;
}
