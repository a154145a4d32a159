import { imageSize } from 'image-size';
import type { Reason } from '../platform/errors.js';

const largestPixels = 40_000_000;
const shortestSide = 100;
const longestSide = 12_000;

/** What only another kind of file holds: somebody hides it behind an image. */
const foreign = /%PDF-|<(?:!doctype html|html|script|\?php)/i;

const broken = 'The image is cut off or damaged.';

/** What speaks against an image of this kind: cut off, of no size for a document, or more than an image. */
export function imageProblems(bytes: Buffer, kind: 'jpg' | 'png'): Reason[] {
  const whole = kind === 'png' ? isWholePng(bytes) : isWholeJpeg(bytes);
  const problems = whole ? sizeProblems(bytes, kind) : [broken];
  if (foreign.test(bytes.toString('latin1'))) problems.push('The image holds a file of another kind.');
  return problems.map((message) => ({ code: 'file', message }));
}

function sizeProblems(bytes: Buffer, kind: 'jpg' | 'png'): string[] {
  const size = measured(bytes);
  if (size?.type !== kind) return [broken];
  const { width, height } = size;
  const measure = `The image has ${width} × ${height} pixels`;
  if (Math.max(width, height) > longestSide)
    return [`${measure}: at most ${longestSide.toLocaleString('en-US')} on a side are taken.`];
  if (Math.min(width, height) < shortestSide)
    return [`${measure}: with fewer than ${shortestSide} on a side nobody can read it.`];
  return width * height > largestPixels
    ? [`${measure}: at most ${largestPixels / 1_000_000} million in all are taken.`]
    : [];
}

function measured(bytes: Buffer): ReturnType<typeof imageSize> | undefined {
  try {
    return imageSize(bytes);
  } catch {
    return undefined;
  }
}

/** From its header through pixels to its last chunk (ISO/IEC 15948, 5.3). */
function isWholePng(bytes: Buffer): boolean {
  let at = 8;
  let data = false;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if ((at === 8) !== (type === 'IHDR')) return false;
    data ||= type === 'IDAT';
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'IEND') return data && at <= bytes.length;
  }
  return false;
}

/** Through its pixels to its own end marker (ITU T.81, B.1): that of a preview within does not count. */
function isWholeJpeg(bytes: Buffer): boolean {
  let at = 2;
  let scanned = false;
  while (at + 2 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    if (marker === 0xd9) return scanned;
    if (marker === 0xff) at += 1;
    else if (at + 4 > bytes.length || bytes.readUInt16BE(at + 2) < 2) return false;
    else at += 2 + bytes.readUInt16BE(at + 2);
    if (marker === 0xda) {
      scanned = true;
      at = endOfScan(bytes, at);
    }
  }
  return false;
}

/** The next marker behind packed pixels, in which FF is followed by 00 or by a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}
