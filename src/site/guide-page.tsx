import { Contents } from './contents.js';
import { Apply, Featured } from './featured.js';
import { Caution, Corrections, Disclosures, Faq, Related, Report } from './guide-closing.js';
import { foreign, Opening } from './guide-opening.js';
import { guideJsonLd } from './json-ld.js';
import { HTML, renderDocument } from './layout.js';
import { PageHistory } from './page-history.js';
import { References } from './references.js';
import { ReviewDetails } from './reviewers.js';
import type { GuideView, RenderedPage, Visibility } from './view-models.js';

const HEADERS: Record<Visibility, Pick<RenderedPage, 'headers'>> = {
  indexed: {},
  delisted: { headers: { 'x-robots-tag': 'noindex' } },
  preview: { headers: { 'x-robots-tag': 'noindex', 'cache-control': 'no-store' } },
};

/** The page of a live guide: a pure function of its view, `staleness.today` included. */
export function renderGuidePage(view: GuideView): RenderedPage {
  const { guide, publisher, publishedAt, modifiedAt, visibility, shareImage } = view;
  const facts = {
    publisher,
    title: guide.title,
    description: guide.summary,
    path: guide.path,
    indexable: visibility === 'indexed',
    language: guide.language,
    article: { publishedAt, modifiedAt, section: guide.category.name },
    jsonLd: guideJsonLd(view),
    agesByDate: true,
    followsReading: true,
    ...(shareImage ? { shareImage } : {}),
    ...(guide.alternates ? { alternates: guide.alternates } : {}),
  };
  return { status: 200, contentType: HTML, html: renderDocument(facts, <Guide view={view} />), ...HEADERS[visibility] };
}

function Guide({ view }: { view: GuideView }) {
  const { guide, featured = [], apply = [] } = view;
  return (
    <article class="guide">
      <Opening view={view} />
      <Contents view={view} />
      <div class="body">
        <div class="text" lang={foreign(view)}>
          <Sections view={view} />
          <Faq entries={guide.faq} />
        </div>
        <Caution />
        <Record view={view} />
        {featured.map((block) => (
          <Featured block={block} />
        ))}
        {apply.map((call) => (
          <Apply call={call} />
        ))}
      </div>
    </article>
  );
}

/** What the text rests on, who checked it, and what became of it. */
function Record({ view }: { view: GuideView }) {
  const { guide, review, corrections, history = [], related, visibility } = view;
  return (
    <>
      <References references={guide.references} />
      {review && <ReviewDetails review={review} />}
      <Disclosures html={guide.disclosuresHtml} />
      <Corrections corrections={corrections} />
      <PageHistory entries={history} />
      {visibility !== 'preview' && <Report path={guide.path} />}
      <Related links={related} />
    </>
  );
}

function Sections({ view }: { view: GuideView }) {
  return (
    <>
      {view.guide.sections.map(({ key, heading, html }) => (
        <section>
          <h2 id={key}>{heading}</h2>
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </section>
      ))}
    </>
  );
}
