const deceptive = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]+/gu;
const longDateForm = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** A guide's title in quotation marks, on one line, without characters that would make it read as something else. */
export function quoted(title: string): string {
  return `“${title.replace(deceptive, ' ').trim()}”`;
}

/** `2027-03-31` as “March 31, 2027”. */
export function longDate(civilDate: string): string {
  return longDateForm.format(new Date(`${civilDate}T00:00:00Z`));
}

/** “1 section”, “3 sections”. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** “a”, “a or b”, “a, b or c”. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** What may be said of an applicant's file: nothing of the applicant. */
export interface FileWords {
  lane: string | null;
  /** As people call it. */
  specialty: string;
  /** Postal code. */
  state: string;
}

/** “the file in dermatology, NY (high lane)”. */
export function fileWords({ lane, specialty, state }: FileWords): string {
  return `the file in ${specialty}, ${state}${lane ? ` (${lane} lane)` : ''}`;
}

/** Paths of the desk that a notice leads to. */
export const deskPath = {
  guide: (id: string): string => `/desk/guides/${id}`,
  review: (id: string): string => `/desk/reviews/${id}`,
  application: (id: string): string => `/desk/applications/${id}`,
  exclusions: '/desk/exclusions',
  physician: (id: string): string => `/desk/physicians/${id}`,
  account: (id: string): string => `/desk/accounts/${id}`,
};
