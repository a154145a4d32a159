import { hash, verify, type Options } from '@node-rs/argon2';
import type { Reason } from '../platform/errors.js';

export const shortestPassword = 12;
export const longestPassword = 128;

// OWASP's minimum for argon2id, the library's default algorithm: 19 MiB, two passes, one lane.
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const common = [
  'password',
  'passwort',
  'qwerty',
  'qwertz',
  'azerty',
  'asdfgh',
  'letmein',
  'iloveyou',
  'welcome',
  'changeme',
  'trustno1',
  'administrator',
  'dragon',
  'monkey',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'starwars',
  'whatever',
  'secret',
  'imprimatur',
  'abc123',
  'abcdef',
  '123456',
  '654321',
  '1q2w3e',
  '1qaz2wsx',
  'zaq12wsx',
  'correcthorsebatterystaple',
];
const fewestDifferentCharacters = 5;

/** The same letters typed on different machines hash alike. */
function normalized(password: string): string {
  return password.normalize('NFKC');
}

export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), cost);
}

let decoy: Promise<string> | undefined;

/** Is this the password? Without a stored hash it takes as long and answers no. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this');
  const matches = await verify(stored ?? (await decoy), normalized(password));
  return stored != null && matches;
}

/** Everything that is wrong with a new password; `person` is what must not make it up. */
export function passwordProblems(password: string, person: { email: string; name: string }): Reason[] {
  const text = normalized(password);
  const length = [...text].length;
  const problems: string[] = [];
  if (length < shortestPassword) problems.push(`Use at least ${shortestPassword} characters; 15 or more are better.`);
  if (length > longestPassword) problems.push(`Use at most ${longestPassword} characters.`);
  if (new Set(text).size < fewestDifferentCharacters) problems.push('Use more different characters.');
  if (isCommon(text)) problems.push('This password is among the first that are tried.');
  if (isAbout(text, person)) problems.push('Do not make it of your name or address.');
  return problems.map((message) => ({ code: 'password', message }));
}

// A common word stays common with digits and signs around it, or said twice.
function isCommon(text: string): boolean {
  const lower = text.toLowerCase();
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  return (
    common.some((word) => lower.replaceAll(word, '').length < 5 || core === word) || /^(?:\d+|(.{1,4})\1+)$/.test(lower)
  );
}

function isAbout(text: string, person: { email: string; name: string }): boolean {
  const lower = text.toLowerCase();
  const parts = [person.email, person.email.split('@')[0] ?? '', person.name, person.name.replace(/\s+/g, '')];
  return parts.some((part) => part.length >= 4 && lower.includes(part.toLowerCase()));
}
