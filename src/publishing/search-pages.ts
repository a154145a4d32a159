import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import {
  renderSearchPage,
  searchPath,
  type CategoryName,
  type FoundGuide,
  type SearchFields,
  type SearchOutcome,
  type SearchView,
} from '../site/index.js';
import { securityHeaders } from './page-headers.js';
import { publisherView } from './publisher-site.js';

/** A page made for one request. */
export interface SearchPage {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const problems = {
  422: 'Please search with at most 200 ordinary letters.',
  429: 'There were too many searches from your network. Please wait a minute. All guides can be read as always.',
  503: 'Search is not available at the moment. All guides can be read as always.',
};

/**
 * The page of results. Kept by nobody: it tells what is live at this moment, and the words of a search about health are nobody’s business;
 * for that reason it also tells no site that it links to where a reader comes from.
 */
@Injectable()
export class SearchPages {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The form, with results where something was asked for. */
  async render(
    fields: SearchFields,
    results: (SearchOutcome & { guides: FoundGuide[]; cursor: string | null }) | null,
  ): Promise<SearchPage> {
    const categories = await this.categories();
    if (results === null) return this.page(200, { fields, categories, results: null, problem: null });
    const { cursor, ...found } = results;
    const more = cursor === null ? null : searchPath(fields, cursor);
    return this.page(200, { fields, categories, results: { ...found, more }, problem: null });
  }

  /** The form, and why there are no results. */
  renderProblem(fields: SearchFields, status: keyof typeof problems, headers: Record<string, string> = {}): SearchPage {
    const shown = status === 422 ? { ...fields, q: '' } : fields;
    const page = this.page(status, { fields: shown, categories: [], results: null, problem: problems[status] });
    return { ...page, headers: { ...page.headers, ...headers } };
  }

  private page(status: number, view: Omit<SearchView, 'publisher'>): SearchPage {
    const publisher = publisherView(this.config);
    const { contentType, html } = renderSearchPage({ publisher, ...view });
    const headers = {
      ...securityHeaders(),
      'cache-control': 'no-store',
      'content-type': contentType,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    };
    return { status, headers, body: Buffer.from(html) };
  }

  /** Those with live guides. Without them a search still works. */
  private async categories(): Promise<CategoryName[]> {
    return this.database
      .rows<CategoryName>(
        `select c.slug, c.name from category c where exists (select 1 from guide g where g.category_id = c.id and g.status = 'live') order by c.name, c.slug`,
      )
      .catch(() => []);
  }
}
