#!/usr/bin/env node
import { ConfigError } from './platform/config.js';
import { requireNode } from './platform/node-version.js';

/** The command line; see `imprimatur --help`. */
async function main(): Promise<void> {
  try {
    requireNode(process.versions.node);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  // A reader that went away, such as head, is no failure.
  process.stdout.on('error', () => undefined);
  const { runCommand } = await import('./cli/program.js');
  const { env, stdin, stdout, stderr } = process;
  process.exitCode = await runCommand(process.argv.slice(2), { env, input: stdin, output: stdout, errors: stderr });
}

void main();
