import type { GuideContent } from '../content.js';
import { writtenTokens } from '../markdown-syntax.js';
import { textsOf } from '../part-texts.js';
import type { Finding, LintRule } from './finding.js';
import { completeHead } from './l01-head.js';
import { references } from './l04-references.js';
import { placeholders } from './l16-placeholders.js';
import { emptyBlocks } from './l17-empty-blocks.js';
import { headingOrder } from './l20-headings.js';
import { images } from './l21-images.js';
import { unsafeMarkup } from './l22-unsafe.js';

export type { Finding } from './finding.js';

/** Every rule, in the order in which findings are listed. */
export const lintRules: readonly LintRule[] = [
  completeHead,
  references,
  placeholders,
  emptyBlocks,
  headingOrder,
  images,
  unsafeMarkup,
];

/** What the editorial standard finds in a content without structural problems. An error blocks submission. */
export function lint(content: GuideContent): Finding[] {
  const texts = textsOf(content);
  const markdown = texts
    .filter(({ kind }) => kind === 'markdown')
    .map((text) => ({ ...text, tokens: writtenTokens(text.text) }));
  return lintRules.flatMap((rule) =>
    rule.check({ content, texts, markdown }).map((finding) => ({ rule: rule.id, ...finding })),
  );
}
