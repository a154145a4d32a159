import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { contentsScript, contentsScriptHash } from './contents.js';
import type { PageScript } from './page-script.js';
import { MainNav, PolicyNav } from './site-nav.js';
import { SearchBox } from './search-box.js';
import { staleScript, staleScriptHash } from './staleness.js';
import { stylesWith } from './styles.js';
import { themeColors } from './tokens.js';
import { absoluteUrl, contactHref, FEED_PATH, HOME_PATH, localHref, RSS_PATH } from './urls.js';
import type { AlternateView, Instant, PublisherView, ShareImageView } from './view-models.js';

/** What of a page its policy depends on. */
export type Governed = Pick<PageFacts, 'script' | 'followsReading'> & {
  publisher: Pick<PublisherView, 'tokens'>;
};

/**
 * The policy each page carries in its own head, so that a stored page and the hashes it needs never part.
 * A header must not name other hashes: browsers apply both policies. A script of the page's own may ask this site and no other.
 */
export function policyOf({ publisher, script, followsReading }: Governed): string {
  const scripts = script ? [script.hash] : [staleScriptHash, ...(followsReading ? [contentsScriptHash] : [])];
  return [
    "default-src 'none'",
    `style-src ${stylesWith(publisher.tokens).hash}`,
    `script-src ${scripts.join(' ')}`,
    // For a page's own script; and tools that read robots.txt in the page's name (Lighthouse) may.
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** The same for a page without script or form of its own, of a publisher without tokens. */
export const contentSecurityPolicy = policyOf({ publisher: {} });

/** Content type of every page for people. */
export const HTML = 'text/html; charset=utf-8';

export interface PageFacts {
  publisher: PublisherView;
  title: string;
  description?: string;
  /** Absent on pages that stand for no lasting address. */
  path?: string;
  indexable: boolean;
  /** BCP 47, where the text has another language than the words around it. */
  language?: string;
  article?: { publishedAt: Instant; modifiedAt: Instant; section: string };
  /** Already escaped for a script element. */
  jsonLd?: string;
  /** The page has a due date: it needs the script of `staleness.ts`. */
  agesByDate?: boolean;
  /** The page has a list of what it holds: it needs the script of `contents.tsx`. */
  followsReading?: boolean;
  shareImage?: ShareImageView;
  /** The page in its languages, itself included; absent unless there are several. */
  alternates?: AlternateView[];
  /** In place of that script; such a page also tells no other site where a reader comes from. */
  script?: PageScript;
  /** The page has a form for searching of its own: none in the header. Nor is there one beside a form that a script minds. */
  ownSearch?: boolean;
}

/** A whole HTML document around the main content. */
export function renderDocument(page: PageFacts, main: VNode): string {
  return `<!doctype html>${renderToString(<Document page={page}>{main}</Document>)}`;
}

function Document({ page, children }: { page: PageFacts; children: ComponentChildren }) {
  return (
    <html lang={page.publisher.language}>
      <Head page={page} />
      <body>
        <a class="skip" href="#_main">
          Skip to the content
        </a>
        <header>
          <div class="site">
            <a href={HOME_PATH}>
              <Logo publisher={page.publisher} />
              {page.publisher.name}
            </a>
            <MainNav />
            {!page.ownSearch && !page.script && <SearchBox />}
          </div>
        </header>
        <main id="_main">{children}</main>
        <Footer publisher={page.publisher} />
        {page.agesByDate && <script dangerouslySetInnerHTML={{ __html: staleScript }} />}
        {page.followsReading && <script dangerouslySetInnerHTML={{ __html: contentsScript }} />}
        {page.script && <script dangerouslySetInnerHTML={{ __html: page.script.source }} />}
      </body>
    </html>
  );
}

/** CSS pixels that the logo is high. */
const LOGO_HEIGHT = 32;

// The name stands beside it: to a screen reader the logo would say it twice.
function Logo({ publisher: { logo } }: { publisher: PublisherView }) {
  if (!logo) return null;
  const width = Math.round((logo.width / logo.height) * LOGO_HEIGHT);
  return <img src={localHref(logo.path)} alt="" width={width} height={LOGO_HEIGHT} />;
}

function Head({ page }: { page: PageFacts }) {
  const { publisher, title, description, path } = page;
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policyOf(page)} />
      {page.script && <meta name="referrer" content="no-referrer" />}
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === publisher.name ? title : `${title} | ${publisher.name}`}</title>
      {description && <meta name="description" content={description} />}
      <meta name="robots" content={page.indexable ? 'index,follow,max-image-preview:large' : 'noindex'} />
      {path && <link rel="canonical" href={absoluteUrl(publisher.url, path)} />}
      <Alternates page={page} />
      <link rel="alternate" type="application/atom+xml" title={publisher.name} href={FEED_PATH} />
      <link rel="alternate" type="application/rss+xml" title={publisher.name} href={RSS_PATH} />
      {page.indexable && <OpenGraph page={page} />}
      <Looks publisher={publisher} />
      {page.jsonLd && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: page.jsonLd }} />}
    </head>
  );
}

function Looks({ publisher }: { publisher: PublisherView }) {
  const { light, dark } = themeColors(publisher);
  const { icon } = publisher;
  return (
    <>
      <meta name="theme-color" content={light} media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content={dark} media="(prefers-color-scheme: dark)" />
      {icon && <link rel="icon" type={icon.mediaType} href={localHref(icon.path)} />}
      <style dangerouslySetInnerHTML={{ __html: stylesWith(publisher.tokens).css }} />
    </>
  );
}

/** Each language with its address, and the source for whoever reads none of them. Only pages open to search say it. */
function Alternates({ page: { publisher, alternates = [], indexable } }: { page: PageFacts }) {
  if (!indexable || alternates.length < 2) return null;
  const fallback = alternates.find(({ source }) => source);
  const entries = [
    ...alternates.map(({ language, path }) => ({ language, path })),
    ...(fallback ? [{ language: 'x-default', path: fallback.path }] : []),
  ];
  return (
    <>
      {entries.map(({ language, path }) => (
        <link rel="alternate" hreflang={language} href={absoluteUrl(publisher.url, path)} />
      ))}
    </>
  );
}

function OpenGraph({ page }: { page: PageFacts }) {
  const { publisher, title, description, path, article, shareImage, language = publisher.language } = page;
  const facts: [string, string | undefined][] = [
    ['og:title', title],
    ['og:type', article ? 'article' : 'website'],
    ['og:url', path && absoluteUrl(publisher.url, path)],
    ['og:description', description],
    ['og:site_name', publisher.name],
    ['og:locale', language.replace('-', '_')],
    ['article:published_time', article?.publishedAt],
    ['article:modified_time', article?.modifiedAt],
    ['article:section', article?.section],
    ...(shareImage ? pictured(shareImage, publisher) : []),
  ];
  return (
    <>
      {facts.map(([property, content]) => content && <meta property={property} content={content} />)}
      <meta name="twitter:card" content={shareImage ? 'summary_large_image' : 'summary'} />
      {shareImage && <meta name="twitter:image:alt" content={shareImage.alt} />}
    </>
  );
}

function pictured({ path, width, height, alt }: ShareImageView, { url }: PublisherView): [string, string][] {
  return [
    ['og:image', absoluteUrl(url, path)],
    ['og:image:width', String(width)],
    ['og:image:height', String(height)],
    ['og:image:alt', alt],
  ];
}

function Footer({ publisher }: { publisher: PublisherView }) {
  return (
    <footer>
      <div class="foot">
        <PolicyNav />
        <p>
          Published by {publisher.name}. {publisher.standing && `${publisher.standing} `}
          Contact: <Contact publisher={publisher} />
        </p>
        <p>
          New and changed guides: <a href={FEED_PATH}>Atom feed</a>, <a href={RSS_PATH}>RSS feed</a>
        </p>
      </div>
    </footer>
  );
}

/** The publisher's contact, as a link where it can be one. */
export function Contact({ publisher: { contact } }: { publisher: PublisherView }) {
  const href = contactHref(contact);
  return href ? <a href={href}>{contact}</a> : <>{contact}</>;
}
