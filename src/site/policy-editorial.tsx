import type { PolicyView } from './policy-view.js';
import { CORRECTIONS_PATH, HOW_WE_REVIEW_PATH, policyPath } from './urls.js';

/** How a guide comes about and what may change in it afterwards, as the software enforces it. */
export function EditorialPolicy({ view: { publisher } }: { view: PolicyView }) {
  return (
    <>
      <p>
        {`${publisher.name} publishes medical guides for readers. `}
        {publisher.standing && `${publisher.standing} `}
        The steps below are held by the software that publishes this site: a guide that skips one of them is not
        published.
      </p>
      <Writing />
      <Changing />
      <TakingBack />
    </>
  );
}

function Writing() {
  return (
    <>
      <section>
        <h2>Before a guide is published</h2>
        <ul>
          <li>An editor writes it. Who changed which part of the text is recorded and kept.</li>
          <li>
            A check by machine must pass: title, summary and category are there; the guide names its sources, and every
            citation leads to one of them; nothing is a placeholder or empty; headings are in order; every picture has a
            description; no markup is unsafe.
          </li>
          <li>
            A medical reviewer reads all of it, answers a list of questions and signs.{' '}
            <a href={HOW_WE_REVIEW_PATH}>How we review</a> says who may, and what is asked.
          </li>
          <li>
            The signature belongs to the exact text. If a letter moves after it, the text cannot be published on it.
          </li>
        </ul>
      </section>
      <section>
        <h2>Who stands behind a guide</h2>
        <p>
          A guide names its reviewer, the date of the review and the date of the next one. Reviewers state any conflict
          of interest with every signature, and the guide prints what they state. A name may be withheld for the safety
          of the person; the guide then says so and names the specialty. Guides that were public before our present
          review began say that, and name neither a reviewer nor a review date until they have one.
        </p>
      </section>
    </>
  );
}

function Changing() {
  return (
    <section>
      <h2>After it is published</h2>
      <ul>
        <li>
          A changed part is signed by a reviewer before readers see it. The guide says which parts were reviewed since,
          and when.
        </li>
        <li>
          Spelling, punctuation, spacing and the address behind a link may be put right by two editors without a new
          signature. The software refuses anything beyond that as a minor change: no number, title, disclosure or
          reference text moves.
        </li>
        <li>
          “Last reviewed” moves only when the whole guide was signed. A typo, a correction or a new layout does not move
          it. “Updated” moves only when the text did.
        </li>
      </ul>
    </section>
  );
}

function TakingBack() {
  return (
    <section>
      <h2>When something is wrong</h2>
      <ul>
        <li>A guide can be put on hold at once: its text is not shown until somebody else releases it.</li>
        <li>
          A guide is withdrawn by two people, one of them the medical director. Its address then says when and for what
          kind of reason, or leads to the guide that took its place.
        </li>
        <li>
          Corrections, notices and withdrawals are listed under <a href={CORRECTIONS_PATH}>corrections</a>.
        </li>
        <li>Earlier versions, signatures and decisions are kept and cannot be rewritten.</li>
      </ul>
      <p>
        What is paid for is kept apart from the guides: see <a href={policyPath('advertising')}>advertising</a>.
      </p>
    </section>
  );
}
