/** Content codings a page is kept in, besides plain bytes. */
export type Coding = 'br' | 'gzip';

type PageStatus = 200 | 301 | 404 | 410 | 451;

/** A rendered page, ready to be stored. */
export interface StoredPage {
  /** Absolute, lower-case URL path without query, for example `/guides/minoxidil`. */
  path: string;
  /** Positive; unique per path, taken from the page's row. The store keeps the highest. */
  sequence: number;
  status: PageStatus;
  contentType: string;
  /** Headers of this page beyond the usual ones; they win over the responder's defaults. */
  headers: Record<string, string>;
  body: string | Buffer;
  /**
   * A 200 with no headers of its own, which a plain web server may answer from `files/`. It is put there when
   * that server would also give it the right content type.
   */
  ordinary: boolean;
  /** Where a 301 leads: an absolute path or an https URL. */
  location?: string;
  /** Names by which a CDN may be told to forget it (surrogate keys): letters, digits, dashes and colons. */
  keys?: string[];
  /** ISO instant at which these bytes came to be; moved forward a second where needed (see `lastModified`). */
  modifiedAt: string;
}

/** What the index knows of a page; bytes are read apart. */
export interface StoredEntry {
  path: string;
  sequence: number;
  /** `<sequence>.<eight hex digits>`, new for each attempt: two attempts never share a file. */
  tag: string;
  status: PageStatus;
  /** Unquoted base64url SHA-256 of the plain body. */
  etag: string;
  contentType: string;
  headers: Record<string, string>;
  location: string | null;
  /** ISO instant in whole seconds; moves whenever the bytes do. */
  modifiedAt: string;
  /** True when `files/` holds the body too. */
  ordinary: boolean;
  /** Bytes of the plain body. */
  size: number;
  /** Bytes of each compressed copy that exists. */
  codings: Partial<Record<Coding, number>>;
  /** Surrogate keys; missing in entries of earlier versions. */
  keys?: string[];
}

const headerName = /^[a-z][a-z0-9-]*$/i;
const headerValue = /^[\x20-\x7e]*$/;
const surrogateKey = /^[a-z0-9:_-]{1,200}$/;
const target = /^(?:\/(?!\/)|https:\/\/)[\x21-\x7e]*$/;

/** Throws a TypeError that names what is wrong with a page no reader may ever see. */
export function assertStorable(page: StoredPage): void {
  const faults = [
    Number.isSafeInteger(page.sequence) && page.sequence > 0 ? '' : `sequence ${page.sequence}`,
    Number.isNaN(Date.parse(page.modifiedAt)) ? `modifiedAt ${page.modifiedAt}` : '',
    headerValue.test(page.contentType) ? '' : 'content type',
    ...Object.entries(page.headers).map(([name, value]) =>
      headerName.test(name) && headerValue.test(value) ? '' : `header ${JSON.stringify(name)}`,
    ),
    ...(page.keys ?? []).map((key) => (surrogateKey.test(key) ? '' : `key ${JSON.stringify(key)}`)),
    page.status === 301 && !target.test(page.location ?? '') ? `location ${page.location ?? 'missing'}` : '',
    page.ordinary && (page.status !== 200 || Object.keys(page.headers).length > 0) ? 'ordinary' : '',
  ].filter((fault) => fault !== '');
  if (faults.length > 0) throw new TypeError(`Page ${page.path} cannot be stored: ${faults.join(', ')}.`);
}

/**
 * The Last-Modified instant for new bytes. A web server makes its ETag from seconds and size, so two
 * renderings of one page never share a second; unchanged bytes keep theirs.
 */
export function lastModified(
  page: Pick<StoredPage, 'modifiedAt' | 'status'>,
  etag: string,
  previous: StoredEntry | null,
): string {
  if (previous?.etag === etag && previous.status === page.status) return previous.modifiedAt;
  const wanted = Math.floor(Date.parse(page.modifiedAt) / 1000);
  const earliest = previous === null ? wanted : Date.parse(previous.modifiedAt) / 1000 + 1;
  return new Date(Math.max(wanted, earliest) * 1000).toISOString();
}

/** What stands in the index for a page is none of ours, or that of another page. */
export class DamagedEntry extends Error {
  override readonly name = 'DamagedEntry';
}

/** Reads what the index holds for the page `path`; throws {@link DamagedEntry} when it is not the entry of that page. */
export function parseEntry(text: string, path: string): StoredEntry {
  const entry = parsed(text) as Partial<StoredEntry> | null;
  if (entry?.path !== path || typeof entry.sequence !== 'number' || typeof entry.tag !== 'string')
    throw new DamagedEntry(`The index of the page store holds no entry of ${path}.`);
  return entry as StoredEntry;
}

/** As {@link parseEntry}, but null for what is damaged. */
export function entryOrNull(text: string, path: string): StoredEntry | null {
  try {
    return parseEntry(text, path);
  } catch (error) {
    if (error instanceof DamagedEntry) return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The codings in which a page has a compressed copy. */
export function codingsOf(entry: StoredEntry): Coding[] {
  return Object.keys(entry.codings) as Coding[];
}
