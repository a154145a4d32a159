import { civilDateOf, longDate, longMonth } from './dates.js';
import { Crumbs } from './crumbs.js';
import { Day, Dot, ReviewLine } from './reviewers.js';
import { staleSentence, stalenessOf } from './staleness.js';
import { categoryPath, localHref, webHref } from './urls.js';
import type { GuideText, GuideView, SafetyNoticeView } from './view-models.js';

/** Category line, title, who stands behind it and since when, warnings, lead. */
export function Opening({ view }: { view: GuideView }) {
  const { guide, review, carriedOver, notices = [], authors = [], visibility } = view;
  const { slug, name } = guide.category;
  return (
    <header>
      {visibility === 'preview' && <p class="notice">Preview. This text is not published.</p>}
      <Crumbs above={[{ path: categoryPath(slug), title: name }]} />
      <h1 lang={foreign(view)}>{guide.title}</h1>
      <div class="byline">
        {review && <ReviewLine review={review} />}
        {carriedOver && (
          <p class="meta">
            {'Published before our present medical review began; its review is planned for '}
            {longMonth(carriedOver.plannedFor)}.
          </p>
        )}
        {authors.length > 0 && <p class="meta">Written by {authors.join(', ')}</p>}
        <PublicationDates view={view} />
        <Languages guide={guide} />
      </div>
      <Stale view={view} />
      {notices.map((notice) => (
        <SafetyNotice notice={notice} />
      ))}
      <div class="lead" lang={foreign(view)} dangerouslySetInnerHTML={{ __html: guide.leadHtml }} />
    </header>
  );
}

function PublicationDates({ view }: { view: GuideView }) {
  const { publishedAt, modifiedAt, publisher, corrections, history = [] } = view;
  const published = civilDateOf(publishedAt, publisher.timeZone);
  const modified = civilDateOf(modifiedAt, publisher.timeZone);
  return (
    <p class="meta">
      Published <Day on={published} />
      {modified !== published && (
        <>
          <Dot />
          <span class="fact">
            Updated <Day on={modified} />
          </span>
        </>
      )}
      {corrections.length > 0 && (
        <>
          <Dot />
          <a href="#_corrections">Corrections</a>
        </>
      )}
      {history.length > 1 && (
        <>
          <Dot />
          <a href="#_history">What changed</a>
        </>
      )}
    </p>
  );
}

/** The same guide in other languages, each by its own title. */
function Languages({ guide: { alternates = [], path } }: { guide: GuideText }) {
  const others = alternates.filter((other) => other.path !== path);
  if (others.length === 0) return null;
  return (
    <p class="meta">
      {'In other languages: '}
      {others.map((other, index) => (
        <>
          {index > 0 && ', '}
          <a href={localHref(other.path)} hreflang={other.language} lang={other.language}>
            {other.title}
          </a>
        </>
      ))}
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

function SafetyNotice({ notice: { on, text, source } }: { notice: SafetyNoticeView }) {
  const href = webHref(source.url);
  return (
    <div class="notice">
      <p>
        <strong>
          Notice of <Day on={on} />
        </strong>
      </p>
      <p>{text}</p>
      <p>Source: {href ? <a href={href}>{source.title}</a> : source.title}</p>
    </div>
  );
}

/** The guide's language where it differs from that of the words around it, for `lang`. */
export function foreign({ guide, publisher }: GuideView): string | undefined {
  return guide.language === publisher.language ? undefined : guide.language;
}
