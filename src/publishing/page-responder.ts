import { cacheControl, securityHeaders, strictTransport, surrogateHeaders } from './page-headers.js';
import { chooseCoding, isFresh, joined, type RequestHeaders } from './page-negotiation.js';
import { PageCache } from './page-store-cache.js';
import { codingsOf, type Coding, type StoredEntry } from './page-store-entry.js';
import type { ReadPage } from './page-store-read.js';
import type { PageStore } from './page-store.js';

export interface PageRequest {
  method: string;
  /** As the client sent it, percent-encoding and all, with or without a query. */
  path: string;
  headers: RequestHeaders;
}

export interface PageAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Null where there is none to send: 304, and every answer to HEAD. */
  body: Buffer | null;
}

export interface ResponderOptions {
  /** Seconds a shared cache may keep a page; above the default 60 only where each change is purged. */
  sharedMaxAge?: number;
  /** Whether a content delivery network stands before, which forgets pages by name (Fastly, Cloudflare); default false. */
  surrogateKeys?: boolean;
  /** Whether the site is reached over TLS alone; default false. */
  strictTransport?: boolean;
  /** Value of the Content-Security-Policy header; default `securityHeaders`’ own. */
  contentSecurityPolicy?: string;
  /** Bytes of pages kept in memory; default 64 MiB. */
  cacheBytes?: number;
}

/** Answers readers from the store alone: no database, no clock. */
export class PageResponder {
  private readonly cache: PageCache;
  private readonly security: Record<string, string>;
  private readonly cacheControl: string;
  private readonly surrogateKeys: boolean;
  /** What goes with a page as long as it is this one, by coding: the cache gives the same entry again. */
  private readonly made = new WeakMap<StoredEntry, Map<Coding | 'plain', PageAnswer['headers']>>();

  constructor(store: PageStore, options: ResponderOptions = {}) {
    this.cache = new PageCache(store, options.cacheBytes ?? 64 * 1024 * 1024);
    this.security = {
      ...securityHeaders(options.contentSecurityPolicy),
      ...(options.strictTransport ? strictTransport : {}),
    };
    this.surrogateKeys = options.surrogateKeys ?? false;
    this.cacheControl = cacheControl(options.sharedMaxAge ?? 60);
  }

  /** The answer, or null where no page has this path: the caller says 404. At once for a page that was just looked at. */
  respond(request: PageRequest): PageAnswer | null | Promise<PageAnswer | null> {
    const [path, query] = pathAndQuery(request.path);
    if (path.length > 1 && path.endsWith('/')) return this.withoutSlash(path.slice(0, -1), query);
    const accepted = joined(request.headers['accept-encoding']);
    const choose = (entry: StoredEntry): Coding | undefined => chooseCoding(accepted, codingsOf(entry));
    const page = this.cache.loadNow(path, choose);
    if (page !== null) return this.answerTo(request, page);
    return this.cache.load(path, choose).then((found) => (found === null ? null : this.answerTo(request, found)));
  }

  private answerTo(request: PageRequest, page: ReadPage): PageAnswer {
    if (request.method !== 'GET' && request.method !== 'HEAD') return this.notAllowed();
    const headers = this.headersFor(page);
    if (headers.etag !== undefined && isFresh(request.headers, headers.etag, Date.parse(page.entry.modifiedAt))) {
      return { status: 304, headers: onlyForFresh(headers), body: null };
    }
    return { status: page.entry.status, headers, body: request.method === 'HEAD' ? null : page.body };
  }

  private headersFor({ entry, coding, body }: ReadPage): PageAnswer['headers'] {
    const byCoding = this.made.get(entry) ?? new Map<Coding | 'plain', PageAnswer['headers']>();
    const known = byCoding.get(coding ?? 'plain');
    // A body that somebody altered on the disk is sent with the length that it has.
    if (known?.['content-length'] === String(body.length)) return known;
    const headers = { ...this.security, ...this.headersOf(entry, coding), 'content-length': String(body.length) };
    this.made.set(entry, byCoding.set(coding ?? 'plain', headers));
    return headers;
  }

  /** One hop: a renamed page is named by where it is now. */
  private async withoutSlash(path: string, query: string | undefined): Promise<PageAnswer | null> {
    const page = await this.cache.load(path, () => undefined);
    if (page === null) return null;
    const location = (page.entry.location ?? path) + (query === undefined ? '' : `?${query}`);
    const headers = {
      ...this.security,
      'cache-control': this.cacheControl,
      'content-length': '0',
      location,
      ...(this.surrogateKeys ? surrogateHeaders(page.entry.keys ?? []) : {}),
    };
    return { status: 301, headers, body: null };
  }

  private notAllowed(): PageAnswer {
    const headers = { ...this.security, allow: 'GET, HEAD', 'cache-control': 'no-store', 'content-length': '0' };
    return { status: 405, headers, body: null };
  }

  private headersOf(entry: StoredEntry, coding: Coding | undefined): Record<string, string> {
    const headers: Record<string, string> = {
      'accept-ranges': 'none',
      'cache-control': this.cacheControl,
      'content-type': entry.contentType,
      vary: 'Accept-Encoding',
      ...(entry.status >= 400 ? { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } : {}),
      ...(entry.location === null ? {} : { location: entry.location }),
      ...(coding === undefined ? {} : { 'content-encoding': coding }),
      ...entry.headers,
      ...(this.surrogateKeys ? surrogateHeaders(entry.keys ?? []) : {}),
    };
    if (entry.status !== 200 || headers['cache-control']?.includes('no-store')) return headers;
    // Each coding is another sequence of bytes, so a strong tag must differ too.
    headers.etag = `"${entry.etag}${coding === undefined ? '' : `-${coding}`}"`;
    headers['last-modified'] = new Date(entry.modifiedAt).toUTCString();
    return headers;
  }
}

/** The query is undefined where there is no question mark. */
function pathAndQuery(target: string): [string, string | undefined] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}

const bodyHeaders = new Set(['accept-ranges', 'content-encoding', 'content-length', 'content-type']);

/** A 304 says again what a cache keeps by, and nothing of a body it does not carry. */
function onlyForFresh(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !bodyHeaders.has(name)));
}
