import type { ApplyPageView } from './applicant-views.js';
import { ApplyForm } from './apply-form.js';
import { APPLY_PATH } from './apply-paths.js';
import { applyScript } from './apply-script.js';
import { NeedsScripts, SendAgain } from './form-fields.js';
import { renderInteractivePage } from './interactive-page.js';
import type { RenderedPage } from './view-models.js';

/** Where a physician applies to appear beside the guides. */
export function renderApplyPage(view: ApplyPageView): RenderedPage {
  const { publisher } = view;
  const title = 'Apply as a physician';
  const description = `US physicians with an NPI can apply to appear beside the guides of ${publisher.name}.`;
  const facts = { publisher, title, description, path: APPLY_PATH, indexable: true, script: applyScript };
  return renderInteractivePage(facts, <Main view={view} title={title} />);
}

function Main({ view, title }: { view: ApplyPageView; title: string }) {
  const { publisher } = view;
  return (
    <div class="reading">
      <h1>{title}</h1>
      <p>
        US physicians with an NPI can apply to appear beside the guides of {publisher.name}. If you have no NPI, you get
        one free of charge at <a href="https://nppes.cms.hhs.gov/">nppes.cms.hhs.gov</a>.
      </p>
      <NextSteps />
      <WhatIsKept />
      <NeedsScripts
        why="This form needs scripts for its proof of work, which keeps robots out."
        publisher={publisher}
      />
      <ApplyForm view={view} />
      <section id="sent" class="notice" tabIndex={-1} hidden>
        <p id="sent-words" />
      </section>
      <h2>You have applied already</h2>
      <p>We mail you the link to your application again.</p>
      <SendAgain />
    </div>
  );
}

function NextSteps() {
  return (
    <section>
      <h2>What happens next</h2>
      <ol>
        <li>We mail you a link. Confirm your address with it within 72 hours.</li>
        <li>
          We compare what you declare with the national registry of providers, your state medical board and the federal
          list of excluded individuals.
        </li>
        <li>A person decides. You can follow this on a page of your own, answer questions there, and withdraw.</li>
        <li>If we do not approve your application, we tell you why, and you have 30 days to appeal.</li>
      </ol>
    </section>
  );
}

function WhatIsKept() {
  return (
    <section>
      <h2>What we keep, and for how long</h2>
      <ul>
        <li>
          What you declare, what our checks found, and the decision. We never ask for your Social Security number.
        </li>
        <li>If you do not confirm your address, we delete all of it after 7 days.</li>
        <li>
          If you withdraw, or a question stays unanswered, after 90 days; we keep a fingerprint of the NPI and the
          outcome.
        </li>
        <li>If we do not approve your application, we keep it for 3 years.</li>
        <li>If we approve it, for as long as you are a member and 7 years after.</li>
      </ul>
    </section>
  );
}
