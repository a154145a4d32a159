import { hashOf } from './canonical.js';
import type { GuideContent, PartKey, ReferencesPart } from './content.js';
import type { Dictionary } from './dictionary.js';
import { addressObjection, lineObjections, markdownObjections } from './minor-text.js';
import { sectionPart } from './parts.js';

const fixedNames = {
  head: 'The title, the summary, the category and the specialties',
  disclosures: 'The disclosures',
  images: 'The images',
} as const;

const same = (one: unknown, other: unknown): boolean => hashOf(one) === hashOf(other);
const named = (part: PartKey, objections: string[]): string[] => objections.map((objection) => `${part}: ${objection}`);

function protectedObjections(signed: GuideContent, proposed: GuideContent): string[] {
  return (['head', 'disclosures', 'images'] as const)
    .filter((part) => !same(signed[part], proposed[part]))
    .map((part) => `${fixedNames[part]} cannot change in a minor change.`);
}

/** Of a reference only the address may move. */
function referenceObjections(signed: ReferencesPart, proposed: ReferencesPart): string[] {
  const withoutAddress = ({ entries }: ReferencesPart) =>
    entries.map(({ url, ...rest }) => ({ ...rest, linked: url !== undefined }));
  if (!same(withoutAddress(signed), withoutAddress(proposed))) {
    return ['Of a reference only the address can change in a minor change.'];
  }
  return signed.entries.flatMap((entry, index) => {
    const now = proposed.entries[index]?.url;
    return entry.url === undefined || now === undefined ? [] : (addressObjection(entry.url, now) ?? []);
  });
}

function sectionObjections(signed: GuideContent, proposed: GuideContent, dictionary: Dictionary): string[] {
  const keys = ({ sections }: GuideContent): string[] => sections.map(({ key }) => key);
  if (!same(keys(signed), keys(proposed))) return ['Sections cannot be added, removed or moved in a minor change.'];
  return signed.sections.flatMap((section, index) => {
    const now = proposed.sections[index];
    if (now === undefined) return [];
    return named(sectionPart(section.key), [
      ...lineObjections(section.heading, now.heading, dictionary),
      ...markdownObjections([section.markdown, now.markdown], signed.references.entries, dictionary),
    ]);
  });
}

function faqObjections(signed: GuideContent, proposed: GuideContent, dictionary: Dictionary): string[] {
  const [old, now] = [signed.faq.entries, proposed.faq.entries];
  if (old.length !== now.length) return ['Questions cannot be added or removed in a minor change.'];
  const objections = old.flatMap((entry, index) => [
    ...lineObjections(entry.question, now[index]?.question ?? '', dictionary),
    ...markdownObjections([entry.answer, now[index]?.answer ?? ''], signed.references.entries, dictionary),
  ]);
  return named('faq', objections);
}

/**
 * Why a proposed content is more than a minor change of the content a reviewer signed (never of the live one); empty when
 * it is minor. Allowed are punctuation outside numbers, case, spacing; a word the dictionary does not know replaced by one
 * it knows, within two letters, word for word, as often as there are such words; a link's web address under the same
 * words. The word lists err on the side of a review.
 */
export function minorChangeObjections(signed: GuideContent, proposed: GuideContent, dictionary: Dictionary): string[] {
  return [
    ...protectedObjections(signed, proposed),
    ...referenceObjections(signed.references, proposed.references),
    ...named(
      'lead',
      markdownObjections([signed.lead.markdown, proposed.lead.markdown], signed.references.entries, dictionary),
    ),
    ...sectionObjections(signed, proposed, dictionary),
    ...faqObjections(signed, proposed, dictionary),
  ];
}
