import type { Coding } from './page-store-entry.js';

/** Lower-case header names, as Node gives them; repeated headers as an array or joined by commas. */
export type RequestHeaders = Record<string, string | string[] | undefined>;

const preferred: readonly Coding[] = ['br', 'gzip'];

/** The best coding the client takes among those at hand (RFC 9110 §12.5.3); undefined means plain bytes. */
export function chooseCoding(accepted: string | undefined, available: readonly Coding[]): Coding | undefined {
  if (accepted === undefined) return undefined;
  const weights = readWeights.get(accepted) ?? remember(accepted, weightsOf(accepted));
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  const plain = weights.get('identity') ?? 0;
  let best: Coding | undefined;
  for (const coding of preferred) {
    if (!available.includes(coding) || weightOf(coding) <= 0 || weightOf(coding) < plain) continue;
    if (best === undefined || weightOf(coding) > weightOf(best)) best = coding;
  }
  return best;
}

/** Browsers send a few values again and again; whoever sends many others fills no memory. */
const readWeights = new Map<string, ReadonlyMap<string, number>>();
const mostRead = 100;
const longestRead = 200;

function remember(accepted: string, weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (readWeights.size >= mostRead) readWeights.clear();
  if (accepted.length <= longestRead) readWeights.set(accepted, weights);
  return weights;
}

function weightsOf(accepted: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    // A weight nobody can read refuses: plain bytes are never wrong.
    weights.set(
      name === 'x-gzip' ? 'gzip' : name,
      /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0,
    );
  }
  return weights;
}

/** True when the client has these bytes already and wants a 304 (RFC 9110 §13.2.2). `tag` is quoted, `modified` in ms. */
export function isFresh(headers: RequestHeaders, tag: string, modified: number): boolean {
  const known = joined(headers['if-none-match']);
  if (known !== undefined) return known.trim() === '*' || tagsIn(known).includes(tag);
  const since = Date.parse(joined(headers['if-modified-since']) ?? '');
  return modified <= since;
}

/** Weak comparison: a cache on the way may have marked our tag weak. */
function tagsIn(list: string): string[] {
  return [...list.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)].map(([, tag = '']) => tag);
}

/** One header's value, several joined as the protocol allows. */
export function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
