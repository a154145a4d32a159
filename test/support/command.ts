import { Readable, Writable } from 'node:stream';
import { runCommand } from '../../src/cli/program.js';

export interface CommandAnswer {
  code: number;
  out: string;
  errors: string;
}

/** Runs one command as the shell would, in this process; `typed` is what stands on its standard input. */
export async function command(env: Record<string, string>, words: string[], typed = ''): Promise<CommandAnswer> {
  const out = new Collected();
  const errors = new Collected();
  const code = await runCommand(words, { env, input: Readable.from([typed]), output: out, errors });
  return { code, out: out.text, errors: errors.text };
}

/** The lines of a command that is taken for granted. */
export async function mustCommand(env: Record<string, string>, words: string[], typed = ''): Promise<string[]> {
  const { code, out, errors } = await command(env, words, typed);
  if (code !== 0) throw new Error(`imprimatur ${words.join(' ')}: ${errors}`);
  return out.trimEnd().split('\n');
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
