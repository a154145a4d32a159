import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { exclusionOf, leieColumns, LeieFileProblem, type ListedExclusion } from './leie-row.js';

/** Characters; the longest published row has about 300. Without a limit one open quote takes in the rest of the file. */
const longestRow = 10_000;
const lineFeed = 0x0a;

/** One reading of the published file, as it comes. `rows` and `sha256` are those of the whole once it was read to its end. */
export class LeieReading {
  /** The header not counted. */
  rows = 0;
  private readonly digest = createHash('sha256');
  private lastByte: number | undefined;

  constructor(private readonly source: AsyncIterable<Buffer | string>) {}

  /** Of every byte read so far, in hexadecimal digits. */
  get sha256(): string {
    return this.digest.copy().digest('hex');
  }

  /**
   * Each row once. Throws {@link LeieFileProblem} for a header that is not the known one to the letter (a column that moved
   * would clear the excluded), at the first row that is not as published, and when the file ends within one.
   */
  async *exclusions(): AsyncGenerator<ListedExclusion> {
    const parser = parse({ encoding: 'latin1', record_delimiter: ['\r\n', '\n'], max_record_size: longestRow });
    pipeline(this.bytes(), parser, () => undefined);
    let headed = false;
    try {
      for await (const cells of parser as AsyncIterable<string[]>) {
        if (headed) yield exclusionOf(cells, (this.rows += 1));
        else requireHeader(cells);
        headed = true;
      }
    } catch (error) {
      throw error instanceof CsvError ? malformed(error, this.rows + 1) : error;
    }
  }

  private async *bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of unbroken(this.source)) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      this.digest.update(bytes);
      this.lastByte = bytes.at(-1) ?? this.lastByte;
      yield bytes;
    }
    if (this.lastByte === undefined) throw new LeieFileProblem('The file is empty.');
    if (this.lastByte !== lineFeed) throw new LeieFileProblem('The file was cut off: its last row does not end.');
  }
}

async function* unbroken<Chunk>(source: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  try {
    yield* source;
  } catch (error) {
    throw new LeieFileProblem(`Reading broke off: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function requireHeader(cells: string[]): void {
  const byteOrderMark = /^\u00ef\u00bb\u00bf/;
  if (cells.join(',').replace(byteOrderMark, '') === leieColumns.join(',')) return;
  throw new LeieFileProblem('The header is not that of the exclusion list.');
}

function malformed({ code }: CsvError, row: number): LeieFileProblem {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new LeieFileProblem('The file was cut off: its last row ends within quotes.');
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH')
    return new LeieFileProblem(`Row ${row} does not have ${leieColumns.length} columns.`);
  return new LeieFileProblem(`Row ${row} is not well-formed (${code}).`);
}
