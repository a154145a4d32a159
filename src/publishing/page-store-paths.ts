import { join } from 'node:path';

/** Where everything about one page lies on disk. */
export interface Places {
  path: string;
  /** Facts of the page; renaming a new one in is what publishes to the responder. */
  index: string;
  /** Exists while a process swaps this page. */
  lock: string;
  /** Prefix of the immutable bodies: `<body>.<tag>`, and `.gz`, `.br` beside. */
  body: string;
  /** What a plain web server reads, or null for a path it must leave to the service. */
  file: string | null;
}

/** Lower-case segments, a dot only in the last one: so no folder can share a name with a file. */
const pagePath = /^\/(?:(?:[a-z0-9][a-z0-9_-]*\/)*[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*)?$/;
const longestPath = 512;
const longestSegment = 150;

/** Content types a plain web server gives by file name; `deploy/nginx.conf` lists the same. */
export const typesByExtension: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** True for the canonical spelling of a page's URL path; everything else is no page. */
export function isPagePath(path: string): boolean {
  return (
    path.length <= longestPath &&
    pagePath.test(path) &&
    path.split('/').every((segment) => segment.length <= longestSegment)
  );
}

/** The places of a page; throws a TypeError on a path that is not canonical. */
export function placesOf(root: string, path: string): Places {
  if (!isPagePath(path)) throw new TypeError(`Not a page path: ${JSON.stringify(path.slice(0, 200))}`);
  const name = nameOf(path);
  const index = join(root, indexName(path));
  const served = servedName(name);
  return {
    path,
    index,
    lock: `${index}.lock`,
    body: join(root, 'bodies', name),
    file: served === null ? null : join(root, 'files', served),
  };
}

/** The place of a page's facts below the root. Checks nothing: for a path that was found canonical before. */
export function indexName(path: string): string {
  return `index/${nameOf(path)}.json`;
}

function nameOf(path: string): string {
  return path === '/' ? '_home' : path.slice(1);
}

/** The page whose files bear a name; null where that is no page's. */
export function pathOf(name: string): string | null {
  const path = name === '_home' ? '/' : `/${name}`;
  return isPagePath(path) ? path : null;
}

/** The extension of a page path, empty for an HTML page. */
export function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot === -1 ? '' : path.slice(dot + 1);
}

/** `/guides/x` is the file `guides/x.html`; hence a page whose own path ends in `.html` gets no file. */
function servedName(name: string): string | null {
  const extension = extensionOf(name);
  if (!Object.hasOwn(typesByExtension, extension)) return null;
  return extension === '' ? `${name}.html` : name;
}

/** A name that no reader looks at; no page path holds a tilde. */
export function temporaryName(file: string, tag: string): string {
  return `${file}.${tag}~`;
}

/** The immutable body of one attempt. */
export function bodyName(places: Places, tag: string): string {
  return `${places.body}.${tag}`;
}
