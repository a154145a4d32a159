import { Day, listed } from './reviewers.js';
import { reportPath } from './report-page.js';
import { localHref } from './urls.js';
import type { CorrectionView, FaqEntryView, LinkView, SanitizedHtml } from './view-models.js';

/** Questions that open on demand, without script; nothing when there are none. */
export function Faq({ entries }: { entries: FaqEntryView[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="faq">
      <h2 id="_faq">Frequently asked questions</h2>
      {entries.map(({ question, html }) => (
        <details>
          <summary>{question}</summary>
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </details>
      ))}
    </section>
  );
}

/** The guide's own disclosures; nothing when there are none. */
export function Disclosures({ html }: { html: SanitizedHtml }) {
  if (html === '') return null;
  return (
    <section class="small">
      <h2>Disclosures</h2>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}

/** What was put right and when; nothing when there is nothing. */
export function Corrections({ corrections }: { corrections: CorrectionView[] }) {
  if (corrections.length === 0) return null;
  return (
    <section class="small">
      <h2 id="_corrections">Corrections</h2>
      <ul class="plain">
        {corrections.map(({ on, text, sections = [], awaitingSecondReview }) => (
          <li>
            <Day on={on} />
            {sections.length > 0 && `, in ${listed(sections)}`}: {text}
            {awaitingSecondReview && <em> Awaiting second review.</em>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Links to other guides; nothing when there are none. */
export function Related({ links }: { links: LinkView[] }) {
  if (links.length === 0) return null;
  return (
    <section class="related">
      <h2>Related guides</h2>
      <ul class="cards">
        {links.map(({ path, title }) => (
          <li>
            <a href={localHref(path)}>{title}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where a reader says what is wrong with a page. */
export function Report({ path }: { path: string }) {
  return (
    <p class="report small">
      {'Something is wrong or unclear? '}
      <a href={reportPath(path)}>Report a problem with this page</a>
    </p>
  );
}

/** What a guide is not, and whom to call in an emergency. */
export function Caution() {
  return (
    <div class="caution small">
      <p>
        This guide gives general information, not medical advice. It does not replace a physician who can examine you.
      </p>
      <p>
        <strong>In an emergency, call 911</strong> or your local emergency number.
      </p>
    </div>
  );
}
