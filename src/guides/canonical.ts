import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Far above any content or event, far below what would exhaust the stack. */
const deepest = 64;

/** Whether a value is an object without a class, of this or another JavaScript realm (a worker's, a test runner's). */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === null || Object.getPrototypeOf(proto) === null;
}

function cleanString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text with a lone surrogate has no canonical form.');
  if (text.includes('\0')) throw new TypeError('A text with a NUL has no canonical form.');
  return text.normalize('NFC');
}

function cleanEntries(value: object, depth: number): Record<string, unknown> {
  if (!isPlainObject(value)) throw new TypeError('Only plain objects have a canonical form.');
  const entries = Object.entries(value).map(([key, inner]) => [cleanString(key), clean(inner, depth + 1)] as const);
  if (new Set(entries.map(([key]) => key)).size !== entries.length) {
    throw new TypeError('Two keys of one object are the same text.');
  }
  return Object.fromEntries(entries);
}

function clean(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new TypeError(`A value nested deeper than ${deepest} levels has no canonical form.`);
  if (typeof value === 'string') return cleanString(value);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // Array.from visits holes too, so that they are refused as undefined.
  if (Array.isArray(value)) return Array.from(value, (inner) => clean(inner, depth + 1));
  if (typeof value === 'object') return cleanEntries(value, depth);
  throw new TypeError(`A value of type ${typeof value} has no canonical form.`);
}

/**
 * The one text of a JSON value that we hash: RFC 8785 (sorted keys, shortest numbers, no white space), every string
 * in Unicode NFC. Throws a TypeError for what JSON or PostgreSQL cannot keep: NUL, lone surrogates, undefined,
 * numbers that are not finite, objects with a class.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(clean(value, 0));
  if (text === undefined) throw new TypeError('Undefined has no canonical form.');
  return text;
}

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 of the canonical text of a JSON value. */
export function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
