import { Contact, HTML, policyOf, renderDocument } from './layout.js';
import { HOME_PATH, localHref } from './urls.js';
import type { PublisherView, RenderedPage } from './view-models.js';

const REPORT_PATH = '/report';

/** Where a reader reports a problem of one page. */
export function reportPath(page: string): string {
  return `${REPORT_PATH}?page=${encodeURIComponent(page)}`;
}

export interface ReportView {
  publisher: PublisherView;
  /** Path of the page that it is about. */
  page: string;
  reasons: { value: string; label: string }[];
  /** Characters at most. */
  longest: number;
  /** When the form was handed out, signed. */
  opened: string;
  /** What was typed before, and what was wrong with it. */
  typed?: { reason: string; body: string };
  problems?: { code: string; message: string }[];
  status?: 404 | 422 | 429;
}

/** Made for one request; never stored. */
export type FormPage = Omit<RenderedPage, 'status'> & { status: 200 | 404 | 422 | 429 };

const title = 'Report a problem';

/** The form, which works without scripts: it is sent to its own address and answered with a page. */
export function renderReportPage(view: ReportView): FormPage {
  const { publisher, problems = [], status = 200 } = view;
  const facts = {
    publisher,
    title: problems.length > 0 ? `Not sent yet: ${title}` : title,
    indexable: false,
  };
  return passing(status, publisher, renderDocument(facts, <Form view={view} />));
}

/** After a report was taken; the same words whoever sent it. */
export function renderReportReceivedPage(publisher: PublisherView): FormPage {
  const main = (
    <div class="reading">
      <h1>Thank you</h1>
      <p class="notice">
        Your report reached our editors. They do not know who sent it, so that they cannot answer. In an emergency call
        911.
      </p>
      <p>
        <a href={HOME_PATH}>All guides</a>
      </p>
    </div>
  );
  return passing(200, publisher, renderDocument({ publisher, title: 'Thank you', indexable: false }, main));
}

/** For a page that nobody can report on, or not now: calm, and with another way. */
export function renderReportRefusedPage(publisher: PublisherView, words: string, status: 404 | 422 | 429): FormPage {
  const main = (
    <div class="reading">
      <h1>{title}</h1>
      <p class="notice">{words}</p>
      <p>
        You can also write to us: <Contact publisher={publisher} />. In an emergency call 911.
      </p>
      <p>
        <a href={HOME_PATH}>All guides</a>
      </p>
    </div>
  );
  return passing(status, publisher, renderDocument({ publisher, title, indexable: false }, main));
}

function passing(status: FormPage['status'], publisher: PublisherView, html: string): FormPage {
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': `${policyOf({ publisher })}; frame-ancestors 'none'`,
    // Not “no-referrer”: then a browser names no origin when it sends the form.
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex',
  };
  return { status, contentType: HTML, html, headers };
}

function Form({ view }: { view: ReportView }) {
  const { page, opened, problems = [] } = view;
  return (
    <div class="reading">
      <h1>{title}</h1>
      <p>
        About the page <a href={localHref(page)}>{page}</a>
      </p>
      <p class="notice">
        Please give no personal or medical details. Reports are not monitored around the clock. In an emergency call
        911.
      </p>
      <Problems problems={problems} />
      <form method="post" action={REPORT_PATH}>
        <input type="hidden" name="page" value={page} />
        <input type="hidden" name="opened" value={opened} />
        <Reasons view={view} />
        <Words view={view} />
        <div class="trap" aria-hidden="true">
          <label for="report-website">Leave this empty</label>
          <input id="report-website" name="website" type="text" tabIndex={-1} autocomplete="off" />
        </div>
        <button type="submit">Send the report</button>
      </form>
      <p>We keep your words for at most twelve months, and nothing that tells who sent them.</p>
    </div>
  );
}

function Problems({ problems }: { problems: { code: string; message: string }[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="notice" role="alert">
      <p>It was not sent yet:</p>
      <ul>
        {problems.map(({ code, message }) => (
          <li>{code === 'reason' || code === 'body' ? <a href={`#report-${code}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}

function Reasons({ view: { reasons, typed } }: { view: ReportView }) {
  return (
    <fieldset id="report-reason" tabIndex={-1}>
      <legend>What is wrong?</legend>
      {reasons.map(({ value, label }) => (
        <div class="field">
          <label class="tick" for={`report-${value}`}>
            <input
              id={`report-${value}`}
              type="radio"
              name="reason"
              value={value}
              required
              checked={typed?.reason === value}
            />
            <span>{label}</span>
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function Words({ view: { typed, longest, problems = [] } }: { view: ReportView }) {
  return (
    <div class="field">
      <label for="report-body">In your words (optional)</label>
      <span class="hint" id="report-body-hint">
        At most {longest} characters. No names, addresses or phone numbers.
      </span>
      <textarea
        id="report-body"
        name="body"
        rows={6}
        maxlength={longest}
        aria-describedby="report-body-hint"
        aria-invalid={problems.some(({ code }) => code === 'body') ? 'true' : undefined}
      >
        {typed?.body ?? ''}
      </textarea>
    </div>
  );
}
