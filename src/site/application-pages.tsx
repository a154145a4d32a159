import type { ApplicantPageView } from './applicant-views.js';
import { DocumentsSection } from './application-documents.js';
import { APPLY_PATH } from './apply-paths.js';
import { confirmScript, statusScript } from './application-script.js';
import { Corrections } from './application-corrections.js';
import { Input, NeedsScripts, SendAgain, Submit, TextArea } from './form-fields.js';
import { MemberSection, OwnDataSection } from './member-section.js';
import { renderInteractivePage } from './interactive-page.js';
import type { RenderedPage } from './view-models.js';

/** Where the first mail leads: `/apply/confirm#<secret>`. Nothing happens before the button is pressed. */
export function renderConfirmPage({ publisher }: ApplicantPageView): RenderedPage {
  const title = 'Confirm your address';
  return renderInteractivePage(
    { publisher, title, indexable: false, script: confirmScript },
    <div class="reading">
      <h1>{title}</h1>
      <NeedsScripts why="This page needs scripts to read your link." publisher={publisher} />
      <form id="confirm" method="post" hidden>
        <p>Press the button, and we begin to check your application.</p>
        <Submit>Confirm my address</Submit>
      </form>
      <Lost />
    </div>,
  );
}

/** Where later mails lead: `/apply/status#<secret>`. The same bytes for everybody; the script fills them in. */
export function renderStatusPage({ publisher }: ApplicantPageView): RenderedPage {
  const title = 'Your application';
  return renderInteractivePage(
    { publisher, title, indexable: false, script: statusScript },
    <div class="reading">
      <h1>{title}</h1>
      <NeedsScripts why="This page needs scripts to read your link." publisher={publisher} />
      <form id="open" method="post" hidden>
        <Submit>Open my application</Submit>
      </form>
      <div id="file" tabIndex={-1} data-time-zone={publisher.timeZone} hidden>
        <File />
      </div>
      <Lost />
    </div>,
  );
}

function Lost() {
  return (
    <section id="lost" hidden>
      <h2>You need your link</h2>
      <p>
        Open this page by the link in our latest mail; links work for a limited time. Without it, we mail you another
        one. You have not applied yet? <a href={APPLY_PATH}>Apply here</a>.
      </p>
      <SendAgain />
    </section>
  );
}

function File() {
  return (
    <>
      <p role="status" id="news" />
      <p class="meta" id="kind" />
      <h2 id="state" />
      <p id="state-words" />
      <p id="profile" hidden>
        <a id="profile-link">Your profile</a>
      </p>
      <Asked />
      <MemberSection />
      <Declined />
      <DocumentsSection />
      <section>
        <h2>What you declared</h2>
        <p class="meta">
          Sent on <span id="submitted" />
        </p>
        <dl id="declared" />
      </section>
      <Withdrawal />
      <OwnDataSection />
    </>
  );
}

function Asked() {
  return (
    <section id="asked" hidden>
      <h2>Our question</h2>
      <blockquote id="question" class="lines" />
      <form id="answer" method="post">
        <TextArea form="answer" name="message" label="Your answer" />
        <Corrections form="answer" legend="Correct what you declared, where the question calls for it" />
        <div id="attesting" hidden>
          <Input
            form="answer"
            name="attestedName"
            label="Your name, in place of a signature"
            hint="By typing it you attest that all of this is true."
            autocomplete="name"
            maxlength={160}
            optional
          />
        </div>
        <Submit>Send my answer</Submit>
      </form>
    </section>
  );
}

function Declined() {
  return (
    <section id="declined" hidden>
      <h2>Why</h2>
      <p id="reason" class="lines" />
      <div id="verifier" hidden>
        <p>What the verifier wrote:</p>
        <blockquote id="note" class="lines" />
      </div>
      <form id="appeal" method="post" hidden>
        <p>
          You can appeal until <span id="deadline" />. Somebody other than the person who decided looks at it.
        </p>
        <TextArea form="appeal" name="message" label="What we should look at again" />
        <Submit>Appeal</Submit>
      </form>
    </section>
  );
}

function Withdrawal() {
  return (
    <details id="withdrawal" hidden>
      <summary>Withdraw my application</summary>
      <div>
        <form id="withdraw" method="post">
          <p>This ends your application and cannot be undone. You may apply again later.</p>
          <Submit>Yes, withdraw it</Submit>
        </form>
      </div>
    </details>
  );
}
