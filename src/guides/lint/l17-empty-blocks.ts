import { sectionPart } from '../parts.js';
import { excerpt, type LintRule } from './finding.js';

/** L17: nothing stands on the page without words under it. Related guides are computed and not judged here. */
export const emptyBlocks: LintRule = {
  id: 'L17',
  asks: 'no empty section, no question without an answer',
  check: ({ content: { sections, faq } }) => [
    ...sections
      .filter(({ markdown }) => markdown === '')
      .map(({ key, heading }) => ({
        severity: 'error' as const,
        part: sectionPart(key),
        message: 'The section has no text.',
        quote: excerpt(heading),
      })),
    ...faq.entries
      .filter(({ question, answer }) => question === '' || answer === '')
      .map(({ question }) => ({
        severity: 'error' as const,
        part: 'faq' as const,
        message: question === '' ? 'An answer has no question.' : 'A question has no answer.',
        quote: excerpt(question),
      })),
  ],
};
