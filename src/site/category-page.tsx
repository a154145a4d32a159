import { Crumbs } from './crumbs.js';
import { HTML, renderDocument } from './layout.js';
import { Listing } from './listing.js';
import { categoryPath } from './urls.js';
import type { CategoryView, RenderedPage } from './view-models.js';

/** The page of a category: its guides in the order given. */
export function renderCategoryPage({ publisher, category, guides }: CategoryView): RenderedPage {
  const facts = {
    publisher,
    title: category.name,
    description: `Guides about ${category.name}.`,
    path: categoryPath(category.slug),
    // A page without content would count as an error page that answers 200.
    indexable: guides.length > 0,
  };
  const main = (
    <div class="reading">
      <Crumbs />
      <h1>{category.name}</h1>
      {guides.length > 0 ? <Listing guides={guides} /> : <p>There are no guides in this category at present.</p>}
    </div>
  );
  return { status: 200, contentType: HTML, html: renderDocument(facts, main) };
}
