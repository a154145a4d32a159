import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageScript } from './page-script.js';
import { MainNav, PolicyNav } from './site-nav.js';
import { SearchBox } from './search-box.js';
import { staleScript, staleScriptHash } from './staleness.js';
import { styles, stylesHash } from './styles.js';
import { absoluteUrl, contactHref, FEED_PATH, HOME_PATH } from './urls.js';
import type { Instant, PublisherView } from './view-models.js';

/**
 * The policy each page carries in its own head, so that a stored page and the hashes it needs never part.
 * A header must not name other hashes: browsers apply both policies.
 */
export const contentSecurityPolicy = policyFor(staleScriptHash);

/** The same for a page whose form is sent to this site. */
export const formPolicy = contentSecurityPolicy.replace("form-action 'none'", "form-action 'self'");

/** The same for a page with a script of its own, which may ask this site and no other. */
export function policyOf({ hash }: PageScript): string {
  return policyFor(hash, "connect-src 'self'");
}

function policyFor(scriptHash: string, ...more: string[]): string {
  return [
    "default-src 'none'",
    `style-src ${stylesHash}`,
    `script-src ${scriptHash}`,
    ...more,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** Content type of every page for people. */
export const HTML = 'text/html; charset=utf-8';

export interface PageFacts {
  publisher: PublisherView;
  title: string;
  description?: string;
  /** Absent on pages that stand for no lasting address. */
  path?: string;
  indexable: boolean;
  article?: { publishedAt: Instant; modifiedAt: Instant; section: string };
  /** Already escaped for a script element. */
  jsonLd?: string;
  /** The page has a due date: it needs the script of `staleness.ts`. */
  agesByDate?: boolean;
  /** The page sends a form of its own, without scripts. */
  form?: boolean;
  /** In place of that script; such a page also tells no other site where a reader comes from. */
  script?: PageScript;
  /** The page has a form for searching of its own: none in the header. */
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
            <a href={HOME_PATH}>{page.publisher.name}</a>
            <MainNav />
          </div>
          {!page.ownSearch && <SearchBox />}
        </header>
        <main id="_main">{children}</main>
        <Footer publisher={page.publisher} />
        {page.agesByDate && <script dangerouslySetInnerHTML={{ __html: staleScript }} />}
        {page.script && <script dangerouslySetInnerHTML={{ __html: page.script.source }} />}
      </body>
    </html>
  );
}

function Head({ page }: { page: PageFacts }) {
  const { publisher, title, description, path } = page;
  return (
    <head>
      <meta charset="utf-8" />
      <meta
        http-equiv="Content-Security-Policy"
        content={page.script ? policyOf(page.script) : page.form ? formPolicy : contentSecurityPolicy}
      />
      {page.script && <meta name="referrer" content="no-referrer" />}
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title === publisher.name ? title : `${title} | ${publisher.name}`}</title>
      {description && <meta name="description" content={description} />}
      <meta name="robots" content={page.indexable ? 'index,follow,max-image-preview:large' : 'noindex'} />
      {path && <link rel="canonical" href={absoluteUrl(publisher.url, path)} />}
      <link rel="alternate" type="application/atom+xml" title={publisher.name} href={FEED_PATH} />
      {page.indexable && <OpenGraph page={page} />}
      <style dangerouslySetInnerHTML={{ __html: styles }} />
      {page.jsonLd && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: page.jsonLd }} />}
    </head>
  );
}

function OpenGraph({ page: { publisher, title, description, path, article } }: { page: PageFacts }) {
  return (
    <>
      <meta property="og:title" content={title} />
      <meta property="og:type" content={article ? 'article' : 'website'} />
      {path && <meta property="og:url" content={absoluteUrl(publisher.url, path)} />}
      {description && <meta property="og:description" content={description} />}
      <meta property="og:site_name" content={publisher.name} />
      <meta property="og:locale" content={publisher.language.replace('-', '_')} />
      {article && <meta property="article:published_time" content={article.publishedAt} />}
      {article && <meta property="article:modified_time" content={article.modifiedAt} />}
      {article && <meta property="article:section" content={article.section} />}
      <meta name="twitter:card" content="summary" />
    </>
  );
}

function Footer({ publisher }: { publisher: PublisherView }) {
  return (
    <footer>
      <div class="foot">
        <PolicyNav />
        <p>
          Published by {publisher.name}. Contact: <Contact publisher={publisher} />
        </p>
        <p>
          <a href={FEED_PATH}>New and changed guides (Atom feed)</a>
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
