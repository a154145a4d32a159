import { renderInteractivePage } from './interactive-page.js';
import { Contact, HTML, renderDocument } from './layout.js';
import { pageScript } from './page-script.js';
import type { PublisherView, RenderedPage } from './view-models.js';

const title = 'Preview';

const openingScript = pageScript(`
const byId = (id) => document.getElementById(id);
const secret = /^#([\\w-]{32,})$/.exec(location.hash)?.[1];
const show = (id) => ['open', 'over'].forEach((each) => (byId(each).hidden = each !== id));
show(secret ? 'open' : 'over');
byId('open').addEventListener('submit', async (event) => {
  event.preventDefault();
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/api/v1/previews/sessions', { method: 'POST', headers, body: JSON.stringify({ secret }) }).catch(() => null);
  if (answer?.ok) location.replace('/preview');
  else show('over');
});
`);

/** `/preview/open#<secret>`. A button, since scanners of mail open links; the secret reaches the service in a body alone. */
export function renderPreviewDoorPage({ publisher }: { publisher: PublisherView }): RenderedPage {
  return renderInteractivePage(
    { publisher, title, indexable: false, script: openingScript },
    <div class="reading">
      <h1>{title}</h1>
      <noscript>
        <p class="notice">This page needs scripts to read your link.</p>
      </noscript>
      <form id="open" method="post" hidden>
        <p>Somebody at {publisher.name} lets you read a text before it is published. Please do not pass it on.</p>
        <button type="submit">Open the preview</button>
      </form>
      <section id="over" hidden>
        <Over publisher={publisher} />
      </section>
    </div>,
  );
}

/** For a preview that never was, has ended or was revoked: nobody learns which. */
export function renderPreviewOverPage({ publisher }: { publisher: PublisherView }): RenderedPage {
  const main = (
    <div class="reading">
      <h1>{title}</h1>
      <Over publisher={publisher} />
    </div>
  );
  return {
    status: 404,
    contentType: HTML,
    html: renderDocument({ publisher, title, indexable: false }, main),
    headers: {},
  };
}

function Over({ publisher }: { publisher: PublisherView }) {
  return (
    <p class="notice">
      There is no preview here, or no longer. Ask whoever sent you the link for another one, or write to us:{' '}
      <Contact publisher={publisher} />
    </p>
  );
}
