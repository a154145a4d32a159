import type { CategoryName, CivilDate, Instant, LinkView, PublisherView } from './guide-view.js';

export type * from './guide-view.js';

/** One answer of the site, ready to be stored and served. */
export interface RenderedPage {
  status: 200 | 404 | 410 | 451;
  contentType: string;
  /** The whole body, also of XML and plain-text answers. */
  html: string;
  /** Lower-case names; what the server must add beside its defaults (A5). */
  headers?: Record<string, string>;
}

export interface GuideListing extends LinkView {
  summary: string;
  /** Null when nobody has reviewed it: nothing is printed. */
  lastReviewedOn: CivilDate | null;
  /** When the text was first published, and when it last changed, where the list is about that. */
  publishedOn?: CivilDate;
  modifiedOn?: CivilDate;
}

export interface CategoryView {
  publisher: PublisherView;
  /** `description`: a sentence or two; absent or empty where nobody has said it. */
  category: CategoryName & { description?: string };
  /** In printed order. */
  guides: GuideListing[];
  /** Which may review its guides, in printed order. */
  specialties?: { slug: string; name: string; practitioner: string }[];
}

export interface HomeView {
  publisher: PublisherView;
  categories: (CategoryName & { guideCount: number })[];
  /** The texts that changed last, in printed order. */
  recent: GuideListing[];
  /** Others that were reviewed last, in printed order. */
  reviewed?: GuideListing[];
}

export interface HeldView {
  publisher: PublisherView;
  title: string;
  heldOn: CivilDate;
}

/** Why a guide is gone, as far as readers are told. */
export type GoneReason = 'outdated' | 'error' | 'safety' | 'merged' | 'archived';

export interface GoneView {
  publisher: PublisherView;
  title: string;
  goneOn: CivilDate;
  reason: GoneReason;
}

export interface TakenDownView {
  publisher: PublisherView;
  takenDownOn: CivilDate;
  /** https address of whoever demands it. */
  authority: string;
}

export interface NotFoundView {
  publisher: PublisherView;
}

export interface SitemapEntry {
  path: string;
  /** When the page's content last changed; printed as given. */
  lastModifiedAt?: Instant;
}

export interface NewsEntry {
  path: string;
  title: string;
  /** BCP 47. */
  language: string;
  /** First publication, never a re-review. */
  publishedAt: Instant;
}

export interface FeedView {
  publisher: PublisherView;
  /** When the list or one of its entries last changed. */
  updatedAt: Instant;
  /** Newest first. */
  entries: FeedEntry[];
}

export interface FeedEntry {
  /** UUID of the guide. */
  id: string;
  path: string;
  title: string;
  summary: string;
  publishedAt: Instant;
  modifiedAt: Instant;
}
