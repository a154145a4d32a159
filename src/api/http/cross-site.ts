/** The parts of a request that tell where it comes from. */
export interface RequestOrigin {
  method: string;
  /** This service's own origins: PUBLIC_URL's, and the one the request was sent to. */
  ownOrigins: readonly string[];
  secFetchSite: string | undefined;
  origin: string | undefined;
  referer: string | undefined;
  contentType: string | undefined;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Could another site have made a browser send this? Asked of every unsafe request that carries no bearer token.
 *
 * Browsers set Sec-Fetch-Site and Origin themselves; a page cannot forge or drop them on a cross-site POST. A request with
 * neither them nor a Referer comes from a program, which may pass when it sends what no form can: a JSON body, or
 * a method other than POST (both need a CORS preflight across sites, and none is ever granted here).
 */
export function isCrossSite(request: RequestOrigin): boolean {
  if (safeMethods.has(request.method)) return false;
  if (request.secFetchSite !== undefined) return !['same-origin', 'none'].includes(request.secFetchSite);
  if (request.origin !== undefined) return !request.ownOrigins.includes(request.origin);
  if (request.referer !== undefined) return true;
  return request.method === 'POST' && !isJson(request.contentType);
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}
