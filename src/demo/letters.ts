import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from '../platform/database.js';
import type { Service } from '../service.js';
import { mailOf, npiOf, type DemoPhysician } from './physicians.js';

/** Id of the newest file of this physician at this address; undefined where they never applied. */
export async function newestFile(service: Service, physician: DemoPhysician): Promise<string | undefined> {
  const row = await service.app
    .get(Database)
    .first<{ id: string }>(
      'select id from application where npi = $1 and email = $2 order by submitted_at desc limit 1',
      [npiOf(physician), mailOf(physician)],
    );
  return row?.id;
}

/** Opens the letter that a fact of a file brought, as it lies in the folder of mail, and takes the secret out of its link. */
export async function secretInLetter(
  service: Service,
  fileId: string,
  fact: string,
  page: 'confirm' | 'status',
): Promise<string | undefined> {
  const { id } = await service.app
    .get(Database)
    .one<{ id: number | null }>(
      `select max(id) as id from event where subject_kind = 'application' and subject_id = $1 and name = $2`,
      [fileId, fact],
    );
  const folder = join(service.config.dataDir, 'mail');
  const letter = (await readdir(folder).catch(() => [])).find((name) => name.startsWith(`application-${id}_`));
  const text = letter && (await readFile(join(folder, letter), 'utf8'));
  // Quoted-printable breaks long lines, and links are long.
  return text ? new RegExp(`/apply/${page}#([\\w-]+)`).exec(text.replaceAll('=\n', ''))?.[1] : undefined;
}
