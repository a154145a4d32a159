export interface PageLinks {
  /** By guide id; `href` null when the guide is held, withdrawn or not yet live. */
  guides: ReadonlyMap<string, { href: string | null }>;
  /** By digest; sizes in CSS pixels. */
  images: ReadonlyMap<string, { src: string; width?: number; height?: number }>;
}

// Our own renderer wrote this markup: links do not nest, attributes keep this order, every `<` and `"` of the
// author's is escaped, so that no text can look like a placeholder.
const guideLink = /<a data-guide="([^"]*)">([\s\S]*?)<\/a>/g;
const imageTag = /<img data-image="([^"]*)" alt="([^"]*)" \/>/g;

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function imageMarkup(image: { src: string; width?: number; height?: number }, escapedAlt: string): string {
  const size = [image.width, image.height].every((side) => Number.isInteger(side))
    ? ` width="${image.width}" height="${image.height}"`
    : '';
  return `<img src="${attribute(image.src)}" alt="${escapedAlt}"${size} loading="lazy" />`;
}

/** The guide ids and image digests that rendered HTML waits for. */
export function placeholdersIn(html: string): { guides: string[]; images: string[] } {
  const first = (pattern: RegExp): string[] => [...new Set([...html.matchAll(pattern)].map((match) => match[1] ?? ''))];
  return { guides: first(guideLink), images: first(imageTag) };
}

/**
 * Turns the placeholders of rendered HTML into what is true now: a live guide becomes a link, any other plain text; a
 * known image gets its address, an unknown one goes.
 */
export function resolvePlaceholders(html: string, { guides, images }: PageLinks): string {
  return html
    .replace(guideLink, (_, id: string, words: string) => {
      const href = guides.get(id)?.href ?? null;
      return href === null ? words : `<a href="${attribute(href)}">${words}</a>`;
    })
    .replace(imageTag, (_, digest: string, alt: string) => {
      const image = images.get(digest);
      return image === undefined ? '' : imageMarkup(image, alt);
    });
}
