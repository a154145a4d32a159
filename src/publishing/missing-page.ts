import { renderNotFoundPage, type PublisherView } from '../site/index.js';
import { securityHeaders } from './page-headers.js';

/** What a reader gets at an address that was never served: a page with a way on, made without store or database. */
export function missingPage(publisher: PublisherView): { headers: Record<string, string>; body: string } {
  const { html, contentType, headers } = renderNotFoundPage({ publisher });
  return { headers: { ...securityHeaders(), ...headers, 'content-type': contentType, vary: 'Accept' }, body: html };
}

/** Whether somebody reads along: programs ask for anything or for JSON. The API answers with problem documents alone. */
export function isReader({
  method,
  url,
  accept,
}: {
  method: string;
  url: string;
  accept: string | undefined;
}): boolean {
  return (method === 'GET' || method === 'HEAD') && !url.startsWith('/api') && (accept ?? '').includes('text/html');
}
