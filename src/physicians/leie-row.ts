import { createHash } from 'node:crypto';
import { foldToOneWord } from './fold.js';

/** The header of the published file. */
export const leieColumns = [
  'LASTNAME',
  'FIRSTNAME',
  'MIDNAME',
  'BUSNAME',
  'GENERAL',
  'SPECIALTY',
  'UPIN',
  'NPI',
  'DOB',
  'ADDRESS',
  'CITY',
  'STATE',
  'ZIP',
  'EXCLTYPE',
  'EXCLDATE',
  'REINDATE',
  'WAIVERDATE',
  'WVRSTATE',
] as const;
export type LeieColumn = (typeof leieColumns)[number];

/** One row of the list, as far as it is kept. */
export interface ListedExclusion {
  /** SHA-256 over the other fields but the folded ones: it changes when the row does. */
  rowHash: string;
  npi: string | null;
  lastName: string | null;
  firstName: string | null;
  middleName: string | null;
  businessName: string | null;
  /** See {@link foldToOneWord}; null where there is no letter. */
  lastNameFolded: string | null;
  firstNameFolded: string | null;
  /** Never the whole date of birth. */
  birthYear: number | null;
  state: string | null;
  /** The line of work, for example "PHYSICIAN (MD, DO)". */
  general: string | null;
  specialty: string | null;
  /** The paragraph of the law, for example "1128b4". */
  exclusionType: string;
  /** Civil date. */
  excludedOn: string;
  /** Civil date. */
  reinstatedOn: string | null;
}

/** Why a file is no list to rely on: a sentence for the operator, which repeats nothing that a row says. */
export class LeieFileProblem extends Error {}

/** What a row of {@link leieColumns} says. Throws {@link LeieFileProblem} where a value is not as published. */
export function exclusionOf(cells: readonly string[], number: number): ListedExclusion {
  const row = new Row(cells, number);
  const listed = {
    npi: row.npi(),
    lastName: row.text('LASTNAME'),
    firstName: row.text('FIRSTNAME'),
    middleName: row.text('MIDNAME'),
    businessName: row.text('BUSNAME'),
    birthYear: row.birthYear(),
    state: row.text('STATE'),
    general: row.text('GENERAL'),
    specialty: row.text('SPECIALTY'),
    exclusionType: row.required(row.text('EXCLTYPE'), 'EXCLTYPE'),
    excludedOn: row.required(row.date('EXCLDATE'), 'EXCLDATE'),
    reinstatedOn: row.date('REINDATE'),
  };
  return {
    ...listed,
    lastNameFolded: foldToOneWord(listed.lastName ?? '') || null,
    firstNameFolded: foldToOneWord(listed.firstName ?? '') || null,
    rowHash: createHash('sha256')
      .update(JSON.stringify(Object.values(listed)))
      .digest('hex'),
  };
}

const positions = new Map<string, number>(leieColumns.map((column, index) => [column, index]));
/** `0000000000` and `00000000` stand for nothing. */
const filler = /^0*$/;

class Row {
  constructor(
    private readonly cells: readonly string[],
    private readonly number: number,
  ) {}

  text(column: LeieColumn): string | null {
    return decoded(this.cells[positions.get(column) ?? -1] ?? '') || null;
  }

  required(value: string | null, column: LeieColumn): string {
    return value ?? this.refuse(column);
  }

  npi(): string | null {
    const digits = this.text('NPI') ?? '';
    if (filler.test(digits)) return null;
    return /^\d{10}$/.test(digits) ? digits : this.refuse('NPI');
  }

  date(column: LeieColumn): string | null {
    const digits = this.text(column) ?? '';
    if (filler.test(digits)) return null;
    if (!/^\d{8}$/.test(digits)) return this.refuse(column);
    const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
    return isCivilDate(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : this.refuse(column);
  }

  /** No month or day is kept: an impossible one keeps no list out. */
  birthYear(): number | null {
    const digits = this.text('DOB') ?? '';
    if (filler.test(digits)) return null;
    return /^(18|19|20)\d{6}$/.test(digits) ? Number(digits.slice(0, 4)) : this.refuse('DOB');
  }

  private refuse(column: LeieColumn): never {
    throw new LeieFileProblem(`Row ${this.number}: its ${column} is not as published.`);
  }
}

/** The 29th of February of a common year would be the 1st of March. */
function isCivilDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/**
 * A value of which every letter is one byte of the file, as text, with single spaces.
 * The list is ASCII today. One name in another encoding must neither keep the whole list out nor be mangled until it matches nobody:
 * what is not UTF-8 is taken for Windows-1252.
 */
function decoded(bytes: string): string {
  const text = /[\u0080-\u00ff]/.test(bytes) ? decode(Buffer.from(bytes, 'latin1')) : bytes;
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function decode(bytes: Buffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}
