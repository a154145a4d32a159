import type { PartKey } from '../content.js';
import { excerpt, type Finding, flatTokens, type LintRule, type LintSubject } from './finding.js';

interface Cited {
  part: PartKey;
  id: string;
}

function citationsIn({ markdown }: LintSubject): Cited[] {
  return markdown.flatMap(({ part, tokens }) =>
    flatTokens(tokens)
      .filter((token) => token.type === 'citation')
      .map((token) => ({ part, id: (token.meta as { id: string }).id })),
  );
}

function unknown(cited: Cited[], known: ReadonlySet<string>): Omit<Finding, 'rule'>[] {
  const strange = new Map(
    cited.filter(({ id }) => !known.has(id)).map((found) => [`${found.part} ${found.id}`, found]),
  );
  return [...strange.values()].map(({ part, id }) => ({
    severity: 'error',
    part,
    message: 'The text cites a reference that is not in the list.',
    quote: `[^${id}]`,
  }));
}

/** L04: a guide rests on references, every citation leads to one, and every one is cited. */
export const references: LintRule = {
  id: 'L04',
  asks: 'at least one reference; every citation names one; every one is cited',
  check: (subject) => {
    const entries = subject.content.references.entries;
    const cited = citationsIn(subject);
    const named = new Set(cited.map(({ id }) => id));
    const found = unknown(cited, new Set(entries.map(({ id }) => id)));
    if (entries.length === 0)
      found.push({ severity: 'error', part: 'references', message: 'The guide has no references.' });
    const idle = entries.filter(({ id }) => !named.has(id));
    const message = 'No text cites this reference.';
    return [
      ...found,
      ...idle.map(({ title }) => ({
        severity: 'warning' as const,
        part: 'references' as const,
        message,
        quote: excerpt(title),
      })),
    ];
  },
};
