import type { CreativeWork, FAQPage, ScholarlyArticle } from 'schema-dts';
import { referenceHref } from './references.js';
import type { FaqEntryView, ReferenceView, SanitizedHtml } from './view-models.js';

/** The questions with their answers as plain text; none when there are none. Vocabulary alone: no search engine shows it any more. */
export function faqPage(entries: FaqEntryView[], url: string): FAQPage[] {
  if (entries.length === 0) return [];
  return [
    {
      '@type': 'FAQPage',
      '@id': `${url}#faq`,
      isPartOf: { '@id': `${url}#page` },
      mainEntity: entries.map(({ question, html }) => ({
        '@type': 'Question',
        name: question,
        acceptedAnswer: { '@type': 'Answer', text: plainText(html) },
      })),
    },
  ];
}

/** The numbered sources. What has a DOI or stands in PubMed is a scholarly article. */
export function citations(references: ReferenceView[]): (ScholarlyArticle | CreativeWork)[] {
  return references.map((reference) => {
    const url = referenceHref(reference);
    return {
      '@type': reference.doi || reference.pmid ? ('ScholarlyArticle' as const) : ('CreativeWork' as const),
      name: reference.title,
      ...(url ? { url } : {}),
    };
  });
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' };

/** What a reader sees of sanitized HTML, without the marks of citations, on one line. */
function plainText(html: SanitizedHtml): string {
  return html
    .replace(/<sup\b[^>]*>[\s\S]*?<\/sup>/g, '')
    .replace(/<\/(?:p|li|tr|h\d|blockquote)>|<br\s*\/?>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
