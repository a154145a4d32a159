import { breadcrumbList, Crumbs } from './crumbs.js';
import { HTML, renderDocument } from './layout.js';
import { Closing, OwnText } from './policy-page.js';
import type { CorrectionsView, ListedCorrection } from './policy-view.js';
import { Day } from './reviewers.js';
import { structuredData } from './structured-data.js';
import { CORRECTIONS_PATH, correctionsPath, HOW_WE_REVIEW_PATH, localHref } from './urls.js';
import type { LinkView, RenderedPage } from './view-models.js';

const all: LinkView = { path: CORRECTIONS_PATH, title: 'Corrections' };

const kinds: Record<ListedCorrection['kind'], string> = {
  correction: 'Correction',
  notice: 'Notice',
  revert: 'Taken back',
  withdrawal: 'Withdrawal',
};

/** What we do about mistakes, and every one that we told readers of. */
export function renderCorrectionsPage(view: CorrectionsView): RenderedPage {
  const { publisher, year } = view;
  const page: LinkView = year === undefined ? all : { path: correctionsPath(year), title: `Corrections of ${year}` };
  const way = year === undefined ? [all] : [all, page];
  const facts = {
    publisher,
    title: page.title,
    description: `Corrections, notices and withdrawals of ${publisher.name}${year === undefined ? '' : ` in ${year}`}, newest first.`,
    path: page.path,
    indexable: true,
    jsonLd: structuredData(breadcrumbList(publisher, way)),
  };
  const main = (
    <div class="reading prose">
      <Crumbs above={year === undefined ? [] : [all]} />
      <h1>{page.title}</h1>
      {year === undefined && (view.ownHtml === undefined ? <Policy /> : <OwnText html={view.ownHtml} />)}
      <List view={view} />
      <Closing publisher={publisher} />
    </div>
  );
  return { status: 200, contentType: HTML, html: renderDocument(facts, main) };
}

function Policy() {
  return (
    <>
      <p>
        When a guide was wrong we say what was wrong, where it stood, and when it was put right: on the guide itself and
        on this page. A correction keeps its date and its words.
      </p>
      <ul>
        <li>
          Where a correction was published before somebody else had reviewed it, both places say that the second review
          is still to come.
        </li>
        <li>A correction never moves the date of the last review: that belongs to a review of the whole guide.</li>
        <li>
          A guide that cannot be put right is withdrawn, with a notice in its place. See also{' '}
          <a href={HOW_WE_REVIEW_PATH}>how we review</a>.
        </li>
      </ul>
    </>
  );
}

function List({ view: { corrections, years, year } }: { view: CorrectionsView }) {
  return (
    <section>
      {year === undefined && <h2>Corrections, notices and withdrawals</h2>}
      {corrections.length === 0 && <p>There have been none so far.</p>}
      <ul class="listing">
        {corrections.map((correction) => (
          <Correction correction={correction} />
        ))}
      </ul>
      {years.length > 0 && (
        <nav aria-label="Corrections by year">
          <ul class="plain">
            {years.map((each) => (
              <li>
                <a class="own" href={correctionsPath(each)}>
                  All of {each}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}

function Correction({ correction }: { correction: ListedCorrection }) {
  const { on, kind, path, title, text, awaitingSecondReview } = correction;
  return (
    <li>
      <a href={localHref(path)}>{title}</a>
      <p class="meta">
        {`${kinds[kind]} of `}
        <Day on={on} />
      </p>
      <p>
        {text}
        {awaitingSecondReview && <em> Awaiting second review.</em>}
      </p>
    </li>
  );
}
