import type { TextPiece } from './highlight.js';
import { HTML, renderDocument } from './layout.js';
import { Day } from './reviewers.js';
import type { FoundGuide, SearchFields, SearchOutcome, SearchView } from './search-view.js';
import { categoryPath, localHref, SEARCH_PATH } from './urls.js';

/** Other words, same filters. */
export function searchPath({ q, category, specialty }: SearchFields, cursor = ''): string {
  const query = new URLSearchParams(
    Object.entries({ q, category, specialty, cursor }).filter(([, value]) => value !== ''),
  );
  return `${SEARCH_PATH}?${query.toString()}`;
}

/** The page of results: never indexed, no scripts. Answers the document; status and headers are its sender's. */
export function renderSearchPage(view: SearchView): { contentType: string; html: string } {
  const { publisher, fields } = view;
  const title = fields.q === '' ? 'Search' : `Search: ${fields.q}`;
  const facts = { publisher, title, indexable: false, ownSearch: true };
  return { contentType: HTML, html: renderDocument(facts, <Search view={view} />) };
}

function Search({ view: { fields, categories, results, problem } }: { view: SearchView }) {
  return (
    <div class="reading">
      <h1>Search</h1>
      <Form fields={fields} categories={categories} />
      {problem !== null && <p class="notice">{problem}</p>}
      {results && (
        <section class="search" aria-label="Results">
          <Told outcome={results} fields={fields} none={results.guides.length === 0} />
          {results.guides.length > 0 && (
            <ol class="listing">
              {results.guides.map((guide) => (
                <Result guide={guide} />
              ))}
            </ol>
          )}
          {results.more !== null && (
            <p>
              <a href={localHref(results.more)} rel="next">
                More results
              </a>
            </p>
          )}
        </section>
      )}
    </div>
  );
}

function Form({ fields, categories }: { fields: SearchFields; categories: SearchView['categories'] }) {
  return (
    <form class="search" role="search" action={SEARCH_PATH} method="get">
      <label>
        <span>Search the guides</span>
        <input type="search" name="q" value={fields.q} required maxLength={200} autocomplete="off" />
      </label>
      {categories.length > 0 && (
        <label>
          <span>Topic</span>
          <select name="category">
            <option value="">All topics</option>
            {categories.map(({ slug, name }) => (
              <option value={slug} selected={slug === fields.category}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {fields.specialty !== '' && <input type="hidden" name="specialty" value={fields.specialty} />}
      <button type="submit">Search</button>
    </form>
  );
}

/** What was searched for, where it is not what was typed. */
function Told({ outcome, fields, none }: { outcome: SearchOutcome; fields: SearchFields; none: boolean }) {
  const { searchedFor, words, didYouMean } = outcome;
  if (none)
    return (
      <p role="status">
        No guide was found for <strong>{fields.q}</strong>. Try fewer or other words.
      </p>
    );
  if (didYouMean !== null)
    return (
      <p role="status">
        Did you mean <a href={localHref(searchPath({ ...fields, q: didYouMean }))}>{didYouMean}</a>?
      </p>
    );
  if (searchedFor === null) return null;
  return (
    <p role="status">
      No guide was found for <strong>{fields.q}</strong>. These have {words === 'any' && 'some of the words of '}
      <strong>{searchedFor}</strong>.
    </p>
  );
}

function Result({ guide }: { guide: FoundGuide }) {
  const { path, title, category, language, lastReviewedOn, snippet } = guide;
  return (
    <li>
      <a href={localHref(path)} lang={language}>
        <Pieces pieces={title} />
      </a>
      <p lang={language}>
        <Pieces pieces={snippet} />
      </p>
      <p class="meta">
        <a href={categoryPath(category.slug)}>{category.name}</a>
        {lastReviewedOn && (
          <>
            {' · '}Last reviewed <Day on={lastReviewedOn} />
          </>
        )}
      </p>
    </li>
  );
}

function Pieces({ pieces }: { pieces: TextPiece[] }) {
  return <>{pieces.map(({ text, found }) => (found ? <mark>{text}</mark> : text))}</>;
}
