import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { policyKeys, type Publisher } from './publisher.js';
import { readLogo } from './publisher-logo.js';
import { readTokens } from './publisher-tokens.js';
import { isMapping, YamlPart } from './yaml-part.js';

const longestFile = 500_000;
const longestPolicy = 50_000;

/**
 * What the publisher's file says; paths in it start from its folder. Everything wrong with it goes to `problems`, one
 * sentence each. What the file leaves out is left out here too.
 */
export function readPublisherFile(file: string, problems: string[]): Partial<Publisher> {
  const found: string[] = [];
  const values = readYaml(file, found);
  const publisher = values ? readValues(new YamlPart(values, '', found), dirname(resolve(file))) : {};
  problems.push(...found.map((problem) => `PUBLISHER_FILE, ${file}: ${problem}`));
  return publisher;
}

function readYaml(file: string, problems: string[]): Record<string, unknown> | undefined {
  const text = readText(file);
  if (text === undefined) problems.push('it cannot be read.');
  else if (text.length > longestFile) problems.push(`it is longer than ${longestFile} characters.`);
  else {
    const document = parseDocument(text, { uniqueKeys: true });
    problems.push(...document.errors.map(({ message }) => `${message.split('\n')[0] ?? message}.`));
    const values: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
    if (isMapping(values)) return values;
    if (problems.length === 0) problems.push('it must hold keys and values.');
  }
  return undefined;
}

function readValues(part: YamlPart, folder: string): Partial<Publisher> {
  const tokens = part.part('tokens');
  const publisher = {
    name: part.text('name', { longest: 80 }),
    contact: checked(part, 'contact', isContact, 'must be an e-mail address or an https URL'),
    timeZone: checked(part, 'timeZone', isTimeZone, 'must be an IANA time zone such as America/New_York'),
    language: checked(part, 'language', isLanguage, 'must be a language tag such as en-US'),
    membersPay: part.flag('membersPay'),
    standing: part.text('standing', { longest: 300 }),
    logo: logo(part, folder),
    policies: policies(part.part('policies'), folder),
    tokens: tokens && readTokens(tokens),
  };
  part.refuseOthers();
  return Object.fromEntries(Object.entries(publisher).filter(([, value]) => value !== undefined));
}

function checked(
  part: YamlPart,
  key: string,
  isSound: (text: string) => boolean,
  otherwise: string,
): string | undefined {
  const text = part.text(key, { longest: 200 });
  if (text === undefined || isSound(text)) return text;
  part.problem(key, `${otherwise}; it is “${text}”`);
  return undefined;
}

function isContact(text: string): boolean {
  if (/^[^\s@/:?]+@[^\s@/:?]+$/.test(text)) return true;
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** Whether the machine knows the IANA zone. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text)[0] === text;
  } catch {
    return false;
  }
}

function logo(part: YamlPart, folder: string): Publisher['logo'] {
  const path = part.text('logo', { longest: 500 });
  const bytes = path === undefined ? undefined : readBytes(resolve(folder, path));
  if (bytes) {
    const read = readLogo(bytes);
    if (typeof read !== 'string') return read;
    part.problem('logo', read.replace(/\.$/, ''));
  } else if (path !== undefined) part.problem('logo', `names a file that cannot be read: ${path}`);
  return undefined;
}

/** Each is Markdown itself, or the path of a file of it: one line that ends in `.md`. */
function policies(part: YamlPart | undefined, folder: string): Publisher['policies'] {
  if (!part) return undefined;
  const read = policyKeys.map((key) => [key, policy(part, key, folder)] as const);
  part.refuseOthers();
  return Object.fromEntries(read.filter(([, text]) => text !== undefined));
}

function policy(part: YamlPart, key: string, folder: string): string | undefined {
  const given = part.text(key, { longest: longestPolicy });
  if (given === undefined || !/^[^\n]+\.md$/.test(given)) return given;
  const text = readText(resolve(folder, given))?.normalize('NFC').trim();
  if (text && text.length <= longestPolicy) return text;
  part.problem(key, text ? `is longer than ${longestPolicy} characters` : `names a file without text: ${given}`);
  return undefined;
}

function readText(file: string): string | undefined {
  return readBytes(file)?.toString('utf8').replaceAll('\r\n', '\n');
}

function readBytes(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
