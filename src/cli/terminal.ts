import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';

/** What a command talks to: the environment it was started in, and its three streams. */
export interface Terminal {
  env: Record<string, string | undefined>;
  input: Readable & { isTTY?: boolean };
  output: Writable;
  errors: Writable;
}

/** What a command found wrong, or why it did nothing; printed line by line, with exit code 1. */
export class CommandFailed extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join('\n'));
  }
}

export function say({ output }: Pick<Terminal, 'output'>, line: string): void {
  output.write(`${line}\n`);
}

/** Rows as lines with aligned columns. */
export function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Asks for a secret without showing it; where nobody sits there, takes the first line of standard input. */
export async function readSecret({ input, errors }: Terminal, question: string): Promise<string> {
  if (input.isTTY) errors.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (input.isTTY) errors.write('\n');
  }
}
