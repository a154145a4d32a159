import { foldName } from './person-name.js';

/**
 * A name as the exclusion list is searched: folded as for any comparison, and one word, since sources part names differently.
 * `De la Cruz-O’Neill Jr.` is `delacruzoneill`. Empty where nothing is left, as of the filler `--`.
 */
export function foldToOneWord(name: string): string {
  return foldName(name).replaceAll(' ', '');
}
