import { renameSync } from 'node:fs';
import { placeLink, removeSync } from './page-store-disk.js';
import { codingsOf, type StoredEntry } from './page-store-entry.js';
import { reached } from './page-store-faults.js';
import { codings, suffixes } from './page-store-codings.js';
import { bodyName, temporaryName, type Places } from './page-store-paths.js';
import { readEntryNow } from './page-store-read.js';

/** A page that lies ready on disk under names no reader looks at. */
export interface Staged {
  places: Places;
  entry: StoredEntry;
  /** The entry's index file, not yet in place. */
  index: string;
  /** The stored entry this one was made on top of. */
  previous: StoredEntry | null;
}

/**
 * Swaps a staged page in. Call it under the page's lock. Answers `overtaken`, having touched nothing, when
 * another writer came between.
 *
 * Order: stale compressed copies leave first, then the web server's file changes or leaves, its new copies
 * come, and the index follows. Killed between any two, each reader gets one whole page: the web server's
 * file is one inode, the responder's is what the index names, and text that was taken back is gone from the
 * web server before the new index promises so.
 */
export function swapIn({ places, entry, index, previous }: Staged): 'written' | 'overtaken' {
  reached('locked');
  if (readEntryNow(places)?.tag !== previous?.tag) return 'overtaken';
  const served = entry.ordinary ? places.file : null;
  if (places.file !== null) removeCopies(places.file);
  reached('stale-copies-removed');
  if (served !== null) placeLink(bodyName(places, entry.tag), served, temporaryName(served, entry.tag));
  else if (places.file !== null) removeSync(places.file);
  reached('file-placed');
  if (served !== null) placeCopies(places, entry, served);
  reached('copies-placed');
  renameSync(index, places.index);
  reached('index-placed');
  return 'written';
}

/** Adds compressed copies to the page that is in place; `overtaken` when it no longer is. Call it under the lock. */
export function addCopies({ places, entry, index, previous }: Staged): 'written' | 'overtaken' {
  if (readEntryNow(places)?.tag !== previous?.tag) return 'overtaken';
  if (entry.ordinary && places.file !== null) placeCopies(places, entry, places.file);
  renameSync(index, places.index);
  return 'written';
}

function placeCopies(places: Places, entry: StoredEntry, served: string): void {
  for (const coding of codingsOf(entry)) {
    const name = served + suffixes[coding];
    placeLink(bodyName(places, entry.tag) + suffixes[coding], name, temporaryName(name, entry.tag));
  }
}

function removeCopies(served: string): void {
  for (const coding of codings) removeSync(served + suffixes[coding]);
}
