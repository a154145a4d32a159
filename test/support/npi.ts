import { checkDigit } from '../../src/physicians/npi.js';

/** A number that passes the check, from nine digits of which the first is 1 or 2. Nobody says that it was issued. */
export function npiWithCheckDigit(nine: string): string {
  if (!/^[12]\d{8}$/.test(nine)) throw new Error(`“${nine}” cannot be the beginning of an NPI.`);
  return `${nine}${checkDigit(nine)}`;
}
