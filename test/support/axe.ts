import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One rule that a page breaks, and where. */
export interface Violation {
  rule: string;
  help: string;
  where: string[];
}

/** WCAG 2.2 up to AA, and what the rules call good practice. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe-core finds wrong with the page as it stands in the browser, in the looks it has now. Every `<details>` is opened
 * first: what is folded away is read too. Empty when nothing is.
 */
export async function violations(page: Page): Promise<Violation[]> {
  await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
  // The page's own policy admits no script of ours: it runs in the browser's world, not in the page's.
  await page.evaluate(axe.source);
  const results = await page.evaluate<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(standards)}, resultTypes: ['violations'] })`,
  );
  return results.violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }));
}
