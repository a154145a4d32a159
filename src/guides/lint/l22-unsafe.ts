import type { Token } from 'markdown-it';
import { attributeOf, imageDigest, linkTarget } from '../markdown-syntax.js';
import { excerpt, flatTokens, type LintRule } from './finding.js';

// Broken tags (`<script`, `<img onerror=…` without an end) are no HTML to the parser, but nobody writes them for readers.
const brokenTag = /<\s*\/?\s*(?:script|iframe|object|embed|svg|style|img|link|meta|base|form|input|video|audio)\b/i;

function problemOf(token: Token): string | null {
  if (token.type === 'html_block' || token.type === 'html_inline') {
    return 'The text holds HTML, which is shown as it is written; use Markdown.';
  }
  if (token.type === 'text' && brokenTag.test(token.content)) {
    return 'The text holds a part of an HTML tag; remove it.';
  }
  if (token.type === 'image' && imageDigest(attributeOf(token, 'src')) === null) {
    return 'Images come from the list of images, not from another address.';
  }
  if (token.type === 'link_open' && linkTarget(attributeOf(token, 'href')).kind === 'unsafe') {
    return 'A link leads to an address that pages do not allow; use https, mailto, #section or guide:.';
  }
  return null;
}

function quoteOf(token: Token): string {
  return excerpt(token.content || attributeOf(token, 'href') || attributeOf(token, 'src'));
}

/** L22: no HTML, no script, no event handler, no address that runs code or loads from elsewhere. */
export const unsafeMarkup: LintRule = {
  id: 'L22',
  asks: 'no raw HTML, no unsafe link, no remote image',
  check: ({ markdown }) =>
    markdown.flatMap(({ part, tokens }) =>
      flatTokens(tokens).flatMap((token) => {
        const message = problemOf(token);
        return message === null ? [] : [{ severity: 'error' as const, part, message, quote: quoteOf(token) }];
      }),
    ),
};
