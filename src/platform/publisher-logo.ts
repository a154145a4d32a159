import { imageSize } from 'image-size';
import sanitizeHtml from 'sanitize-html';
import type { PublisherLogo } from './publisher.js';

const largestBytes = 100_000;
const longestSide = 2_000;

/** Shapes, and nothing that runs, loads or moves. */
const elements = new Set(
  'svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath mask'.split(
    ' ',
  ),
);
const namespaces = new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']);

/** The picture, or a sentence on what speaks against it. */
export function readLogo(bytes: Buffer): PublisherLogo | string {
  if (bytes.length > largestBytes)
    return `has ${bytes.length} bytes; every page shows it, so ${largestBytes} are the most.`;
  const mediaType = isPng(bytes) ? 'image/png' : 'image/svg+xml';
  if (mediaType === 'image/svg+xml') {
    const problem = svgProblem(bytes.toString('utf8'));
    if (problem) return problem;
  }
  const size = measured(bytes);
  if (!size) return 'has no size that can be read; an SVG needs a viewBox, or a width and a height.';
  if (Math.max(size.width, size.height) > longestSide) return `is larger than ${longestSide} pixels on a side.`;
  return { mediaType, bytes, width: Math.round(size.width), height: Math.round(size.height) };
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
}

function svgProblem(text: string): string | undefined {
  if (!/^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<svg[\s>]/.test(text))
    return 'is neither an SVG nor a PNG.';
  if (/<!(?!--)|<\?(?!xml\s)/.test(text)) return 'holds a document type, a CDATA section or a processing instruction.';
  const problems: string[] = [];
  sanitizeHtml(text, {
    parser: { xmlMode: true },
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    transformTags: {
      '*': (tagName, attribs) => {
        problems.push(...elementProblems(tagName, attribs));
        return { tagName, attribs };
      },
    },
  });
  return problems[0];
}

function elementProblems(name: string, attributes: Record<string, string>): string[] {
  if (!elements.has(name)) return [`holds the element <${name}>; a logo is made of shapes and text alone.`];
  return Object.entries(attributes)
    .filter(([key, value]) => !isHarmless(key.toLowerCase(), value))
    .map(([key]) => `holds the attribute ${key} on <${name}> with a value that could run or load something.`);
}

function isHarmless(key: string, value: string): boolean {
  if (key.startsWith('on') || key === 'base' || key === 'xml:base') return false;
  if (key === 'href' || key === 'xlink:href') return value.startsWith('#');
  if (key === 'xmlns' || key.startsWith('xmlns:')) return namespaces.has(value);
  // A backslash could spell any of these words in CSS.
  return !/\\|@import|javascript:|data:|image-set|url\(\s*["']?(?!#)/i.test(value);
}

function measured(bytes: Buffer): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}
