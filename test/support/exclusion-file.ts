import { Readable } from 'node:stream';
import { leieColumns, type LeieColumn } from '../../src/physicians/leie-row.js';
import { npiWithCheckDigit } from './npi.js';

export type LeieCells = Partial<Record<LeieColumn, string>>;

const nobody: LeieCells = {
  GENERAL: 'PHYSICIAN (MD, DO)',
  SPECIALTY: 'PSYCHIATRY',
  NPI: '0000000000',
  DOB: '19500101',
  ADDRESS: '1 INVENTED ST',
  CITY: 'SPRINGFIELD',
  STATE: 'ZZ',
  ZIP: '00000',
  EXCLTYPE: '1128b4',
  EXCLDATE: '20200319',
  REINDATE: '00000000',
  WAIVERDATE: '00000000',
};

export const leieHeader = `${leieColumns.join(',')}\r\n`;

/** One row as published: every value in quotes, CRLF behind it. */
export function leieRow(cells: LeieCells): string {
  const values = { ...nobody, ...cells };
  return `${leieColumns.map((column) => `"${(values[column] ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** The text of an exclusion list with these rows. */
export function leieFile(rows: readonly LeieCells[]): string {
  return leieHeader + rows.map(leieRow).join('');
}

const starts = 'BAR COL DEN FAR GOR HAL KER LOM MAR NOR PEN QUIN RAV SEL TAV VEN WIL YOR ZEL BRAN'.split(' ');
const middles = 'A E I O U AN EL IN OR US'.split(' ');
const ends = 'DALE FORD SEN SON TON WELL WICK WORTH MAN LEY FELD BERG STEIN SKI NER RICH STAD HOLM BY GATE'.split(' ');
const states = 'AL AZ CA CO FL GA IL MA MI NC NJ NY OH PA TX VA WA WI'.split(' ');
const specialties = ['FAMILY PRACTICE', 'DERMATOLOGY', 'PSYCHIATRY', 'INTERNAL MEDICINE', 'PLASTIC SURGERY', ''];

function pick(from: readonly string[], number: number): string {
  return from[number % from.length] ?? '';
}

/** A name that nobody bears, one of 4,000 family names and 400 first names; the same for the same number. */
export function inventedName(number: number): { first: string; last: string } {
  const scattered = (number * 2_654_435_761) % 4_294_967_296;
  return {
    last: pick(starts, scattered) + pick(middles, Math.floor(scattered / 20)) + pick(ends, Math.floor(scattered / 200)),
    first: pick(starts, Math.floor(scattered / 4_000)) + pick(ends, Math.floor(scattered / 80_000)),
  };
}

/** A computed NPI of its own for each number below 100 million. */
export function inventedNpi(number: number): string {
  return npiWithCheckDigit(String(100_000_000 + number));
}

/** Row `number` of an invented list: a person or, each tenth, a business; half of the persons have an NPI. */
export function inventedRow(number: number): LeieCells {
  if (number % 10 === 0) return { BUSNAME: `INVENTED PHARMACY ${number}, INC`, GENERAL: 'PHARMACY', DOB: '' };
  const { first, last } = inventedName(number);
  return {
    LASTNAME: last,
    FIRSTNAME: first,
    NPI: number % 2 === 0 ? inventedNpi(number) : '0000000000',
    DOB: `${1930 + (number % 60)}0614`,
    STATE: pick(states, number),
    SPECIALTY: pick(specialties, number),
  };
}

/** A list of `count` invented rows, as a stream. */
export function inventedFile(count: number): Readable {
  return Readable.from(
    (function* () {
      yield leieHeader;
      for (let number = 1; number <= count; number += 1) yield leieRow(inventedRow(number));
    })(),
  );
}
