import { createHash } from 'node:crypto';
import type { GuidePageFacts } from './guide-facts.js';
import type { PageRow } from './page-row.js';

/**
 * Names by which a content delivery network may be told to forget pages: each its own, and what it is about. They say no more than
 * addresses do.
 */
export function keysOf(page: PageRow, facts: GuidePageFacts | undefined): string[] {
  const keys = [pageKey(page.path)];
  const [, folder, slug] = page.path.split('/');
  if (page.guideId) keys.push(`guide:${page.guideId}`);
  if (page.kind === 'guide' && facts?.status === 'live') {
    keys.push(`category:${facts.categorySlug}`);
    for (const { slug: specialty, members } of facts.network)
      keys.push(`specialty:${specialty}`, ...members.map((member) => `physician:${member.slug}`));
  } else if (folder === 'categories' && slug) keys.push(`category:${slug}`);
  else if (folder === 'specialties' && slug) keys.push(`specialty:${slug}`);
  else if (folder === 'physicians' && slug) keys.push(`physician:${slug}`);
  return [...new Set(keys)];
}

/** The key of one page alone. */
export function pageKey(path: string): string {
  return `page:${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
}
