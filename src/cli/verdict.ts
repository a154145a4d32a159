/** What a check found: nothing wrong, or what to do about it. */
export interface Verdict {
  well: boolean;
  words: string;
}

/** One thing the doctor looks at; an error counts as a problem, never as passed. */
export interface Check {
  name: string;
  look: () => Promise<Verdict>;
}

export const well = (words: string): Verdict => ({ well: true, words });
export const ill = (words: string): Verdict => ({ well: false, words });
