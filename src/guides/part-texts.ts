import type { GuideContent, PartKey, Reference } from './content.js';
import { sectionPart } from './parts.js';

/** One text a person wrote. `line` is plain text, `markdown` is rendered, `exact` is read by machines (addresses, numbers). */
export interface PartText {
  part: PartKey;
  /** Names the field for people, for example `question 2`. */
  field: string;
  kind: 'line' | 'markdown' | 'exact';
  text: string;
}

type Change = (found: PartText) => string;

const referenceFields = {
  title: 'line',
  authors: 'line',
  source: 'line',
  url: 'exact',
  doi: 'exact',
  pmid: 'exact',
  accessedOn: 'exact',
} as const;

function mapReference(reference: Reference, number: number, change: Change): Reference {
  const changed = Object.entries(referenceFields).flatMap(([name, kind]) => {
    const text = reference[name as keyof typeof referenceFields];
    const field = `${name} of reference ${number}`;
    return text === undefined ? [] : [[name, change({ part: 'references', field, kind, text })]];
  });
  return { ...reference, ...(Object.fromEntries(changed) as Partial<Reference>) };
}

function mapPageTexts(content: GuideContent, change: Change): Pick<GuideContent, 'head' | 'lead' | 'sections' | 'faq'> {
  const { head, lead, sections, faq } = content;
  return {
    head: {
      ...head,
      title: change({ part: 'head', field: 'title', kind: 'line', text: head.title }),
      summary: change({ part: 'head', field: 'summary', kind: 'line', text: head.summary }),
    },
    lead: { markdown: change({ part: 'lead', field: 'text', kind: 'markdown', text: lead.markdown }) },
    sections: sections.map(({ key, heading, markdown }) => ({
      key,
      heading: change({ part: sectionPart(key), field: 'heading', kind: 'line', text: heading }),
      markdown: change({ part: sectionPart(key), field: 'text', kind: 'markdown', text: markdown }),
    })),
    faq: {
      entries: faq.entries.map(({ question, answer }, index) => ({
        question: change({ part: 'faq', field: `question ${index + 1}`, kind: 'line', text: question }),
        answer: change({ part: 'faq', field: `answer ${index + 1}`, kind: 'markdown', text: answer }),
      })),
    },
  };
}

/** The same content with every text passed through `change`, in page order. Ids, slugs, years and digests stay. */
export function mapTexts(content: GuideContent, change: Change): GuideContent {
  return {
    ...mapPageTexts(content, change),
    references: {
      entries: content.references.entries.map((reference, index) => mapReference(reference, index + 1, change)),
    },
    disclosures: {
      text: change({ part: 'disclosures', field: 'text', kind: 'markdown', text: content.disclosures.text }),
    },
    images: {
      entries: content.images.entries.map(({ digest, ...texts }, index) => {
        const line = (name: keyof typeof texts): string =>
          change({ part: 'images', field: `${name} of image ${index + 1}`, kind: 'line', text: texts[name] });
        return { digest, alt: line('alt'), credit: line('credit'), source: line('source') };
      }),
    },
  };
}

/** Every text of a content, in page order. */
export function textsOf(content: GuideContent): PartText[] {
  const texts: PartText[] = [];
  mapTexts(content, (found) => {
    texts.push(found);
    return found.text;
  });
  return texts;
}
