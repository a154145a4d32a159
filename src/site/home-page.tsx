import { HTML, renderDocument } from './layout.js';
import { Listing } from './listing.js';
import { categoryPath, HOME_PATH } from './urls.js';
import type { HomeView, RenderedPage } from './view-models.js';

/** The front page: categories, then the guides that changed last. */
export function renderHomePage(view: HomeView): RenderedPage {
  const { publisher } = view;
  const description = `Medical guides by ${publisher.name}.`;
  const facts = { publisher, title: publisher.name, description, path: HOME_PATH, indexable: true };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Home view={view} />) };
}

function Home({ view: { publisher, categories, recent } }: { view: HomeView }) {
  return (
    <div class="reading">
      <h1>{publisher.name}</h1>
      {categories.length > 0 && (
        <section>
          <h2>Topics</h2>
          <ul class="plain">
            {categories.map(({ slug, name, guideCount }) => (
              <li>
                <a href={categoryPath(slug)}>{name}</a> ({guideCount === 1 ? '1 guide' : `${guideCount} guides`})
              </li>
            ))}
          </ul>
        </section>
      )}
      {recent.length > 0 && (
        <section>
          <h2>New and changed</h2>
          <Listing guides={recent} />
        </section>
      )}
    </div>
  );
}
