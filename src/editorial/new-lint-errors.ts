import { lint, type GuideContent } from '../guides/index.js';

/** What lint blocks in a text and did not in the one that it was made from: a change brings in nothing that a submission could not. */
export function newLintErrors(before: GuideContent, after: GuideContent): string[] {
  const known = new Set(errorsOf(before));
  return errorsOf(after).filter((error) => !known.has(error));
}

function errorsOf(content: GuideContent): string[] {
  return lint(content)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, part, message }) => `${rule} in ${part}: ${message}`);
}
