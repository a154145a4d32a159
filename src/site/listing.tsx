import { Day } from './reviewers.js';
import { localHref } from './urls.js';
import type { GuideListing } from './view-models.js';

/** Guides as a list of title, summary and, where somebody signed, the review date. */
export function Listing({ guides }: { guides: GuideListing[] }) {
  return (
    <ul class="listing">
      {guides.map(({ path, title, summary, lastReviewedOn }) => (
        <li>
          <a href={localHref(path)}>{title}</a>
          <p>{summary}</p>
          {lastReviewedOn && (
            <p class="meta">
              Last reviewed <Day on={lastReviewedOn} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
