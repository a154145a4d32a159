import { inflateSync } from 'node:zlib';
import type { Reason } from '../platform/errors.js';

/** What a PDF may not hold, by the name that gives it away. */
const unwanted: [names: string[], message: string][] = [
  [['Encrypt'], 'The PDF is encrypted or protected by a password: save it without.'],
  [['JavaScript'], 'The PDF holds scripts (JavaScript): print it to a new PDF, which has none.'],
  [['Launch'], 'The PDF starts programs (Launch): print it to a new PDF, which does not.'],
  [['EmbeddedFile', 'EmbeddedFiles', 'RichMedia'], 'The PDF holds other files: send each by itself.'],
];
const opaque = 'The PDF is packed in a way that we cannot look into: print it to a new PDF.';

/** A name is as well written with its letters as `#4a`; it ends at a delimiter (ISO 32000-1, 7.3.5). */
const named = (names: readonly string[]): RegExp =>
  new RegExp(`/(?:${names.map((name) => [...name].map(letter).join('')).join('|')})(?=[\\s\\0()<>[\\]{}/%]|$)`);
const letter = (char: string): string => {
  const [high = '', low = ''] = char.charCodeAt(0).toString(16);
  return `(?:${char}|#${high}${/\d/.test(low) ? low : `[${low}${low.toUpperCase()}]`})`;
};
const signs = unwanted.map(([names, message]) => ({ sign: named(names), message }));
const objectStream = new RegExp(named(['ObjStm']).source, 'g');

/** How much of its packed objects is looked into. A page or two has far less. */
const mostStreams = 2000;
const mostInflated = 20_000_000;

/**
 * What speaks against a PDF, as far as a scan sees: its beginning and its end, names that stand for encryption, scripts, programs and
 * other files; in the open, and in object streams.
 */
export function pdfProblems(bytes: Buffer): Reason[] {
  const text = bytes.toString('latin1');
  const problems: string[] = [];
  if (!/^%PDF-[12]\.\d/.test(text)) problems.push('The PDF names no version that we know.');
  if (!text.slice(-1024).includes('%%EOF')) problems.push('The PDF is cut off: its end is missing.');
  const packed = unpacked(bytes, text);
  if (packed === undefined) problems.push(opaque);
  for (const { sign, message } of signs)
    if (sign.test(text) || (packed !== undefined && sign.test(packed))) problems.push(message);
  return problems.map((message) => ({ code: 'file', message }));
}

/** The text of all object streams, or nothing where one cannot be read. */
function unpacked(bytes: Buffer, text: string): string | undefined {
  let room = mostInflated;
  const texts: string[] = [];
  for (const { index } of text.matchAll(objectStream)) {
    const inflated = texts.length < mostStreams ? inflatedAt(bytes, text, index, room) : undefined;
    if (inflated === undefined) return undefined;
    room -= inflated.length;
    texts.push(inflated);
  }
  return texts.join('\n');
}

const longestDictionary = 4096;

/** One object stream, by the place of the name of its type in its dictionary. Empty where it is not packed: then the scan saw it. */
function inflatedAt(bytes: Buffer, text: string, type: number, room: number): string | undefined {
  const around = text.slice(Math.max(0, type - longestDictionary), type + longestDictionary);
  const before = Math.min(type, longestDictionary);
  const begins = around.lastIndexOf('obj', before);
  const stream = /stream\r?\n/.exec(around.slice(before));
  if (begins < 0 || !stream) return undefined;
  const dictionary = around.slice(begins, before + stream.index);
  const filters = dictionary.match(/\/[A-Za-z\d#]*Decode(?=[^A-Za-z])/g) ?? [];
  if (filters.length === 0 && !dictionary.includes('/Filter')) return '';
  if (filters.join() !== '/FlateDecode' || dictionary.includes('/Predictor')) return undefined;
  try {
    const start = type + stream.index + stream[0].length;
    return inflateSync(bytes.subarray(start), { maxOutputLength: Math.max(1, room) }).toString('latin1');
  } catch {
    return undefined;
  }
}
