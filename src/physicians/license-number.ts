/** `close` is the same number in another form, for a person to judge; `unknown` is when one side holds no number. */
export type LicenseLikeness = 'same' | 'close' | 'different' | 'unknown';

/** How two numbers of licenses of one state compare: capitals and punctuation never count, letters and zeros may. */
export function compareLicenses(declared: string, held: string): LicenseLikeness {
  const [mine, theirs] = [declared, held].map((text) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''));
  if (!mine || !theirs) return 'unknown';
  if (mine === theirs) return 'same';
  const [digits, other] = [mine, theirs].map((text) => text.replace(/\D/g, '').replace(/^0+/, ''));
  if (!digits || !other) return 'unknown';
  return isTail(digits, other) || isTail(other, digits) ? 'close' : 'different';
}

/** Some states write the kind of license as digits before the number. Four digits or fewer agree by chance. */
function isTail(tail: string, number: string): boolean {
  return tail === number || (tail.length > 4 && number.endsWith(tail));
}
