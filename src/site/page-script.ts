import { createHash } from 'node:crypto';

/** The one inline script of a page that asks the API, with the CSP source expression that admits it. */
export interface PageScript {
  source: string;
  hash: string;
}

/** One strict scope around the parts, which must hold neither `</script` nor `<!--`. */
export function pageScript(...parts: string[]): PageScript {
  const source = ["'use strict';(() => {", ...parts.map((part) => part.trim()), '})()'].join('\n');
  return { source, hash: `'sha256-${createHash('sha256').update(source).digest('base64')}'` };
}
