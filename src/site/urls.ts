/** Where the site's own pages live. */
export const HOME_PATH = '/';
export const FEED_PATH = '/feed.atom';
export const RSS_PATH = '/feed.rss';
export const SITEMAP_PATH = '/sitemap.xml';

/** Path of a category's page. */
export function categoryPath(slug: string): string {
  return `/categories/${encodeURIComponent(slug)}`;
}

/** Path of the list of a specialty's physicians. */
export function specialtyPath(slug: string): string {
  return `/specialties/${encodeURIComponent(slug)}`;
}

/** The path itself, for a link within the site. Throws RangeError for one that would lead elsewhere (`//host`, `javascript:`). */
export function localHref(path: string): string {
  // Browsers read a backslash as a slash and skip tabs and line breaks, so these too may lead to another host.
  if (!/^\/(?![/\\])/.test(path) || /[\t\r\n\\]/.test(path)) throw new RangeError(`Not a path of this site: ${path}`);
  return path;
}

/** Absolute address of a path of the site; `base` is the site's origin. Throws RangeError as `localHref`. */
export function absoluteUrl(base: string, path: string): string {
  return new URL(localHref(path), base).href;
}

/** The address if it is http(s), else undefined: `javascript:` and its like never become links. */
export function webHref(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** Address of a reader's contact: `mailto:` for an e-mail address, the URL itself if it is http(s). */
export function contactHref(contact: string): string | undefined {
  return /^[^\s@/:?]+@[^\s@/:?]+$/.test(contact) ? `mailto:${contact}` : webHref(contact);
}
