import { isPlainObject } from './canonical.js';

/** What a value that arrived as unknown JSON must look like, and how it is written once it is accepted. */
export interface Shape {
  /** Sentences for the person; empty when the value fits. `label` names the value, empty for the part itself. */
  problems(value: unknown, label: string): string[];
  /** One spelling of equal values. Only for a value without problems. */
  normalize(value: unknown): unknown;
}

// Controls (tab and line feed excepted), line separators, direction marks and overrides, invisible operators, tags:
// what a reviewer cannot see cannot be signed. A carriage return is judged after line ends are normalized.
const unseen =
  /[\0-\x08\x0B-\x1F\x7F-\x9F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFC\u{E0000}-\u{E01EF}]/u;

/** Names the first character that no text may hold, for example `U+202E`; null when there is none. */
function forbiddenCharacter(text: string): string | null {
  if (!text.isWellFormed()) return 'a lone surrogate';
  const code = unseen.exec(text)?.[0].codePointAt(0);
  return code === undefined ? null : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const the = (label: string): string => (label === '' ? 'This part' : `The ${label}`);
const quote = (text: string): string => `“${text.slice(0, 40).replace(/[^\p{L}\p{N}\p{P} ]/gu, '?')}”`;

/** One line of plain text, trimmed; or, with `lines`, Markdown: line ends LF, blank lines around it dropped. */
export function text(max: number, { lines = false } = {}): Shape {
  const normalize = (value: unknown): string => {
    const unified = (value as string).normalize('NFC').replace(/\r\n?/g, '\n');
    return lines ? unified.replace(/^(?:[ \t]*\n)+/, '').trimEnd() : unified.trim();
  };
  const problems = (value: unknown, label: string): string[] => {
    if (typeof value !== 'string') return [`${the(label)} must be text.`];
    const written = normalize(value);
    const forbidden = forbiddenCharacter(written);
    if (forbidden !== null) return [`${the(label)} contains an unseen character (${forbidden}); remove it.`];
    if (!lines && /[\n\t]/.test(written)) return [`${the(label)} must be a single line.`];
    return written.length <= max ? [] : [`${the(label)} is longer than ${max} characters (it has ${written.length}).`];
  };
  return { problems, normalize };
}

/** A line that must also satisfy `fits`; `expected` completes “must be …”. An empty line fits when `orEmpty`. */
export function matching(fits: (line: string) => boolean, expected: string, { orEmpty = false } = {}): Shape {
  const line = text(2000);
  const problems = (value: unknown, label: string): string[] => {
    const found = line.problems(value, label);
    if (found.length > 0) return found;
    const written = line.normalize(value) as string;
    return (orEmpty && written === '') || fits(written) ? [] : [`${the(label)} must be ${expected}.`];
  };
  return { problems, normalize: line.normalize };
}

/** A whole number between two bounds, both included. */
export function integer(from: number, to: number): Shape {
  const problems = (value: unknown, label: string): string[] =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to
      ? []
      : [`${the(label)} must be a whole number from ${from} to ${to}.`];
  return { problems, normalize: (value) => value };
}

interface ListOptions {
  max: number;
  /** What one entry is called, for example `reference`. */
  entry: string;
  /** What must differ between entries. */
  unique?: (entry: unknown) => unknown;
}

/** A list of equal shapes. */
export function list(of: Shape, { max, entry, unique }: ListOptions): Shape {
  const problems = (value: unknown, label: string): string[] => {
    if (!Array.isArray(value)) return [`${the(label)} must be a list.`];
    if (value.length > max) return [`${the(label)} has more than ${max} entries (it has ${value.length}).`];
    const found = Array.from(value as unknown[]).flatMap((inner, index) => of.problems(inner, `${entry} ${index + 1}`));
    if (found.length > 0 || unique === undefined) return found;
    const keys = value.map((inner) => unique(of.normalize(inner)));
    const twice = keys.find((key, index) => keys.indexOf(key) !== index) as string | number | undefined;
    return twice === undefined ? [] : [`${the(label)} names ${quote(String(twice))} twice.`];
  };
  return { problems, normalize: (value) => (value as unknown[]).map((inner) => of.normalize(inner)) };
}

export interface Field {
  label: string;
  shape: Shape;
  /** Absent and empty are the same, and written as absent. */
  optional?: boolean;
}

const isAbsent = (value: Record<string, unknown>, name: string, field: Field): boolean =>
  field.optional === true && (!Object.hasOwn(value, name) || value[name] === '');

/** An object with exactly these fields; any other name, `__proto__` included, is refused. */
export function record(fields: Record<string, Field>): Shape {
  const known = Object.entries(fields);
  const problems = (value: unknown, label: string): string[] => {
    const names = known.map(([name]) => name).join(', ');
    if (!isPlainObject(value)) return [`${the(label)} must be an object with the fields ${names}.`];
    const strange = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
    const found = known.flatMap(([name, field]) => {
      if (isAbsent(value, name, field)) return [];
      if (!Object.hasOwn(value, name)) return [`${the(label)} lacks the field “${name}”.`];
      return field.shape.problems(value[name], label === '' ? field.label : `${field.label} of ${label}`);
    });
    return [...strange.slice(0, 5).map((name) => `${the(label)} has an unknown field ${quote(name)}.`), ...found];
  };
  const normalize = (value: unknown): unknown => {
    const source = value as Record<string, unknown>;
    const present = known.filter(([name, field]) => !isAbsent(source, name, field));
    return Object.fromEntries(present.map(([name, field]) => [name, field.shape.normalize(source[name])]));
  };
  return { problems, normalize };
}
