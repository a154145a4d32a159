import type { ComponentChildren } from 'preact';
import { longDate } from './dates.js';
import { localHref } from './urls.js';
import type { CivilDate, NamedReviewerView, ReviewerView, ReviewView } from './view-models.js';

/** A civil date for people and machines. */
export function Day({ on }: { on: CivilDate }) {
  return <time dateTime={on}>{longDate(on)}</time>;
}

/** Between facts on a line, which breaks behind it and never before. */
export function Dot() {
  return (
    <>
      <span class="dot">{' ·'}</span>{' '}
    </>
  );
}

/** `Last reviewed <date> by <name, credentials> · Next review due <date>`. */
export function ReviewLine({ review }: { review: ReviewView }) {
  return (
    <p class="meta reviewed">
      <strong>
        Last reviewed <Day on={review.lastReviewedOn} />
      </strong>
      {' by '}
      <Reviewers by={review.by} />
      <Dot />
      <span class="fact">
        Next review due <Day on={review.nextReviewDueOn} />
      </span>
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
  if (!isNamed(reviewer)) return <>{unnamed(reviewer)}</>;
  const { profilePath } = reviewer;
  return profilePath ? <a href={localHref(profilePath)}>{printed(reviewer)}</a> : <>{printed(reviewer)}</>;
}

function isNamed(reviewer: ReviewerView): reviewer is NamedReviewerView {
  return 'name' in reviewer;
}

function unnamed({ specialty }: ReviewerView): string {
  return `${withArticle(specialty)} physician, name withheld for safety`;
}

function printed({ name, credentials }: { name: string; credentials: string }): string {
  return credentials ? `${name}, ${credentials}` : name;
}

/** What a reader may know of the review beyond the line at the top: who, of what specialty and license, what was reviewed since, which interests. */
export function ReviewDetails({ review }: { review: ReviewView }) {
  return (
    <section class="small">
      <h2 id="_review">About the medical review</h2>
      {review.by.map((reviewer) => (
        <ReviewerCard reviewer={reviewer} review={review} />
      ))}
      <Since review={review} />
      {review.disclosures.length > 0 && (
        <ul class="plain">
          {review.disclosures.map((line) => (
            <li>Reviewer disclosure: {line}</li>
          ))}
        </ul>
      )}
      <p>
        Whoever wrote a part of this guide could not sign its review. <a href="/how-we-review">How we review</a>
      </p>
    </section>
  );
}

function ReviewerCard({ reviewer, review }: { reviewer: ReviewerView; review: ReviewView }) {
  const license = isNamed(reviewer) ? reviewer.license : undefined;
  const name = unnamed(reviewer);
  return (
    <div class="card">
      <h3>{isNamed(reviewer) ? <Reviewer reviewer={reviewer} /> : name.charAt(0).toUpperCase() + name.slice(1)}</h3>
      <dl class="facts">
        <Fact term="Specialty">{reviewer.specialty}</Fact>
        <Fact term="Reviewed">
          The whole page, on <Day on={review.lastReviewedOn} />
        </Fact>
        {license && (
          <Fact term="License">
            {`${license.state}${license.number ? `, number ${license.number}` : ''}; checked `}
            <Day on={license.checkedOn} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Since({ review: { changesReviewed = [] } }: { review: ReviewView }) {
  if (changesReviewed.length === 0) return null;
  return (
    <ul class="plain">
      {changesReviewed.map(({ on, by, sections }) => (
        <li>
          On <Day on={on} /> <Reviewers by={by} /> reviewed changes to {sections.join(', ')}. The rest of the guide
          stands as last reviewed.
        </li>
      ))}
    </ul>
  );
}

/** `Risks`, `Risks and Cost`, `Risks, Cost and Alternatives`. */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `dermatologists`: what the physicians of a specialty are called together. */
export function several(practitioner: string): string {
  return `${practitioner}s`;
}

/** `a dermatology`, `an otolaryngology`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
