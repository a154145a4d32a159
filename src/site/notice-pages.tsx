import type { ComponentChildren } from 'preact';
import { Crumbs } from './crumbs.js';
import { Contact, HTML, renderDocument, type PageFacts } from './layout.js';
import { Day } from './reviewers.js';
import { SearchBox } from './search-box.js';
import { absoluteUrl, CORRECTIONS_PATH, GUIDES_PATH, HOME_PATH } from './urls.js';
import type {
  GoneReason,
  GoneView,
  HeldView,
  LinkView,
  NotFoundView,
  PublisherView,
  RenderedPage,
  TakenDownView,
} from './view-models.js';

const NOT_INDEXED = { 'x-robots-tag': 'noindex' };
// No cache may keep these: the next answer of the same address is another one.
const PASSING = { ...NOT_INDEXED, 'cache-control': 'no-store' };

/** Where somebody goes who does not find what they came for. */
const ways: LinkView[] = [
  { path: GUIDES_PATH, title: 'All guides' },
  { path: HOME_PATH, title: 'Home' },
  { path: CORRECTIONS_PATH, title: 'Corrections' },
];

const REASONS: Record<GoneReason, string> = {
  outdated: 'It no longer reflected current medical knowledge.',
  error: 'It contained an error that we could not put right by a correction.',
  safety: 'It raised a safety concern.',
  merged: 'Its content moved into another guide.',
  archived: 'We no longer maintain it.',
};

/** Why a guide is gone, as its notice and the list of corrections print it. */
export function goneWords(reason: GoneReason): string {
  return REASONS[reason];
}

/** In place of a held guide. 200, because a CDN answers an error with the old page (A5). */
export function renderHeldPage({ publisher, title, heldOn }: HeldView): RenderedPage {
  const html = renderNotice(
    publisher,
    title,
    <p class="notice">
      On <Day on={heldOn} /> we put this guide on hold while we check it. Its text is not shown until the check is done.
      If you have an older copy, do not rely on it.
    </p>,
  );
  return { status: 200, contentType: HTML, html, headers: PASSING };
}

/** In place of a withdrawn or archived guide: when, why, and whom to ask. */
export function renderGonePage({ publisher, title, goneOn, reason }: GoneView): RenderedPage {
  const html = renderNotice(
    publisher,
    title,
    <p class="notice">
      We withdrew this guide on <Day on={goneOn} />. {REASONS[reason]}
    </p>,
  );
  return { status: 410, contentType: HTML, html, headers: NOT_INDEXED };
}

/**
 * In place of a guide that a legal demand took down: no word of it, not even its title. The link names who blocks, which is the publisher; who
 * demands it stands in the text (RFC 7725 §4).
 */
export function renderTakenDownPage({ publisher, takenDownOn, authority }: TakenDownView): RenderedPage {
  const html = renderNotice(
    publisher,
    'Unavailable for legal reasons',
    <p class="notice">
      On <Day on={takenDownOn} /> we took this page down because of a legal demand. It was made by{' '}
      <a href={authority} rel="nofollow noreferrer">
        {new URL(authority).hostname}
      </a>
      . This says nothing about whether the page is right or wrong.
    </p>,
  );
  return blocked(publisher, html);
}

/** In place of a picture of such a guide. */
export function renderTakenDownPicture({ publisher }: NotFoundView): RenderedPage {
  const html = renderNotice(
    publisher,
    'Unavailable for legal reasons',
    <p>We took this picture down because of a legal demand.</p>,
  );
  return blocked(publisher, html);
}

const blocked = (publisher: PublisherView, html: string): RenderedPage => ({
  status: 451,
  contentType: HTML,
  html,
  headers: { ...PASSING, link: `<${absoluteUrl(publisher.url, HOME_PATH)}>; rel="blocked-by"` },
});

/** In place of the profile of whoever left or was let go: the same words for both, and no name. */
export function renderFormerMemberPage({ publisher }: NotFoundView): RenderedPage {
  const html = renderNotice(
    publisher,
    'This profile is no longer here',
    <p>
      The physician is no longer a member of our network. That says nothing about a license: the medical board of the
      state tells its present standing.
    </p>,
  );
  return { status: 410, contentType: HTML, html, headers: NOT_INDEXED };
}

/** For an address that was never served. */
export function renderNotFoundPage({ publisher }: NotFoundView): RenderedPage {
  const notice = (
    <>
      <p>There is no page at this address. Perhaps a search finds what you came for.</p>
      <SearchBox />
    </>
  );
  const html = renderNotice(publisher, 'Page not found', notice, { ownSearch: true });
  return { status: 404, contentType: HTML, html, headers: PASSING };
}

function renderNotice(
  publisher: PublisherView,
  title: string,
  notice: ComponentChildren,
  more: Pick<PageFacts, 'ownSearch'> = {},
): string {
  const main = (
    <div class="reading">
      <Crumbs />
      <h1>{title}</h1>
      {notice}
      <p>
        Questions: <Contact publisher={publisher} />
      </p>
      <ul class="plain">
        {ways.map(({ path, title: way }) => (
          <li>
            <a class="own" href={path}>
              {way}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
  return renderDocument({ publisher, title, indexable: false, ...more }, main);
}
