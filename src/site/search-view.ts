import type { CategoryName, CivilDate, LinkView, PublisherView } from './guide-view.js';
import type { TextPiece } from './highlight.js';

/** A live guide that a search found. */
export interface FoundGuide {
  path: string;
  title: TextPiece[];
  category: CategoryName;
  /** BCP 47 language of the guide. */
  language: string;
  /** Null when nobody has reviewed it: nothing is printed. */
  lastReviewedOn: CivilDate | null;
  /** Words around the first place where something was found. */
  snippet: TextPiece[];
}

/** What was searched for in the end. */
export interface SearchOutcome {
  /** Other words than were typed, because those find nothing; null where they were not changed. */
  searchedFor: string | null;
  /** `any`: no guide has all of the words. */
  words: 'all' | 'any';
  /** Other words that find more. */
  didYouMean: string | null;
}

/** What a reader typed and chose; empty where nothing. */
export interface SearchFields {
  q: string;
  category: string;
  specialty: string;
}

export interface SearchView {
  publisher: PublisherView;
  fields: SearchFields;
  /** Categories to choose from. */
  categories: CategoryName[];
  /** Null where nothing was asked, or nothing can be answered. */
  results: (SearchOutcome & { guides: FoundGuide[]; more: LinkView['path'] | null }) | null;
  /** Why there are none, in one sentence for the reader. */
  problem: string | null;
}
