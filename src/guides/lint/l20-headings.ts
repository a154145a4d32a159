import { sectionKeyOf, sectionPart } from '../parts.js';
import { excerpt, type Finding, type LintRule, type ParsedText } from './finding.js';

interface Heading {
  level: number;
  words: string;
}

function headingsIn({ tokens }: ParsedText): Heading[] {
  return tokens.flatMap((token, index) =>
    token.type === 'heading_open'
      ? [{ level: Number(token.tag.slice(1)), words: tokens[index + 1]?.content ?? '' }]
      : [],
  );
}

function problemOf({ level, words }: Heading, previous: number): string | null {
  if (words === '') return 'A heading has no words.';
  if (level < 3) return 'Headings inside a section begin with “###”: title and section headings stand above them.';
  if (level > previous + 1) return `A heading skips a level (from ${previous} to ${level}).`;
  return null;
}

function inSection(text: ParsedText): Omit<Finding, 'rule'>[] {
  const headings = headingsIn(text);
  return headings.flatMap((heading, index) => {
    const message = problemOf(heading, Math.max(2, headings[index - 1]?.level ?? 2));
    return message === null ? [] : [{ severity: 'error', part: text.part, message, quote: excerpt(heading.words) }];
  });
}

function elsewhere(text: ParsedText): Omit<Finding, 'rule'>[] {
  const message = `The ${text.part === 'faq' ? text.field : text.part} cannot hold headings.`;
  return headingsIn(text).map(({ words }) => ({ severity: 'error', part: text.part, message, quote: excerpt(words) }));
}

/** L20: the headings form an outline without gaps under one title. */
export const headingOrder: LintRule = {
  id: 'L20',
  asks: 'section headings present; headings in a section begin at level 3 and skip none; none elsewhere',
  check: ({ content, markdown }) => [
    ...content.sections
      .filter(({ heading }) => heading === '')
      .map(({ key }) => ({
        severity: 'error' as const,
        part: sectionPart(key),
        message: 'The section has no heading.',
      })),
    ...markdown.flatMap((text) => (sectionKeyOf(text.part) === null ? elsewhere(text) : inSection(text))),
  ],
};
