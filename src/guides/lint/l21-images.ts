import type { ImagesPart } from '../content.js';
import { attributeOf, imageDigest } from '../markdown-syntax.js';
import { type Finding, flatTokens, type LintRule, type ParsedText } from './finding.js';

interface Shown {
  part: ParsedText['part'];
  digest: string;
  alt: string;
}

function shownIn({ part, tokens }: ParsedText): Shown[] {
  return flatTokens(tokens).flatMap((token) => {
    const digest = token.type === 'image' ? imageDigest(attributeOf(token, 'src')) : null;
    return digest === null ? [] : [{ part, digest, alt: token.content.trim() }];
  });
}

type Found = Omit<Finding, 'rule'>;

function say(severity: Finding['severity'], part: Finding['part'], message: string, digest: string): Found {
  return { severity, part, message, quote: `image:${digest.slice(0, 12)}…` };
}

function judgeShown({ part, digest, alt }: Shown, listed: ReadonlySet<string>): Found[] {
  const found: Found[] = [];
  if (!listed.has(digest)) {
    found.push(say('error', part, 'The text shows an image that is not in the list of images.', digest));
  }
  if (alt === '') found.push(say('error', part, 'An image in the text has no alternative text.', digest));
  return found;
}

function judgeListed({ digest, alt, credit }: ImagesPart['entries'][number], used: ReadonlySet<string>): Found[] {
  const found: Found[] = [];
  if (alt === '') found.push(say('error', 'images', 'An image in the list has no alternative text.', digest));
  if (credit === '') found.push(say('warning', 'images', 'An image has no credit.', digest));
  if (!used.has(digest)) found.push(say('info', 'images', 'No text shows this image.', digest));
  return found;
}

/** L21: every image can be read aloud, is listed with its credit, and the list names none in vain. */
export const images: LintRule = {
  id: 'L21',
  asks: 'alternative text and a list entry for every image (error), a credit (warning)',
  check: ({ content, markdown }) => {
    const entries = content.images.entries;
    const shown = markdown.flatMap(shownIn);
    const listed = new Set(entries.map(({ digest }) => digest));
    const used = new Set(shown.map(({ digest }) => digest));
    return [
      ...shown.flatMap((image) => judgeShown(image, listed)),
      ...entries.flatMap((image) => judgeListed(image, used)),
    ];
  },
};
