import { Day } from './reviewers.js';
import type { PolicyView, ReviewFiguresView } from './policy-view.js';
import { categoryPath, REVIEWERS_PATH } from './urls.js';

/** Who signs, what is asked of them, how often, and what an overdue guide says of itself. */
export function HowWeReview({ view }: { view: PolicyView }) {
  return (
    <>
      <Reviewers />
      <Questions questions={view.questions} />
      <Cadences cadences={view.cadences} />
      <Overdue />
    </>
  );
}

function Reviewers() {
  return (
    <section>
      <h2>Who reviews</h2>
      <p>A medical reviewer can sign a guide only if, at that moment,</p>
      <ul>
        <li>a license in one of the guide’s specialties was checked, is on file, and has not ended;</li>
        <li>no finding against the license is open;</li>
        <li>the reviewer wrote no part of the text;</li>
        <li>no conflict of interest was declared that bars the reviewer from this guide;</li>
        <li>the password was shown again within the last five minutes.</li>
      </ul>
      <p>
        The signature keeps the name, the credentials and the day on which the license was checked, as they were then.{' '}
        <a href={REVIEWERS_PATH}>Our reviewers</a>
      </p>
    </section>
  );
}

function Questions({ questions }: { questions: string[] }) {
  return (
    <section>
      <h2>What a reviewer checks</h2>
      <p>Before signing, the reviewer opens the whole text and answers each of these. A “no” stops the signature.</p>
      <ol>
        {questions.map((question) => (
          <li>{question}</li>
        ))}
      </ol>
    </section>
  );
}

function Cadences({ cadences }: { cadences: PolicyView['cadences'] }) {
  return (
    <section>
      <h2>How often</h2>
      <p>
        Every guide has a due date, counted from the day on which the whole guide was last signed. A guide may have a
        term of its own for a recorded reason. No term is longer than 36 months.
      </p>
      {cadences.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Topic</th>
              <th scope="col">Reviewed every</th>
            </tr>
          </thead>
          <tbody>
            {cadences.map(({ slug, name, months }) => (
              <tr>
                <td>
                  <a class="own" href={categoryPath(slug)}>
                    {name}
                  </a>
                </td>
                <td>{months} months</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        Between 120 and 30 days before the due date the next review opens by itself. The reviewer keeps the guide, keeps
        it with listed changes, sends it back for revision, or proposes to withdraw it.
      </p>
    </section>
  );
}

function Overdue() {
  return (
    <section>
      <h2>When a review is late</h2>
      <p>
        From the day after its due date a guide says so itself: a line for 30 days, then a banner at the top. A copy
        that your browser kept says the same. The date of the last review stays as it was.
      </p>
    </section>
  );
}

/** How many guides are in time and how many are not, as of a day. */
export function ReviewFigures({ figures }: { figures: ReviewFiguresView }) {
  const { on, live, medianAgeInDays } = figures;
  return (
    <section>
      <h2>Where we stand</h2>
      <p class="meta">
        As of <Day on={on} />
      </p>
      <table>
        <tbody>
          <Row name="Guides that are live" value={live} />
          <Row name="Reviewed and in time" value={figures.current} />
          <Row name="Due for review within 60 days" value={figures.dueSoon} />
          <Row name="Past due" value={figures.overdue} />
          <Row name="From before our present review, not yet reviewed, not past due" value={figures.unreviewed} />
        </tbody>
      </table>
      {medianAgeInDays !== undefined && (
        <p>
          Half of the standing reviews are no older than {medianAgeInDays === 1 ? '1 day' : `${medianAgeInDays} days`}.
        </p>
      )}
    </section>
  );
}

function Row({ name, value }: { name: string; value: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}
