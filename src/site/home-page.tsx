import { APPLY_PATH } from './apply-paths.js';
import { HTML, renderDocument } from './layout.js';
import { Listing } from './listing.js';
import { categoryPath, GUIDES_PATH, HOME_PATH, HOW_WE_REVIEW_PATH, policyPath, REVIEWERS_PATH } from './urls.js';
import type { HomeView, PublisherView, RenderedPage } from './view-models.js';

/** The front page: what this is and how it is checked, topics, then the guides that changed or were reviewed last. */
export function renderHomePage(view: HomeView): RenderedPage {
  const { publisher } = view;
  const description = `Medical guides by ${publisher.name}.`;
  const facts = { publisher, title: publisher.name, description, path: HOME_PATH, indexable: true };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Home view={view} />) };
}

function Home({ view: { publisher, categories, recent, reviewed = [] } }: { view: HomeView }) {
  return (
    <div class="reading">
      <h1>{publisher.name}</h1>
      <Purpose publisher={publisher} />
      {categories.length > 0 && <Topics categories={categories} />}
      {recent.length > 0 && (
        <section>
          <h2>New and changed</h2>
          <Listing guides={recent} />
        </section>
      )}
      {reviewed.length > 0 && (
        <section>
          <h2>Recently reviewed</h2>
          <Listing guides={reviewed} />
        </section>
      )}
      <p class="apply small">
        Are you a physician? <a href={APPLY_PATH}>Apply to appear beside our guides</a>
      </p>
    </div>
  );
}

function Purpose({ publisher }: { publisher: PublisherView }) {
  return (
    <>
      {publisher.standing && <p class="meta">{publisher.standing}</p>}
      <p class="lead">Medical guides that say who reviewed them, when, and when the next review is due.</p>
      <p>
        A guide that names a reviewer was read and signed as a whole by a physician whose license we had checked: see{' '}
        <a href={HOW_WE_REVIEW_PATH}>how we review</a>, <a href={REVIEWERS_PATH}>our reviewers</a> and our{' '}
        <a href={policyPath('editorial')}>editorial policy</a>.
      </p>
    </>
  );
}

function Topics({ categories }: Pick<HomeView, 'categories'>) {
  return (
    <section>
      <h2>Topics</h2>
      <ul class="cards">
        {categories.map(({ slug, name, guideCount }) => (
          <li>
            <a href={categoryPath(slug)}>{name}</a> ({guideCount === 1 ? '1 guide' : `${guideCount} guides`})
          </li>
        ))}
      </ul>
      <p>
        <a class="own" href={GUIDES_PATH}>
          All guides from A to Z
        </a>
      </p>
    </section>
  );
}
