import { DomUtils, parseDocument } from 'htmlparser2';
import type { RenderedPage } from '../../src/site/index.js';

/** Properties that classify or identify instead of claiming something in words. */
const silent = new Set(['@context', '@type', '@id', 'inLanguage', 'credentialCategory', 'position']);

/** What the JSON-LD of a page says that the page itself does not show: words that are not there, addresses that nothing leads to. */
export function invisibleClaims({ html }: RenderedPage): string[] {
  const document = parseDocument(html);
  const [body] = DomUtils.getElementsByTagName('body', document);
  const text = DomUtils.innerText(body!).replace(/\s+/g, ' ');
  const base = 'https://health.example';
  const links = DomUtils.getElementsByTagName('a', document).map(
    (link) => new URL(link.attribs['href'] ?? '', base).href,
  );
  const own = DomUtils.findOne((element) => element.attribs['rel'] === 'canonical', document.children)?.attribs['href'];
  const shown = (claim: string): boolean =>
    /^https?:/.test(claim)
      ? links.includes(claim) || claim === own || claim === base || claim === `${base}/`
      : text.includes(claim.replace(/\s+/g, ' '));
  return claimsOf(JSON.parse(jsonLdOf(html)) as unknown).filter((claim) => !shown(claim));
}

/** The text of the JSON-LD; throws where there is none. */
export function jsonLdOf(html: string): string {
  const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1];
  if (json === undefined) throw new Error('The page carries no JSON-LD.');
  return json;
}

function claimsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (silent.has(key) ? [] : claimsOf(inner)));
}
