import { describe, expect, it } from '@jest/globals';
import { renderMarkdown } from './markdown.js';
import { placeholdersIn, resolvePlaceholders } from './placeholders.js';

const html = (markdown: string): string => renderMarkdown(markdown, { references: [] });
const digest = 'a1'.repeat(32);

describe('placeholders', () => {
  const page = html(
    `[*Live* one](guide:live) and [held](guide:held) and [gone](guide:gone) ![Scalp & "hair"](image:${digest})`,
  );
  const none = { guides: new Map(), images: new Map() };

  it('become links to live guides and plain text for all others', () => {
    const guides = new Map([
      ['live', { href: '/guides/new-slug?a=1&b="2"' }],
      ['held', { href: null }],
    ]);
    expect(resolvePlaceholders(page, { ...none, guides })).toBe(
      '<p><a href="/guides/new-slug?a=1&amp;b=&quot;2&quot;"><em>Live</em> one</a> and held and gone </p>',
    );
  });

  it('become images with their sizes, and nothing when the image is unknown', () => {
    const images = new Map([[digest, { src: '/media/a.webp', width: 640, height: 480 }]]);
    expect(resolvePlaceholders(page, { ...none, images })).toContain(
      '<img src="/media/a.webp" alt="Scalp &amp; &quot;hair&quot;" width="640" height="480" loading="lazy" />',
    );
    expect(resolvePlaceholders(page, none)).not.toContain('<img');
  });

  it('do not take dollar signs in addresses for patterns', () => {
    const guides = new Map([['live', { href: '/$&$1' }]]);
    expect(resolvePlaceholders(page, { ...none, guides })).toContain('<a href="/$&amp;$1">');
  });

  it('cannot be written by hand', () => {
    const forged = html(
      '<a data-guide="live">x</a> `<a data-guide="live">x</a>` ![<a data-guide="live">x</a>](image:' + digest + ')',
    );
    expect(placeholdersIn(forged)).toEqual({ guides: [], images: [digest] });
    expect(placeholdersIn(page)).toEqual({ guides: ['live', 'held', 'gone'], images: [digest] });
  });
});
