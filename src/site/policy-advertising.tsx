import type { PolicyView } from './policy-view.js';
import { APPLY_PATH } from './apply-paths.js';
import { policyPath, SPECIALTIES_PATH } from './urls.js';

/** What is paid for, how it is marked, and what decides the order. */
export function AdvertisingPolicy({ view: { publisher } }: { view: PolicyView }) {
  const paid = publisher.membersPay ?? true;
  return (
    <>
      <p>
        {paid
          ? 'Physicians who are members of our network pay a fee. Wherever a member is shown, the page calls itself an advertisement, and its links to members are marked as paid for (sponsored).'
          : 'Physicians who are members of our network pay no fee for it.'}{' '}
        Being shown is no recommendation.
      </p>
      <section>
        <h2>Beside a guide</h2>
        <p>
          A guide shows at most six members of each of its specialties, in a block apart from the text. Their order is
          drawn by lot for each guide and month; nobody can buy a place. Whoever signed a review of a guide, or wrote in
          its text, is never in its block.
        </p>
      </section>
      <section>
        <h2>In the lists</h2>
        <p>
          <a href={SPECIALTIES_PATH}>The lists of physicians</a> stand in alphabetical order: by state, and within a
          state by family name. There are no ratings, ranks or reviews of physicians.
        </p>
      </section>
      <section>
        <h2>Who can be listed</h2>
        <p>
          A physician <a href={APPLY_PATH}>applies</a>. The national provider number, the license, the federal exclusion
          list and what else was declared are checked against public sources, and a person signs the decision. A profile
          says on which day and where each license was verified. Sources are read again while the membership lasts; a
          member whose license ends, or against whom a serious finding is open, is not shown while that is so.
          Membership is renewed every 36 months.
        </p>
      </section>
      <section>
        <h2>What it cannot do</h2>
        <p>
          Being a member gives nobody a say in a guide. A member who reviews guides is a reviewer like any other: the
          double role is said on the reviewer’s page, and conflicts of interest are printed with each review. See our{' '}
          <a href={policyPath('editorial')}>editorial policy</a>.
        </p>
      </section>
    </>
  );
}

/** What is kept of readers, of those who report something, and of those who apply. */
export function PrivacyPolicy() {
  return (
    <>
      <section>
        <h2>When you read</h2>
        <p>
          Reading needs no account. Our guides set no cookie, load nothing from other sites and carry no tracking. The
          pages tell your browser to refuse scripts, pictures and styles of any other site. The server that sends the
          pages may keep a technical log of the requests it answers, as web servers do.
        </p>
      </section>
      <section>
        <h2>When you report a problem with a guide</h2>
        <p>
          We keep the guide, the reason you chose, and what you wrote, at most 500 characters. Your network address is
          not kept with it. Please write nothing personal and no medical details. A report is deleted after 12 months.
        </p>
      </section>
      <section>
        <h2>When you apply as a physician</h2>
        <p>
          We keep what you declare, the answers of the sources we check, and the decision. A cookie keeps your own
          application open in your browser and serves nothing else. You can download a copy of your file and ask for its
          deletion at any time.
        </p>
        <ul>
          <li>Proof of identity is deleted when the application is decided.</li>
          <li>
            A file that was withdrawn or expired is deleted after 90 days, one that was declined after three years.
          </li>
          <li>The file of a member is deleted seven years after the membership ended, with name and number.</li>
        </ul>
      </section>
      <section>
        <h2>Reviewers</h2>
        <p>
          Reviewers agree with each signature to be named. Signatures are kept, since published guides rest on them. A
          reviewer’s name can be withheld for their safety.
        </p>
      </section>
    </>
  );
}
