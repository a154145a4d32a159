import type { Part, Role, Standing } from './state.js';

/** What comes with an act, in words that hold in every world: so that a path can be replayed, and shortened. */
export interface Input {
  /** What the person names as read: a version, or a proposal. */
  names?: string;
  auth?: 'stale' | 'token';
  /** Says nothing where a reason, a class or a statement of conflict is asked. */
  silent?: boolean;
  kind?: 'ordinary' | 'minor';
  reviewKind?: 'full' | 'changes';
  /** What the reviewer writes instead in one part; `nowhere` looks for words that do not stand there. */
  replace?: { part: Part; was: string; words: string } | 'nowhere';
  /** Days ahead. */
  inDays?: number;
  choice?: 'mine' | 'live';
  to?: string;
  bars?: boolean;
  medical?: boolean;
  slug?: string;
  /** Parts that the notice of a correction names. */
  sections?: Part[];
  /** Number of the publication that put a notice up. */
  publication?: number;
  /** Which revision a reinstatement is about. */
  revision?: string | null;
}

export type Noun = 'revision' | 'guide' | 'review';

/** One thing that somebody does, or that happens. Everything is named as the model names it. */
export type Command =
  | { do: 'create'; by: string; slug: string; category: string; words: string }
  | { do: 'transition'; noun: Noun; guide: string; id: string; name: string; by: string; input: Input; twice?: boolean }
  | { do: 'save'; guide: string; revision: string; part: Part; words: string; etag: number | null; by: string }
  | { do: 'read'; guide: string; review: string; by: string }
  | { do: 'answer'; guide: string; review: string; items: number[]; answer: 'yes' | 'no'; by: string }
  | { do: 'comment'; guide: string; review: string; blocking: boolean; anchored: boolean; by: string }
  | { do: 'answerComment'; guide: string; comment: string; by: string }
  | { do: 'resolve'; guide: string; comment: string; by: string }
  | { do: 'role'; person: string; role: Role; grant: boolean }
  | { do: 'license'; person: string; standing: Standing; inDays: number | null };

/** What the world does by itself, and what goes wrong in it. */
export type Happening =
  | { do: 'pass'; to: number; sweeps: 'once' | 'twice' | 'none' }
  | { do: 'work'; fault: 'none' | 'twice' | 'relayTwice' | 'lost' | 'again' }
  | { do: 'seal' };

/** A step of a walk: one act, two at once, or a happening. */
export type Step = Command | Happening | { do: 'together'; first: Command; second: Command };
