import { civilDateOf, longDate, longMonth } from './dates.js';
import { Day, ReviewLine } from './reviewers.js';
import { staleSentence, stalenessOf } from './staleness.js';
import { categoryPath, HOME_PATH } from './urls.js';
import type { CategoryName, GuideView, SafetyNoticeView } from './view-models.js';

/** Category line, title, who stands behind it and since when, warnings, lead. */
export function Opening({ view }: { view: GuideView }) {
  const { guide, review, carriedOver, notice, authors = [], visibility } = view;
  return (
    <header>
      {visibility === 'preview' && <p class="notice">Preview. This text is not published.</p>}
      <CategoryLine category={guide.category} />
      <h1 lang={foreign(view)}>{guide.title}</h1>
      {review && <ReviewLine review={review} />}
      {carriedOver && (
        <p class="meta">
          {'Published before our present medical review began; its review is planned for '}
          {longMonth(carriedOver.plannedFor)}.
        </p>
      )}
      {authors.length > 0 && <p class="meta">Written by {authors.join(', ')}</p>}
      <PublicationDates view={view} />
      <Stale view={view} />
      {notice && <SafetyNotice notice={notice} />}
      <div class="lead" lang={foreign(view)} dangerouslySetInnerHTML={{ __html: guide.leadHtml }} />
    </header>
  );
}

function CategoryLine({ category }: { category: CategoryName }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <ol>
        <li>
          <a href={HOME_PATH}>Guides</a>
        </li>
        <li>
          <a href={categoryPath(category.slug)}>{category.name}</a>
        </li>
      </ol>
    </nav>
  );
}

function PublicationDates({ view: { publishedAt, modifiedAt, publisher, corrections } }: { view: GuideView }) {
  const published = civilDateOf(publishedAt, publisher.timeZone);
  const modified = civilDateOf(modifiedAt, publisher.timeZone);
  return (
    <p class="meta">
      Published <Day on={published} />
      {modified !== published && (
        <>
          {' · Updated '}
          <Day on={modified} />
        </>
      )}
      {corrections.length > 0 && (
        <>
          {' · '}
          <a href="#_corrections">Corrections</a>
        </>
      )}
    </p>
  );
}

// Always in the markup, if empty: the script fills it on a copy that outlives the due date.
function Stale({ view: { staleness, publisher } }: { view: GuideView }) {
  const state = stalenessOf(staleness);
  return (
    <p
      class="stale"
      role="status"
      data-stale={state}
      data-due-on={staleness.dueOn}
      data-due-label={longDate(staleness.dueOn)}
      data-time-zone={publisher.timeZone}
    >
      {state !== 'none' && staleSentence(staleness.dueOn)}
    </p>
  );
}

function SafetyNotice({ notice: { on, text } }: { notice: SafetyNoticeView }) {
  return (
    <div class="notice">
      <p>
        <strong>
          Notice of <Day on={on} />
        </strong>
      </p>
      <p>{text}</p>
    </div>
  );
}

/** The guide's language where it differs from that of the words around it, for `lang`. */
export function foreign({ guide, publisher }: GuideView): string | undefined {
  return guide.language === publisher.language ? undefined : guide.language;
}

/** A plain list of links to what the page holds. */
export function Contents({ view: { guide, review } }: { view: GuideView }) {
  const entries = guide.sections.map(({ key, heading }) => ({ anchor: key, heading }));
  if (guide.faq.length > 0) entries.push({ anchor: '_faq', heading: 'Frequently asked questions' });
  if (guide.references.length > 0) entries.push({ anchor: '_references', heading: 'References' });
  if (review) entries.push({ anchor: '_review', heading: 'About the medical review' });
  if (entries.length === 0) return null;
  return (
    <nav class="toc" aria-labelledby="_contents">
      <h2 id="_contents">On this page</h2>
      <ul>
        {entries.map(({ anchor, heading }) => (
          <li>
            <a href={`#${anchor}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
