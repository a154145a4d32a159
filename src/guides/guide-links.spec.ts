import { describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../test/support/sample-content.js';
import { renameGuideTargets, targetsOf } from './guide-links.js';

const digest = 'e5'.repeat(32);
const content = sampleContent({
  lead: { markdown: `[a](guide:hair-loss) ![x](image:${digest}) [b](<guide:fue> "t") [**c**](guide:hair-loss)` },
  disclosures: {
    text: '[d][e]\n\n[e]: guide:botox\n\n`[f](guide:in-code)` guide:bare [g](https://a.example/guide:web)',
  },
});

describe('the guides a content links to', () => {
  it('are found however the link is written, and only in links', () => {
    expect(targetsOf(content)).toEqual({ guides: ['hair-loss', 'fue', 'botox'], images: [digest] });
  });

  it('can be renamed, as slugs become ids at import, and back', () => {
    const renamed = renameGuideTargets(content, (slug) => (slug === 'in-code' ? null : `id-${slug}`));
    expect(targetsOf(renamed).guides).toEqual(['id-hair-loss', 'id-fue', 'id-botox']);
    expect(renamed.disclosures.text).toContain('guide:bare [g](https://a.example/guide:web)');
    expect(renameGuideTargets(renamed, (id) => (id === 'in-code' ? null : id.slice(3)))).toEqual(content);
  });
});
