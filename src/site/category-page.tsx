import { APPLY_PATH } from './apply-paths.js';
import { collectionJsonLd } from './collection-json-ld.js';
import { Crumbs } from './crumbs.js';
import { Apply } from './featured.js';
import { HTML, renderDocument } from './layout.js';
import { Listing } from './listing.js';
import { listTitle } from './members.js';
import { categoryPath, HOW_WE_REVIEW_PATH, specialtyPath } from './urls.js';
import type { CategoryView, RenderedPage } from './view-models.js';

/** Guides that the markup names; the page lists them all. */
const markedUp = 100;

/** The page of a category: its guides in the order given, and who may review them. */
export function renderCategoryPage(view: CategoryView): RenderedPage {
  const { publisher, category, guides } = view;
  const page = { path: categoryPath(category.slug), title: category.name };
  const facts = {
    publisher,
    ...page,
    description: category.description || `Guides about ${category.name}.`,
    // A page without content would count as an error page that answers 200.
    indexable: guides.length > 0,
    ...(guides.length > 0 ? { jsonLd: collectionJsonLd(publisher, page, guides.slice(0, markedUp)) } : {}),
  };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Category view={view} />) };
}

function Category({ view: { category, guides, specialties = [] } }: { view: CategoryView }) {
  return (
    <div class="reading">
      <Crumbs />
      <h1>{category.name}</h1>
      {category.description && <p class="lead">{category.description}</p>}
      {guides.length > 0 ? <Listing guides={guides} /> : <p>There are no guides in this category at present.</p>}
      {specialties.length > 0 && <Specialties specialties={specialties} />}
      {specialties.map(({ practitioner }) => (
        <Apply call={{ practitioner, path: APPLY_PATH }} />
      ))}
    </div>
  );
}

function Specialties({ specialties }: { specialties: NonNullable<CategoryView['specialties']> }) {
  return (
    <section class="small">
      <h2>Who reviews these guides</h2>
      <p>
        {`Physicians of ${specialties.map(({ name }) => name).join(', ')} whose license was checked. `}
        <a href={HOW_WE_REVIEW_PATH}>How we review</a>
      </p>
      <ul class="plain">
        {specialties.map(({ slug, practitioner }) => (
          <li>
            <a class="own" href={specialtyPath(slug)}>
              {listTitle(practitioner)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
