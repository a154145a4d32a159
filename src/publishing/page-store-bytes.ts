import { createHash, randomBytes } from 'node:crypto';
import { compressed } from './page-store-codings.js';
import { assertStorable, lastModified, type Coding, type StoredEntry, type StoredPage } from './page-store-entry.js';
import { extensionOf, typesByExtension } from './page-store-paths.js';

/** One attempt at storing a page, with all its bytes, in memory. */
export interface PageBytes {
  page: StoredPage;
  /** `<sequence>.<eight hex digits>`. */
  tag: string;
  body: Buffer;
  etag: string;
  copies: Partial<Record<Coding, Buffer>>;
}

/** Checks a page and prepares its bytes; throws a TypeError on one that cannot be stored. */
export async function bytesOf(page: StoredPage, compress: boolean): Promise<PageBytes> {
  assertStorable(page);
  const body = typeof page.body === 'string' ? Buffer.from(page.body) : page.body;
  const etag = createHash('sha256').update(body).digest('base64url');
  const copies = compress ? await compressed(body, page.contentType) : {};
  return { page, tag: newTag(page.sequence), body, etag, copies };
}

/** What the index says of these bytes; `served` where a plain web server may find them, if they are ordinary. */
export function entryOf(
  { page, tag, body, etag, copies }: PageBytes,
  previous: StoredEntry | null,
  served: boolean,
): StoredEntry {
  return {
    path: page.path,
    sequence: page.sequence,
    tag,
    status: page.status,
    etag,
    contentType: page.contentType,
    headers: Object.fromEntries(Object.entries(page.headers).map(([name, value]) => [name.toLowerCase(), value])),
    location: page.location ?? null,
    modifiedAt: lastModified(page, etag, previous),
    ordinary: page.ordinary && served && page.contentType === typesByExtension[extensionOf(page.path)],
    size: body.length,
    codings: sizesOf(copiesOf(copies)),
    keys: page.keys ?? [],
  };
}

/** Bytes of each copy, as the index keeps them. */
export function sizesOf(copies: [Coding, Buffer][]): StoredEntry['codings'] {
  return Object.fromEntries(copies.map(([coding, copy]) => [coding, copy.length]));
}

/** The copies that there are. */
export function copiesOf(copies: PageBytes['copies']): [Coding, Buffer][] {
  return Object.entries(copies) as [Coding, Buffer][];
}

/** A name that no other attempt has. */
export function newTag(sequence: number): string {
  return `${sequence}.${randomBytes(4).toString('hex')}`;
}
