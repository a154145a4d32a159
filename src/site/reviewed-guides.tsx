import { Day } from './reviewers.js';
import { localHref } from './urls.js';
import type { CivilDate, LinkView } from './view-models.js';

/** A live guide and the day of the review that stands on it. */
export interface ReviewedGuide extends LinkView {
  lastReviewedOn: CivilDate;
}

/** Guides with the dates of their reviews, in the order given. */
export function ReviewedGuides({ guides }: { guides: ReviewedGuide[] }) {
  return (
    <ul class="plain">
      {guides.map(({ path, title, lastReviewedOn }) => (
        <li>
          <a class="own" href={localHref(path)}>
            {title}
          </a>
          <span class="meta">
            {' · last reviewed '}
            <Day on={lastReviewedOn} />
          </span>
        </li>
      ))}
    </ul>
  );
}
