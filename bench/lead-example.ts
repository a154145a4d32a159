import { join } from 'node:path';
import { seedDemo } from '../src/demo/index.js';
import { Clock } from '../src/platform/clock.js';
import { readConfig } from '../src/platform/config.js';
import { FolderStore } from '../src/publishing/index.js';
import type { StoredEntry } from '../src/publishing/page-store-entry.js';
import { startService } from '../src/service.js';
import { environment, openGround } from './harness.js';

/** The guide with the longest life in the demonstration. */
export const leadPath = '/guides/scalp-micropigmentation';

/** A page of the demonstration as it lies in the store. */
export interface ShownPage {
  entry: StoredEntry;
  plain: Buffer;
  br: Buffer | null;
  gzip: Buffer | null;
}

let made: Promise<Map<string, ShownPage>> | undefined;

/** The pages of the demonstration that a first start shows, by path; told once a run. */
export function demoPages(): Promise<Map<string, ShownPage>> {
  return (made ??= tell());
}

async function tell(): Promise<Map<string, ShownPage>> {
  const ground = await openGround();
  try {
    const clock = new Clock();
    const config = readConfig(environment(ground));
    config.embedded = true;
    const service = await startService(config, { clock, listen: false });
    try {
      await seedDemo(service, clock);
    } finally {
      await service.stop();
    }
    return await pagesIn(new FolderStore(join(config.dataDir, 'pages')));
  } finally {
    await ground.close();
  }
}

async function pagesIn(store: FolderStore): Promise<Map<string, ShownPage>> {
  const pages = new Map<string, ShownPage>();
  for await (const entry of store.scan()) {
    const plain = await store.readBody(entry);
    const [br, gzip] = [await store.readBody(entry, 'br'), await store.readBody(entry, 'gzip')];
    if (plain) pages.set(entry.path, { entry, plain, br, gzip });
  }
  return pages;
}

/** Puts the lead example into an empty store, with its copies. */
export async function storeLeadExample(root: string): Promise<ShownPage> {
  const page = (await demoPages()).get(leadPath);
  if (!page) throw new Error(`The demonstration has no ${leadPath}.`);
  const { entry, plain } = page;
  const { path, sequence, status, contentType, headers, ordinary, modifiedAt, keys = [] } = entry;
  const body = plain;
  await new FolderStore(root).write({ path, sequence, status, contentType, headers, ordinary, modifiedAt, keys, body });
  return page;
}
