import type { GuideContent } from './content.js';
import { attributeOf, imageDigest, linkTarget, writtenTokens } from './markdown-syntax.js';
import { mapTexts, textsOf } from './part-texts.js';

// Inline `](guide:x)`, or a definition at the start of a line, `[label]: guide:x`.
const guideAddress = /(\]\(\s*<?|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*<?)guide:([a-z0-9-]{1,100})(?=[\s)>]|$)/gm;

/** What a content points to: guides (ids, or slugs in a guide file) and image digests, each once. */
export function targetsOf(content: GuideContent): { guides: string[]; images: string[] } {
  const guides = new Set<string>();
  const images = new Set<string>();
  const inline = textsOf(content)
    .filter(({ kind }) => kind === 'markdown')
    .flatMap(({ text }) => writtenTokens(text).flatMap((token) => token.children ?? []));
  for (const token of inline) {
    const target = token.type === 'link_open' ? linkTarget(attributeOf(token, 'href')) : null;
    if (target?.kind === 'guide') guides.add(target.id);
    const digest = token.type === 'image' ? imageDigest(attributeOf(token, 'src')) : null;
    if (digest !== null) images.add(digest);
  }
  return { guides: [...guides], images: [...images] };
}

/** Renames what guide links point to, for example slugs to ids at import; `rename` answers null to leave one alone. */
export function renameGuideTargets(content: GuideContent, rename: (target: string) => string | null): GuideContent {
  return mapTexts(content, ({ kind, text }) =>
    kind !== 'markdown'
      ? text
      : text.replace(guideAddress, (all, before: string, target: string) => {
          const renamed = rename(target);
          return renamed === null ? all : `${before}guide:${renamed}`;
        }),
  );
}
