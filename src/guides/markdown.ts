import type { RendererRule } from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import type { GuideContent, Reference } from './content.js';
import {
  attributeOf,
  type Citations,
  imageDigest,
  numberReferences,
  readerEnv,
  readerMarkdown,
} from './markdown-syntax.js';

import { placeholdersIn } from './placeholders.js';

export { type PageLinks, placeholdersIn, resolvePlaceholders } from './placeholders.js';

/** Raised whenever equal content would give other HTML, so that stored HTML can be told apart. */
export const rendererVersion = 2;

/** A version as HTML. Headings and questions are plain text, still to be escaped; placeholders are unresolved. */
export interface VersionHtml {
  lead: string;
  sections: { key: string; heading: string; html: string }[];
  faq: { question: string; html: string }[];
  disclosuresHtml: string;
  /** Where each reference is cited: element ids in reading order. */
  citations: { reference: string; anchors: string[] }[];
  /** Guide ids and image digests that placeholders wait for. */
  guides: string[];
  images: string[];
}

// The second wall: markdown-it already escapes; this holds even if one of its rules, or one of ours, is wrong.
const allowed: sanitizeHtml.IOptions = {
  allowedTags: `p br hr h3 h4 h5 h6 strong em code pre blockquote ul ol li table thead tbody tr th td a sup img`.split(
    ' ',
  ),
  allowedAttributes: {
    a: ['href', 'rel', 'id', 'data-guide'],
    img: ['data-image', 'alt'],
    ol: ['start'],
  },
  allowedClasses: {
    sup: ['cite'],
    th: ['align-left', 'align-center', 'align-right'],
    td: ['align-left', 'align-center', 'align-right'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
};

/** The anchor of a citation: `cite-<id>` for the first, `cite-<id>--2` and so on after (ids hold no double hyphen). */
function citationAnchor(id: string, { used }: Citations): string {
  const count = (used.get(id) ?? 0) + 1;
  used.set(id, count);
  return count === 1 ? `cite-${id}` : `cite-${id}--${count}`;
}

const renderCitation: RendererRule = (tokens, index, _options, env) => {
  const { id, number } = tokens[index]?.meta as { id: string; number: number };
  const anchor = citationAnchor(id, env?.['citations'] as Citations);
  return `<sup class="cite"><a href="#ref-${id}" id="${anchor}">[${number}]</a></sup>`;
};

const renderImage: RendererRule = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  if (token === undefined) return '';
  const digest = imageDigest(attributeOf(token, 'src')) ?? '';
  const alt = renderer.renderInlineAsText(token.children ?? [], options, env);
  return `<img data-image="${digest}" alt="${readerMarkdown.utils.escapeHtml(alt)}" />`;
};

readerMarkdown.renderer.rules['citation'] = renderCitation;
readerMarkdown.renderer.rules['image'] = renderImage;

function render(markdown: string, citations: Citations, lowestHeading = 3): string {
  return sanitizeHtml(readerMarkdown.render(markdown, readerEnv(citations, lowestHeading)), allowed).trim();
}

/**
 * Markdown as safe HTML: CommonMark with tables, no HTML, headings from `h3`, `[^id]` as a numbered citation (an unknown
 * id stays visible), `guide:` links and `image:` pictures as placeholders for `resolvePlaceholders`.
 */
export function renderMarkdown(markdown: string, { references }: { references: readonly Reference[] }): string {
  return render(markdown, numberReferences(references));
}

function citationsIn(html: string): VersionHtml['citations'] {
  const found = new Map<string, string[]>();
  for (const [, anchor = ''] of html.matchAll(/ id="(cite-[^"]+)"/g)) {
    const id = anchor.slice('cite-'.length).replace(/--\d+$/, '');
    found.set(id, [...(found.get(id) ?? []), anchor]);
  }
  return [...found].map(([reference, anchors]) => ({ reference, anchors }));
}

/** All texts of a version as HTML; citation anchors are unique over the whole page. */
export function renderVersionHtml(content: GuideContent): VersionHtml {
  const citations = numberReferences(content.references.entries);
  const texts = {
    lead: render(content.lead.markdown, citations),
    sections: content.sections.map(({ key, heading, markdown }) => ({
      key,
      heading,
      html: render(markdown, citations),
    })),
    faq: content.faq.entries.map(({ question, answer }) => ({ question, html: render(answer, citations, 4) })),
    disclosuresHtml: render(content.disclosures.text, citations),
  };
  const all = [
    texts.lead,
    ...texts.sections.map(({ html }) => html),
    ...texts.faq.map(({ html }) => html),
    texts.disclosuresHtml,
  ].join('');
  return { ...texts, ...placeholdersIn(all), citations: citationsIn(all) };
}
