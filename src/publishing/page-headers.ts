/**
 * What a page may do, as far as it can be said for every page alike. The hashes of its inline script and style
 * stand in the page's own `<meta>` policy; browsers apply both, so only hashed inline code runs. Naming them
 * here would break each page rendered before the last change of styles until it is rendered again.
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Security headers of every public page; `deploy/page-headers.conf` gives the same from nginx. */
export function securityHeaders(policy: string = pagePolicy): Record<string, string> {
  return {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
  };
}

/** Lets a browser and a shared cache keep a page; seconds. Longer shared ages need a purge at each change. */
export function cacheControl(sharedMaxAge: number): string {
  return `public, max-age=60, s-maxage=${sharedMaxAge}, stale-while-revalidate=60`;
}

/** Said only where every address of the site is https; `deploy/nginx.conf` says the same where it ends TLS itself. */
export const strictTransport = { 'strict-transport-security': 'max-age=31536000' };

/** The names under which a content delivery network keeps a page: as Fastly reads them, and as Cloudflare does. */
export function surrogateHeaders(keys: readonly string[]): Record<string, string> {
  return keys.length === 0 ? {} : { 'surrogate-key': keys.join(' '), 'cache-tag': keys.join(',') };
}
