import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';

/** What a share image says. */
export interface CardWords {
  title: string;
  category: string;
  publisher: string;
  language: string;
}

export const cardWidth = 1200;
export const cardHeight = 630;
const margin = 80;
const textWidth = cardWidth - 2 * margin;
const titleLines = 4;
const titleSizes = [76, 68, 60, 52] as const;

const colors = { ground: '#fbfaf7', ink: '#1c2526', accent: '#0f5c5c', quiet: '#4c5a5b' };
const subsets = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const;
/** Letters, digits and marks of which the font that comes with the service has the glyphs, as they stand after NFC. */
const drawn =
  'A-Za-z0-9\\u00aa\\u00b2\\u00b3\\u00b5\\u00b9\\u00ba\\u00bc-\\u00be\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u012b\\u012e-\\u0131\\u0134-\\u0165\\u0168-\\u017e' +
  '\\u0218-\\u021b\\u0300\\u0301\\u0303\\u0304\\u0308\\u0309\\u0323\\u0386\\u0388-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u03ce\\u0400-\\u045f\\u0490\\u0491' +
  '\\u04b0\\u04b1\\u1e80-\\u1e85\\u1e9e\\u1ea0-\\u1ef9';
const hyphens = /[\u2010\u2011]/gu;
/** Others would be drawn in a font of the machine, where it has one, or as an empty box. */
const withoutGlyph = new RegExp(`(?![${drawn}])[\\p{L}\\p{N}\\p{M}]`, 'u');
/** Signs that the font knows beside these. */
const unknownSign =
  /[^\p{L}\p{N}\p{M}\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u20ac\u2122\u2212]/gu;

let family: string | undefined;

/** A PNG of 1200 × 630. Words in a script that the font lacks are left out: no empty boxes, whatever a title holds. */
export async function drawCard({ title, category, publisher }: CardWords): Promise<Buffer> {
  // Most processes draw nothing: the library is read with the first image.
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  family ??= registerFonts((file, name) => GlobalFonts.registerFromPath(file, name) !== null);
  const canvas = createCanvas(cardWidth, cardHeight);
  const context = canvas.getContext('2d');
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, cardWidth, cardHeight);
  context.fillStyle = colors.accent;
  context.fillRect(0, 0, cardWidth, 16);
  context.textBaseline = 'alphabetic';
  line(context, drawable(category), { size: 34, weight: 600, color: colors.accent, y: 130 });
  heading(context, drawable(title));
  line(context, drawable(publisher), { size: 34, weight: 600, color: colors.quiet, y: cardHeight - 70 });
  return canvas.encode('png');
}

/** Empty where the text cannot be shown whole. */
export function drawable(text: string): string {
  const plain = text.normalize('NFC').replace(hyphens, '-').replace(unknownSign, ' ').replace(/\s+/gu, ' ').trim();
  return withoutGlyph.test(plain) ? '' : plain;
}

function line(
  context: SKRSContext2D,
  text: string,
  how: { size: number; weight: number; color: string; y: number },
): void {
  context.font = fontOf(how.weight, how.size);
  context.fillStyle = how.color;
  context.fillText(fitted(context, text), margin, how.y);
}

/** The largest size at which the title takes few enough lines; at the smallest its end is cut off. */
function heading(context: SKRSContext2D, title: string): void {
  context.fillStyle = colors.ink;
  for (const size of titleSizes) {
    context.font = fontOf(700, size);
    const lines = wrapped(context, title);
    if (lines.length > titleLines && size !== titleSizes.at(-1)) continue;
    const shown = lines.slice(0, titleLines);
    if (lines.length > titleLines) shown.push(fitted(context, `${shown.pop() ?? ''} …`, true));
    shown.forEach((text, index) => context.fillText(text, margin, 190 + size + index * size * 1.15));
    return;
  }
}

/** Lines no wider than the card; a word that is wider than a line is broken. */
function wrapped(context: SKRSContext2D, text: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ').flatMap((each) => pieces(context, each))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (context.measureText(longer).width <= textWidth) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current].filter((each) => each !== '');
}

function pieces(context: SKRSContext2D, word: string): string[] {
  if (context.measureText(word).width <= textWidth) return [word];
  const found = [''];
  for (const letter of word) {
    const last = found.length - 1;
    const longer = `${found[last] ?? ''}${letter}`;
    if (context.measureText(longer).width <= textWidth) found[last] = longer;
    else found.push(letter);
  }
  return found;
}

/** The text, cut off with an ellipsis where it is too wide. */
function fitted(context: SKRSContext2D, text: string, isCut = false): string {
  const letters = [...text.replace(/ …$/u, '')];
  if (!isCut && context.measureText(text).width <= textWidth) return text;
  while (letters.length > 0 && context.measureText(`${letters.join('').trimEnd()}…`).width > textWidth) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function fontOf(weight: number, size: number): string {
  return `${weight} ${size}px ${family ?? ''}`;
}

/** The font that comes with the service: a card looks the same on every machine. Answers the families, one for each part of the alphabet. */
function registerFonts(register: (file: string, name: string) => boolean): string {
  const { resolve } = createRequire(import.meta.url);
  const families = subsets.map((subset) => {
    for (const weight of [600, 700]) {
      const file = resolve(`@fontsource/source-serif-4/files/source-serif-4-${subset}-${weight}-normal.woff2`);
      if (!register(file, `card ${subset}`)) throw new Error(`The font ${file} cannot be read.`);
    }
    return `"card ${subset}"`;
  });
  return families.join(', ');
}
