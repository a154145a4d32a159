import { Invalid } from '../../platform/errors.js';

export const bodyLimitBytes = 1_048_576;
const deepest = 32;

/** The body is not JSON at all. Answered 400. */
export class NotJson extends Error {
  constructor() {
    super('The body is not valid JSON in UTF-8.');
  }
}

/**
 * Parses a request body and refuses what would change meaning on its way to the database or into an object:
 * NUL and lone surrogates, prototype keys, more than 32 levels. Throws {@link NotJson} or {@link Invalid}.
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  const value = decode(bytes);
  const problem = problemIn(value);
  if (problem) throw Invalid.of('body', problem);
  return value;
}

function decode(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new NotJson();
  }
}

// Level by level: a recursive walk could be made to exhaust the stack.
function problemIn(root: unknown): string | undefined {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return `The body is nested deeper than ${deepest} levels.`;
    const below: unknown[] = [];
    for (const value of level) {
      const problem = typeof value === 'string' ? textProblem(value) : keyProblem(value);
      if (problem) return problem;
      if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) below.push(child);
    }
    level = below;
  }
  return undefined;
}

function keyProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const key of Object.keys(value)) {
    if (['__proto__', 'constructor', 'prototype'].includes(key)) return `The key “${key}” is not allowed.`;
    const problem = textProblem(key);
    if (problem) return problem;
  }
  return undefined;
}

function textProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'The body holds a NUL character.';
  return text.isWellFormed() ? undefined : 'The body holds half of a surrogate pair.';
}
