import { Corrections } from './application-corrections.js';
import { Input, Submit, TextArea } from './form-fields.js';

const CHANGE = 'change';

/** How the membership stands, and what the member may do about it. The script shows it to members alone. */
export function MemberSection() {
  return (
    <section id="membership" hidden>
      <h2>Your membership</h2>
      <p id="member-words" />
      <p class="meta">
        Member since <span id="member-since" />
        <span id="licensed" hidden>
          {' · License on file until '}
          <span id="licensed-until" />
        </span>
        {' · To be renewed by '}
        <span id="renew-by" />
      </p>
      <Act id="pause" words="Nobody sees your profile until you come back. Your membership goes on." label="Pause" />
      <Act id="resume" words="Your profile is hidden at your wish." label="Show my profile again" />
      <details id="changing" hidden>
        <summary>Ask for a change</summary>
        <form id={CHANGE} method="post">
          <p>A person verifies what you change, as in your application. Pages show it once it is approved.</p>
          <Input form={CHANGE} name="givenName" label="Given name" autocomplete="given-name" maxlength={80} />
          <Input form={CHANGE} name="familyName" label="Family name" autocomplete="family-name" maxlength={80} />
          <Corrections form={CHANGE} legend="Everything else" />
          <TextArea
            form={CHANGE}
            name="message"
            label="What has changed, and why"
            hint="For a new name, send a document that shows it with the request that this opens."
          />
          <Submit>Ask for the change</Submit>
        </form>
      </details>
      <details id="leaving" hidden>
        <summary>Leave the network</summary>
        <Act id="leave" words="Your profile goes at once, and what you have asked for ends." label="Yes, I leave" />
      </details>
    </section>
  );
}

function Act({ id, words, label }: { id: string; words: string; label: string }) {
  return (
    <form id={id} method="post">
      <p>{words}</p>
      <Submit>{label}</Submit>
    </form>
  );
}

/** What everybody may do with what is held about them. */
export function OwnDataSection() {
  return (
    <section>
      <h2>What we hold about you</h2>
      <p>
        <a href="/api/v1/application/export" download="my-file.json">
          Download a copy of your file
        </a>
      </p>
      <details>
        <summary>Have it deleted</summary>
        <form id="erase" method="post">
          <p>
            An open application ends with it. What we have to keep as evidence we keep, and tell you until when: three
            years of an application that was not approved, seven years of one that was, after the membership.
          </p>
          <Submit>Delete what can be deleted</Submit>
        </form>
      </details>
    </section>
  );
}
