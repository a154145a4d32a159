import { longDate } from './dates.js';
import { localHref } from './urls.js';
import type { CivilDate, ReviewerView, ReviewView } from './view-models.js';

/** A civil date for people and machines. */
export function Day({ on }: { on: CivilDate }) {
  return <time dateTime={on}>{longDate(on)}</time>;
}

/** `Last reviewed <date> by <name, credentials> · Next review due <date>`. */
export function ReviewLine({ review }: { review: ReviewView }) {
  return (
    <p class="meta">
      <strong>
        Last reviewed <Day on={review.lastReviewedOn} />
      </strong>
      {' by '}
      <Reviewers by={review.by} />
      {' · Next review due '}
      <Day on={review.nextReviewDueOn} />
    </p>
  );
}

/** Names joined as in a sentence. */
export function Reviewers({ by }: { by: ReviewerView[] }) {
  return (
    <>
      {by.map((reviewer, index) => (
        <>
          {index > 0 && (index === by.length - 1 ? ' and ' : ', ')}
          <Reviewer reviewer={reviewer} />
        </>
      ))}
    </>
  );
}

function Reviewer({ reviewer }: { reviewer: ReviewerView }) {
  if (!('name' in reviewer)) {
    return <>{`${withArticle(reviewer.specialty)} physician, name withheld for safety`}</>;
  }
  const { profilePath } = reviewer;
  return profilePath ? <a href={localHref(profilePath)}>{printed(reviewer)}</a> : <>{printed(reviewer)}</>;
}

function printed({ name, credentials }: { name: string; credentials: string }): string {
  return credentials ? `${name}, ${credentials}` : name;
}

/** What a reader may know of the review beyond the line at the top: specialty, license, parts reviewed since, interests. */
export function ReviewDetails({ review }: { review: ReviewView }) {
  return (
    <section class="small">
      <h2 id="_review">About the medical review</h2>
      <ul class="plain">
        {review.by.map((reviewer) => (
          <li>
            Reviewed by <ReviewerInFull reviewer={reviewer} />
          </li>
        ))}
        {review.changesReviewed?.map(({ on, by, sections }) => (
          <li>
            On <Day on={on} /> <Reviewers by={by} /> reviewed changes to {sections.join(', ')}. The rest of the guide
            stands as last reviewed.
          </li>
        ))}
        {review.disclosures.map((line) => (
          <li>Reviewer disclosure: {line}</li>
        ))}
      </ul>
    </section>
  );
}

function ReviewerInFull({ reviewer }: { reviewer: ReviewerView }) {
  const license = 'name' in reviewer ? reviewer.license : undefined;
  return (
    <>
      <Reviewer reviewer={reviewer} />
      {'name' in reviewer ? ` (${reviewer.specialty})` : ''}.
      {license && (
        <>
          {` Licensed in ${license.state}${license.number ? `, number ${license.number}` : ''}; checked `}
          <Day on={license.checkedOn} />.
        </>
      )}
    </>
  );
}

/** `dermatologists`: what the physicians of a specialty are called together. */
export function several(practitioner: string): string {
  return `${practitioner}s`;
}

/** `a dermatology`, `an otolaryngology`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
