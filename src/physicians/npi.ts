// What the five digits "80840" of the card prefix add to the sum of every National Provider Identifier.
const prefixSum = 24;

/**
 * Whether a text can be a National Provider Identifier: ten digits, the first 1 or 2, the last a Luhn check digit over
 * 80840 and the nine before it (45 CFR 162.406). Expects trimmed text. It says nothing about whether the number was issued.
 */
export function isNpi(text: string): boolean {
  return /^[12]\d{9}$/.test(text) && checkDigit(text.slice(0, 9)) === Number(text[9]);
}

/** The digit that completes the nine first digits of a National Provider Identifier. */
export function checkDigit(nine: string): number {
  const sum = Array.from(nine, Number).reduce((total, digit, place) => total + weighed(digit, place), prefixSum);
  return (10 - (sum % 10)) % 10;
}

/** Every second digit counts double, and a double of two digits counts as their sum. */
function weighed(digit: number, place: number): number {
  if (place % 2 === 1) return digit;
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}
