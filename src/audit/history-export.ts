import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { HistoryEntry } from './history.queries.js';

export const exportFormats = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportMediaTypes: Record<ExportFormat, string> = {
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

const csvColumns: (keyof HistoryEntry)[] = [
  'id',
  'at',
  'subjectKind',
  'subjectId',
  'number',
  'name',
  'label',
  'actorId',
  'actorName',
  'requestId',
  'note',
  'noteDigest',
  'redactedAt',
  'redactionReason',
  'moves',
  'payload',
  'previousHash',
  'hash',
];

/** The history as a stream of UTF-8 text. An error on the way breaks it off: a part never looks like the whole. */
export function exportHistory(entries: AsyncIterable<HistoryEntry>, format: ExportFormat): Readable {
  return format === 'csv' ? toCsv(entries) : Readable.from(toJsonLines(entries), { objectMode: false });
}

async function* toJsonLines(entries: AsyncIterable<HistoryEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/**
 * RFC 4180, and safe to open in a spreadsheet: what would start a formula gets an apostrophe in front
 * (OWASP ASVS 5.0, 1.2.10). JSON Lines has the exact words.
 */
function toCsv(entries: AsyncIterable<HistoryEntry>): Readable {
  const csv = stringify({
    header: true,
    columns: csvColumns,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: {
      date: (value) => value.toISOString(),
      object: (value) => JSON.stringify(value),
      // The library knows = + - @ TAB CR and their wide forms; NUL and line feed are ours.
      string: (value) => (value.startsWith('\0') || value.startsWith('\n') ? `'${value}` : value),
    },
  });
  return pipeline(Readable.from(entries), csv, () => undefined);
}
