import type { GuideContent, PartKey } from './content.js';
import { normalizeContent, partsProblems } from './content-rules.js';
import { mapTexts, type PartText, textsOf } from './part-texts.js';
import { toParts } from './parts.js';

/** One exact exchange of words inside one part. */
export interface Replacement {
  part: string;
  find: string;
  replace: string;
}

interface Edit {
  from: number;
  to: number;
  replace: string;
}

const fieldId = ({ part, field }: { part: PartKey; field: string }): string => `${part} ${field}`;

const written = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n');

function occurrences(text: string, find: string): number[] {
  const found: number[] = [];
  // Overlapping ones count: “aa” occurs twice in “aaa”. Two are enough to refuse.
  for (let at = text.indexOf(find); at >= 0 && found.length < 2; at = text.indexOf(find, at + 1)) found.push(at);
  return found;
}

function placeOf(texts: PartText[], { part, find, replace }: Replacement): { id: string; edit: Edit } | string {
  const where = `“${find.slice(0, 80)}”`;
  if (find === '') return 'A replacement must say which words it replaces.';
  if (find === replace) return `The replacement of ${where} changes nothing.`;
  const inPart = texts.filter((text) => text.part === part);
  if (inPart.length === 0) return `The guide has no text in a part “${part.slice(0, 80)}”.`;
  const hits = inPart.flatMap((text) => occurrences(text.text, find).map((from) => ({ id: fieldId(text), from })));
  const [hit, second] = hits;
  if (hit === undefined) return `${where} does not occur in ${part}.`;
  if (second !== undefined) return `${where} occurs more than once in ${part}; quote more of the text around it.`;
  return { id: hit.id, edit: { from: hit.from, to: hit.from + find.length, replace } };
}

function applyEdits(text: string, edits: Edit[]): string {
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((result, { from, to, replace }) => result.slice(0, from) + replace + result.slice(to), text);
}

function overlap(edits: Edit[]): boolean {
  const ordered = edits.toSorted((one, other) => one.from - other.from);
  return ordered.some((edit, index) => edit.from < (ordered[index - 1]?.to ?? 0));
}

/**
 * Applies exact replacements to a content, all of them or none. Each is looked up in the content as it came, so their
 * order does not matter: its words must occur exactly once in the texts of its part, no two may overlap, and the result
 * must be a content that could have been saved.
 */
export function applyReplacements(
  content: GuideContent,
  replacements: readonly Replacement[],
): { content: GuideContent } | { problems: string[] } {
  const texts = textsOf(content);
  const normalized = replacements.map(({ part, find, replace }) => ({
    part,
    find: written(find),
    replace: written(replace),
  }));
  const places = normalized.map((replacement) => placeOf(texts, replacement));
  const problems = places.filter((place) => typeof place === 'string');
  if (problems.length > 0) return { problems };
  const found = places.filter((place) => typeof place !== 'string');
  const editsOf = (id: string): Edit[] => found.filter((place) => place.id === id).map(({ edit }) => edit);
  if (found.some(({ id }) => overlap(editsOf(id)))) return { problems: ['Two replacements overlap.'] };
  const result = mapTexts(content, (text) => applyEdits(text.text, editsOf(fieldId(text))));
  const spoiled = partsProblems(toParts(result));
  return spoiled.length > 0 ? { problems: spoiled } : { content: normalizeContent(result) };
}
