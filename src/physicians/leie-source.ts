import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ListSource } from './exclusion-list.js';

/** Where the Office of Inspector General publishes the list, by the tenth of each month. */
export const publishedLeie = 'https://oig.hhs.gov/exclusions/downloadables/UPDATED.csv';
const patienceMs = 10 * 60_000;

/** The list could not be fetched; a sentence for the operator. */
export class LeieUnreachable extends Error {}

/** Opens the list at an http(s) address or a path. Throws {@link LeieUnreachable}, or what opening a file throws. */
export async function openLeie(place: string): Promise<{ stream: Readable; from: ListSource }> {
  if (/^https?:\/\//i.test(place)) return download(place);
  const { mtime } = await stat(place);
  return { stream: createReadStream(place), from: { source: place, lastModified: mtime } };
}

async function download(address: string): Promise<{ stream: Readable; from: ListSource }> {
  const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs) }).catch((error: unknown) => {
    throw new LeieUnreachable(`${address} did not answer: ${causeOf(error)}.`);
  });
  if (!response.ok || !response.body) throw new LeieUnreachable(`${address} answered ${response.status}.`);
  const stream = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  return { stream, from: { source: address, lastModified: instantOf(response.headers.get('last-modified')) } };
}

function instantOf(header: string | null): Date | null {
  const milliseconds = Date.parse(header ?? '');
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds);
}

/** Node says only "fetch failed"; why stands in its cause, whose message is empty where it tried several addresses. */
function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  const { message: deeper, code } = (cause ?? {}) as { message?: string; code?: string };
  return deeper || code || message;
}
