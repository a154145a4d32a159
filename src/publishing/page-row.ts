/** One URL that was ever served, as its row stands. */
export interface PageRow {
  id: string;
  path: string;
  kind:
    | 'guide'
    | 'category'
    | 'home'
    | 'sitemap'
    | 'feed'
    | 'robots'
    | 'image'
    | 'physician'
    | 'apply'
    | 'specialty'
    | 'freshness'
    | 'card'
    | 'reviewer'
    | 'policy'
    | 'corrections'
    | 'index';
  guideId: string | null;
  categoryId: string | null;
  physicianId: string | null;
  /** The reviewer whose page it is. */
  accountId: string | null;
  /** Slug of the specialty whose list it is. */
  specialty: string | null;
  renderedHash: string | null;
}

/** What a page answers, before it is numbered and stored. */
export interface PageAnswer {
  status: 200 | 301 | 404 | 410 | 451;
  contentType: string;
  headers: Record<string, string>;
  body: Buffer;
  location?: string;
  /** Paths of the images that it shows. */
  images?: string[];
  /** Paths of the sitemaps that it lists. */
  sitemaps?: string[];
  /** For bytes that cost more to make than to compare: what they are made of, and how. `body` is empty then. */
  drawn?: { digest: string; draw: () => Promise<Buffer> };
}
