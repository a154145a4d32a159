import { markColors } from './tokens.js';
import type { PublisherView } from './view-models.js';

/** An icon for the publisher that has none: the first letter of its name, as SVG. */
export function letterMark(publisher: PublisherView): string {
  const { ground, letter } = markColors(publisher);
  const first = /[\p{L}\p{N}]/u.exec(publisher.name)?.[0].toUpperCase() ?? '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="${ground}"/>` +
    `<text x="32" y="45" font-family="Georgia,serif" font-size="38" text-anchor="middle" fill="${letter}">${first}</text></svg>`
  );
}
