import { longDate } from './dates.js';
import { webHref } from './urls.js';
import type { ReferenceView } from './view-models.js';

/** Where a source can be read: its own address, else its DOI, else PubMed. Undefined when it has none that is http(s). */
export function referenceHref({ url, doi, pmid }: ReferenceView): string | undefined {
  return webHref(url) ?? (doi ? doiHref(doi) : pmid ? pubmedHref(pmid) : undefined);
}

function doiHref(doi: string): string | undefined {
  // A DOI may hold the characters that end a URL's path.
  const path = doi.replaceAll('%', '%25').replaceAll('?', '%3F').replaceAll('#', '%23');
  return webHref(`https://doi.org/${path}`);
}

function pubmedHref(pmid: string): string | undefined {
  return webHref(`https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(pmid)}/`);
}

/** The numbered sources with links back to where each is cited; nothing when there are none. */
export function References({ references }: { references: ReferenceView[] }) {
  if (references.length === 0) return null;
  return (
    <section class="small">
      <h2 id="_references">References</h2>
      <ol>
        {references.map((reference, index) => (
          <li id={reference.anchor}>
            <Source reference={reference} /> <BackLinks number={index + 1} citedAt={reference.citedAt} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Source({ reference }: { reference: ReferenceView }) {
  const { title, authors, source, year, doi, pmid, accessedOn } = reference;
  const href = referenceHref(reference);
  return (
    <>
      {authors && `${sentence(authors)} `}
      {href ? <a href={href}>{title}</a> : title}
      {`${/[.?!]$/.test(title) ? '' : '.'} ${source ? `${source}, ` : ''}${year}.`}
      {doi && ` doi:${doi}.`}
      {pmid && ` PMID ${pmid}.`}
      {accessedOn && ` Accessed ${longDate(accessedOn)}.`}
    </>
  );
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

// The selector behind it keeps phones from drawing an emoji.
const ARROW = '↩\uFE0E';

function BackLinks({ number, citedAt }: { number: number; citedAt: string[] }) {
  return (
    <>
      {citedAt.map((anchor, index) => (
        <a class="back" href={`#${anchor}`} aria-label={`Back to citation ${index + 1} of reference ${number}`}>
          {ARROW}
        </a>
      ))}
    </>
  );
}
