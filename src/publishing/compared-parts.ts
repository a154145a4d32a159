import type { changedParts, GuideContent, VersionHtml } from '../guides/index.js';
import type { ComparedPart } from '../site/index.js';

export interface ComparedText {
  content: GuideContent;
  html: VersionHtml;
}

type Changes = ReturnType<typeof changedParts>;

const fixed: Record<string, string> = {
  head: 'Title and summary',
  lead: 'Introduction',
  faq: 'Questions',
  references: 'References',
  disclosures: 'Disclosures',
};

/** The parts of two texts in reading order, those that only stand in the live one last; `html` of a side is null where it lacks the part. */
export function comparedParts(live: ComparedText | null, preview: ComparedText, changes: Changes): ComparedPart[] {
  const sections = (text: ComparedText | null): string[] =>
    text?.content.sections.map(({ key }) => `section:${key}`) ?? [];
  const here = sections(preview);
  const gone = sections(live).filter((key) => !here.includes(key));
  const keys = ['head', 'lead', ...here, ...gone, 'faq', 'references', 'disclosures'];
  return keys.map((key) => ({
    label: fixed[key] ?? headingOf(preview, key) ?? (live && headingOf(live, key)) ?? key,
    changes: changes.filter((change) => change.key === key).map(({ change }) => change),
    live: live && sideOf(live, key),
    preview: sideOf(preview, key),
  }));
}

const headingOf = ({ content }: ComparedText, part: string): string | undefined =>
  content.sections.find(({ key }) => `section:${key}` === part)?.heading;

/** Inside one page each text stands twice: its own anchors would too, and lead to the wrong one. */
const withoutAnchors = (html: string): string =>
  html.replaceAll(/<a href="#[^"]*"[^>]*>(.*?)<\/a>/gs, '$1').replaceAll(/ id="[^"]*"/g, '');

function sideOf({ content, html }: ComparedText, part: string): ComparedPart['preview'] {
  if (part === 'head') return { lines: [content.head.title, content.head.summary] };
  if (part === 'lead') return { html: withoutAnchors(html.lead) };
  if (part === 'faq')
    return { entries: html.faq.map(({ question, html: answer }) => ({ question, html: withoutAnchors(answer) })) };
  if (part === 'references')
    return {
      lines: content.references.entries.map(({ authors, title, source, year }) =>
        [authors, title, source, year].join('. '),
      ),
    };
  if (part === 'disclosures') return { html: withoutAnchors(html.disclosuresHtml) };
  const section = html.sections.find(({ key }) => `section:${key}` === part);
  return section ? { heading: section.heading, html: withoutAnchors(section.html) } : null;
}
