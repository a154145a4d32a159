import type { VNode } from 'preact';
import { HTML, policyOf, renderDocument, type PageFacts } from './layout.js';
import type { PageScript } from './page-script.js';
import type { RenderedPage } from './view-models.js';

/**
 * A page whose script asks the API. Its headers replace the defaults of stored pages, whose policy names no hash;
 * they name the hashes of this very page. A page kept out of search is kept out of caches too.
 */
export function renderInteractivePage(facts: PageFacts & { script: PageScript }, main: VNode): RenderedPage {
  const headers = {
    'content-security-policy': `${policyOf(facts)}; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    ...(facts.indexable ? {} : { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' }),
  };
  return { status: 200, contentType: HTML, html: renderDocument(facts, main), headers };
}
