import { Day } from './reviewers.js';
import { localHref } from './urls.js';
import type { GuideListing } from './view-models.js';

/** Guides as a list of title, summary and dates; the review date where somebody signed. */
export function Listing({ guides }: { guides: GuideListing[] }) {
  return (
    <ul class="listing">
      {guides.map((guide) => (
        <li>
          <a href={localHref(guide.path)}>{guide.title}</a>
          <p>{guide.summary}</p>
          <Dates guide={guide} />
        </li>
      ))}
    </ul>
  );
}

function Dates({ guide: { publishedOn, modifiedOn, lastReviewedOn } }: { guide: GuideListing }) {
  const dates = [
    { label: 'Published', on: publishedOn },
    { label: 'Updated', on: modifiedOn === publishedOn ? undefined : modifiedOn },
    { label: 'Last reviewed', on: lastReviewedOn ?? undefined },
  ].flatMap(({ label, on }) => (on === undefined ? [] : [{ label, on }]));
  if (dates.length === 0) return null;
  return (
    <p class="meta">
      {dates.map(({ label, on }, index) => (
        <>
          {`${index > 0 ? ' · ' : ''}${label} `}
          <Day on={on} />
        </>
      ))}
    </p>
  );
}
