/**
 * The page of a guide, as facts. Everything it shows stands here; nothing is looked up while rendering.
 * Optional facts that are missing leave no trace on the page or in its markup.
 */

/** Civil date `YYYY-MM-DD` in the publisher's time zone. */
export type CivilDate = string;
/** Civil month `YYYY-MM`. */
export type CivilMonth = string;
/** RFC 3339 instant in UTC, for example `2026-05-20T14:00:00.000Z`. */
export type Instant = string;
/** HTML that its maker has sanitized already: it reaches the page byte for byte. Never build it from plain text. */
export type SanitizedHtml = string;

export interface PublisherView {
  name: string;
  /** Origin of the public site, for example `https://health.example`; canonical addresses start with it. */
  url: string;
  /** IANA zone in which civil dates are meant. */
  timeZone: string;
  /** E-mail address or https URL for readers. */
  contact: string;
  /** BCP 47 language of the words around the guide, for example `en-US`. */
  language: string;
  /** Members pay a fee; where it is not said, they do: a label too many misleads nobody. */
  membersPay?: boolean;
  /** Last civil date on which pages carried over may be in search; without it they may as long as they stand. */
  carriedOverIndexedUntil?: string;
  /** Days past due after which a guide leaves search; without it none does. */
  delistOverdueAfterDays?: number;
  /** One sentence on what the publisher is. */
  standing?: string;
  logo?: ImageView;
  /** What browsers show beside the page's title. */
  icon?: { path: string; mediaType: string };
  /** Texts of the publisher's own, in markdown, in place of ours. */
  policies?: Partial<Record<PolicyKey, string>>;
  tokens?: TokensView;
}

/** A text that tells readers how the site is made. */
export type PolicyKey = 'editorial' | 'howWeReview' | 'corrections' | 'advertising' | 'privacy';

/** A picture of the site itself, with its own size in pixels. */
export interface ImageView {
  path: string;
  width: number;
  height: number;
}

/** CSS colors that somebody has checked: they reach the style sheet as they are. */
export type PaletteView = Record<'paper' | 'raised' | 'ink' | 'soft' | 'line' | 'link', string>;
export type FontView = 'serif' | 'old-style' | 'sans' | 'humanist';

/** What other sites show beside a link to a page. */
export interface ShareImageView extends ImageView {
  alt: string;
}

/** The publisher's looks, where they differ from those of the site as it comes. */
export interface TokensView {
  light?: PaletteView;
  dark?: PaletteView;
  fonts?: { text?: FontView; headings?: FontView };
  /** CSS pixels. */
  radius?: number;
  /** Width of a line in `ch`. */
  measure?: number;
}

export interface CategoryName {
  slug: string;
  name: string;
}

export interface GuideText {
  /** UUID; never changes. */
  id: string;
  /** Path on the site, for example `/guides/scalp-micropigmentation`. */
  path: string;
  /** BCP 47 language of the text itself. */
  language: string;
  category: CategoryName;
  title: string;
  summary: string;
  leadHtml: SanitizedHtml;
  sections: SectionView[];
  faq: FaqEntryView[];
  references: ReferenceView[];
  /** The guide's own disclosures; empty when there are none. */
  disclosuresHtml: SanitizedHtml;
  /** Every live guide that says the same in some language, this one included; absent unless there are several. */
  alternates?: AlternateView[];
}

export interface AlternateView extends LinkView {
  /** BCP 47. */
  language: string;
  /** The others were translated from it. */
  source: boolean;
}

export interface SectionView {
  /** Kebab-case; becomes the element id. Ids that begin with an underscore are the page's own. */
  key: string;
  heading: string;
  html: SanitizedHtml;
}

export interface FaqEntryView {
  question: string;
  html: SanitizedHtml;
}

/** A source; its place in the list plus one is its number. */
export interface ReferenceView {
  /** Element id that the citations in the text lead to. */
  anchor: string;
  title: string;
  authors: string;
  source: string;
  year: number;
  url?: string;
  doi?: string;
  pmid?: string;
  accessedOn?: CivilDate;
  /** Element ids of the places in the text that cite it, for the links back. */
  citedAt: string[];
}

/** A reviewer as printed: by name, or by specialty alone where the name is withheld for the person's safety. */
export type ReviewerView = NamedReviewerView | WithheldReviewerView;

export interface NamedReviewerView {
  name: string;
  /** As signed, for example `MD`; empty when none is to be printed. */
  credentials: string;
  /** As printed, for example `dermatology`. */
  specialty: string;
  /** Member of schema.org/MedicalSpecialty, for example `Dermatology`. */
  schemaOrgSpecialty?: string;
  profilePath?: string;
  license?: LicenseView;
}

export interface WithheldReviewerView {
  nameWithheld: true;
  specialty: string;
  schemaOrgSpecialty?: string;
}

export interface LicenseView {
  /** For example `California`. */
  state: string;
  checkedOn: CivilDate;
  /** Only with the reviewer's consent. */
  number?: string;
}

/** What the standing signature says: moved by `full` and `recheck` publications only. */
export interface ReviewView {
  lastReviewedOn: CivilDate;
  /** At least one. */
  by: ReviewerView[];
  nextReviewDueOn: CivilDate;
  /** Reviews of parts since then; they do not move the date above. */
  changesReviewed?: ChangesReviewedView[];
  /** Conflict statements, one printed line each. */
  disclosures: string[];
}

export interface ChangesReviewedView {
  on: CivilDate;
  by: ReviewerView[];
  /** Headings of the parts that were reviewed. */
  sections: string[];
}

export interface CarriedOverView {
  plannedFor: CivilMonth;
}

export interface CorrectionView {
  on: CivilDate;
  text: string;
  /** Headings of the parts whose words changed. */
  sections?: string[];
  /** True until somebody else has reviewed an urgent correction. */
  awaitingSecondReview?: boolean;
}

/** One act on what is public, as the page tells it. */
export interface HistoryEntryView {
  on: CivilDate;
  kind:
    | 'first'
    | 'full'
    | 'changes'
    | 'minor'
    | 'recheck'
    | 'correction'
    | 'notice'
    | 'carried-over'
    | 'hold'
    | 'release'
    | 'withdrawal'
    | 'revert';
  /** Who signed it. */
  by?: ReviewerView[];
  /** Headings of the parts that were reviewed; with `changes` alone. */
  sections?: string[];
  /** A notice that was taken away; with `notice` alone. */
  ended?: boolean;
  /** The text moved; a `recheck` without it kept every word. */
  textMoved?: boolean;
}

/** A safety notice above an unchanged text. */
export interface SafetyNoticeView {
  on: CivilDate;
  text: string;
  /** An https address. */
  source: { title: string; url: string };
}

export interface LinkView {
  path: string;
  title: string;
}

export interface StalenessView {
  /** The guide's due date; for a carried-over guide its planned first review. */
  dueOn: CivilDate;
  today: CivilDate;
}

/** The picture that links to the page are shown with elsewhere; pixels. */
export interface ShareImageView {
  path: string;
  width: number;
  height: number;
  alt: string;
}

/** `delisted`: public but noindex by the publisher's policy. `preview`: not public, never cached. */
export type Visibility = 'indexed' | 'delisted' | 'preview';

export interface FeaturedView {
  /** For example `dermatology`, and `dermatologist`. */
  specialty: string;
  practitioner: string;
  /** Members pay: the block calls itself an advertisement and its links are marked `sponsored`. */
  paid: boolean;
  /** The month that fixed the order. */
  month: CivilMonth;
  /** In printed order, at most six. */
  members: { name: string; credentials: string; path: string; licenseStates: string[] }[];
  /** The specialty's list by state. */
  listPath: string;
}

export interface ApplyView {
  /** For example `dermatologist`. */
  practitioner: string;
  path: string;
}

interface GuideFacts {
  publisher: PublisherView;
  guide: GuideText;
  /** Printed names of the writers, where the publisher prints them. */
  authors?: string[];
  /** Newest first; they stand until somebody takes them away. */
  notices?: SafetyNoticeView[];
  corrections: CorrectionView[];
  /** Newest first. */
  history?: HistoryEntryView[];
  /** For previews in other places: 1,200 by 630 pixels. */
  shareImage?: ShareImageView;
  related: LinkView[];
  featured?: FeaturedView[];
  apply?: ApplyView[];
  publishedAt: Instant;
  /** When the public text last changed; a recheck does not move it. */
  modifiedAt: Instant;
  staleness: StalenessView;
  visibility: Visibility;
}

/** A page prints a review or says that it was carried over, never both. */
type ReviewOrCarriedOver =
  { review: ReviewView; carriedOver?: undefined } | { review: null; carriedOver?: CarriedOverView };

export type GuideView = GuideFacts & ReviewOrCarriedOver;
