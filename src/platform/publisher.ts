/** Who publishes, as the environment or the publisher's own file says. */
export interface Publisher {
  name: string;
  timeZone: string;
  contact: string;
  language: string;
  /** Members pay a fee: what shows them calls itself an advertisement. */
  membersPay: boolean;
  /** Last civil date on which pages carried over from an older site may be in search; without it they may as long as they stand. */
  carriedOverIndexedUntil?: string;
  /** Days past due after which a guide leaves search; without it none does. */
  delistOverdueAfterDays?: number;
  /** One sentence on what the publisher is. */
  standing?: string;
  logo?: PublisherLogo;
  /** Markdown, by what each is about. */
  policies?: Partial<Record<PolicyKey, string>>;
  tokens?: DesignTokens;
}

export const policyKeys = ['editorial', 'howWeReview', 'corrections', 'advertising', 'privacy'] as const;
export type PolicyKey = (typeof policyKeys)[number];

/** Checked: an SVG runs nothing and asks for nothing. */
export interface PublisherLogo {
  mediaType: 'image/svg+xml' | 'image/png';
  bytes: Buffer;
  /** Its own size in pixels. */
  width: number;
  height: number;
}

export const colorNames = ['paper', 'raised', 'ink', 'soft', 'line', 'link'] as const;
/** CSS colors, in hex or oklch. */
export type Palette = Record<(typeof colorNames)[number], string>;

export const fontNames = ['serif', 'old-style', 'sans', 'humanist'] as const;
/** A stack of fonts that readers have: nothing is fetched. */
export type FontName = (typeof fontNames)[number];

/** What a publisher may change of the looks. What is not said stays as it comes. */
export interface DesignTokens {
  light?: Palette;
  dark?: Palette;
  fonts?: { text?: FontName; headings?: FontName };
  /** Of corners, in CSS pixels, from 0 to 16. */
  radius?: number;
  /** Width of a line, in `ch`, from 50 to 80. */
  measure?: number;
}
