import { parseDocument, stringify } from 'yaml';
import type { ImagesPart, Reference } from './content.js';

/** The fields above the text of a guide file, as they were written: not yet checked. */
export type FrontMatter = Record<string, unknown>;

/** What a written front matter holds, in the order of the file. */
export interface WrittenFrontMatter {
  title: string;
  summary: string;
  category: string;
  specialties: string[];
  language: string;
  slug: string;
  cadence?: number;
  disclosures: string;
  references: Reference[];
  images?: ImagesPart['entries'];
}

const known = [
  'title',
  'summary',
  'category',
  'specialties',
  'language',
  'slug',
  'cadence',
  'disclosures',
  'references',
  'images',
];
const longest = 500_000;

/** Cuts a file at its two lines of three hyphens; null when it does not begin with front matter. */
export function splitFrontMatter(text: string): { yaml: string; body: string } | null {
  const unified = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (!unified.startsWith('---\n')) return null;
  const end = unified.indexOf('\n---\n', 3);
  if (end >= 0) return { yaml: unified.slice(4, end + 1), body: unified.slice(end + 5) };
  return unified.endsWith('\n---') ? { yaml: unified.slice(4, -3), body: '' } : null;
}

/** Reads flow and block nesting the cheap way: deeper input would exhaust the parser's stack. */
function nestsTooDeep(yaml: string): boolean {
  return (yaml.match(/[[{]/g) ?? []).length > 2000 || /^ {60}/m.test(yaml) || /(?:[-?:][ \t]+){20}/.test(yaml);
}

function readYaml(yaml: string): unknown {
  // Aliases can grow a small file without bound, and custom tags can make objects: both are errors here.
  const document = parseDocument(yaml, { schema: 'core', uniqueKeys: true, prettyErrors: false, customTags: [] });
  const trouble = [...document.errors, ...document.warnings][0];
  if (trouble !== undefined) throw new Error(trouble.message);
  return document.toJS({ maxAliasCount: 0 });
}

/** The fields of the front matter, or sentences that say why they cannot be read. */
export function parseFrontMatter(yaml: string): { fields: FrontMatter } | { problems: string[] } {
  if (yaml.length > longest) return { problems: [`The front matter is longer than ${longest} characters.`] };
  if (nestsTooDeep(yaml)) return { problems: ['The front matter is nested too deep.'] };
  try {
    const fields = readYaml(yaml);
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
      return { problems: ['The front matter must hold fields such as “title: …”.'] };
    }
    const strange = Object.keys(fields).filter((name) => !known.includes(name));
    if (strange.length === 0) return { fields: fields as FrontMatter };
    return {
      problems: strange
        .slice(0, 5)
        .map((name) => `The front matter has an unknown field ${JSON.stringify(name.slice(0, 40))}.`),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : '';
    return { problems: [`The front matter is not YAML that can be read: ${reason?.slice(0, 200)}`] };
  }
}

/** The front matter as YAML between its two lines. */
export function formatFrontMatter(fields: WrittenFrontMatter): string {
  return `---\n${stringify(fields, { lineWidth: 0, aliasDuplicateObjects: false })}---\n`;
}
