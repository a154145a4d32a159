import { dateOf, fieldOf, fieldsIn, objectIn, textOf, type Fields } from './answer-fields.js';
import { SourceTrouble } from './outside-source.js';
import type { PersonName } from './person-name.js';

/** The registry gave no answer that can be used: it is tried again and never counts for or against a person. */
export class RegistryTrouble extends SourceTrouble {
  override readonly name = 'RegistryTrouble';
}

export interface NppesAddress {
  /** `LOCATION` is where patients are seen, `MAILING` where letters go, `SECONDARY` a further practice. */
  purpose: string;
  lines: string[];
  city: string;
  state: string;
  /** Digits without a dash. */
  postalCode: string;
  phone: string;
}

export interface NppesTaxonomy {
  code: string;
  /** Two letters, or empty. */
  state: string;
  /** As the physician typed it, or empty. */
  license: string;
  primary: boolean;
}

/** What the National Plan and Provider Enumeration System holds about a number. All of it is self-reported. */
export interface NppesRecord {
  number: string;
  /** `NPI-1` is a person, `NPI-2` an organization. */
  enumerationType: 'NPI-1' | 'NPI-2';
  /** `A` for active. */
  status: string;
  name: PersonName & { suffix: string; credential: string };
  /** Empty for a person. */
  organization: string;
  otherNames: (PersonName & { type: string })[];
  addresses: NppesAddress[];
  taxonomies: NppesTaxonomy[];
  /** Civil date, or null. */
  enumeratedOn: string | null;
  /** Civil date, or null. */
  updatedOn: string | null;
}

export type NppesAnswer =
  { kind: 'found'; record: NppesRecord } | { kind: 'not-found' } | { kind: 'deactivated'; description: string };

/**
 * Reads an answer of the NPPES API 2.1 to a question for one number, in the shape of today or of the years before 2020.
 * Fields that are missing are empty. Throws {@link RegistryTrouble} for everything that does not answer the question.
 */
export function readNppesAnswer(raw: Uint8Array, npi: string): NppesAnswer {
  const body = objectIn(raw, 'The registry', (message, cause) => new RegistryTrouble(message, { cause }));
  if (body['Errors'] !== undefined) return deactivation(fieldsIn(body['Errors']), npi);
  const results = fieldsIn(body['results']);
  const [result] = results;
  if (!Array.isArray(body['results'])) throw new RegistryTrouble('The registry answered without results.');
  if (result === undefined && textOf(body['result_count']) === '0') return { kind: 'not-found' };
  if (result === undefined) throw new RegistryTrouble('The registry counted a record and did not send it.');
  if (results.length > 1) throw new RegistryTrouble('The registry answered with several records for one number.');
  if (textOf(result['number']) !== npi)
    throw new RegistryTrouble('The registry answered with another person’s record: the numbers differ.');
  return { kind: 'found', record: readRecord(result) };
}

/** Errors come with status 200. Only one of them is an answer: number 15, about the number that was asked for. */
function deactivation(errors: Fields[], npi: string): NppesAnswer {
  const description = errors.map((error) => textOf(error['description'])).join(' ');
  const numbers = description.match(/\b\d{10}\b/g) ?? [];
  const meant = errors.some((error) => textOf(error['number']) === '15' && /deactivated/i.test(description));
  if (meant && numbers.every((number) => number === npi)) return { kind: 'deactivated', description };
  throw new RegistryTrouble(`The registry refused the question: ${description.slice(0, 200) || 'it gave no reason.'}`);
}

function readRecord(result: Fields): NppesRecord {
  const basic = fieldOf(result['basic']);
  const enumerationType = textOf(result['enumeration_type']);
  if (enumerationType !== 'NPI-1' && enumerationType !== 'NPI-2')
    throw new RegistryTrouble('The registry’s record is neither a person’s nor an organization’s.');
  return {
    number: textOf(result['number']),
    enumerationType,
    status: textOf(basic['status']),
    name: { ...nameIn(basic), suffix: textOf(basic['name_suffix']), credential: textOf(basic['credential']) },
    organization: textOf(basic['organization_name']),
    otherNames: fieldsIn(result['other_names']).map((other) => ({ ...nameIn(other), type: textOf(other['type']) })),
    addresses: [...fieldsIn(result['addresses']), ...fieldsIn(result['practiceLocations'])].map(addressIn),
    taxonomies: fieldsIn(result['taxonomies']).map(taxonomyIn),
    enumeratedOn: dateOf(basic['enumeration_date']) ?? dateOfEpoch(result['created_epoch']),
    updatedOn: dateOf(basic['last_updated']) ?? dateOfEpoch(result['last_updated_epoch']),
  };
}

function nameIn(fields: Fields): PersonName {
  return {
    first: textOf(fields['first_name']),
    middle: textOf(fields['middle_name']),
    last: textOf(fields['last_name']),
  };
}

function addressIn(fields: Fields): NppesAddress {
  return {
    purpose: textOf(fields['address_purpose']).toUpperCase(),
    lines: [textOf(fields['address_1']), textOf(fields['address_2'])].filter(Boolean),
    city: textOf(fields['city']),
    state: textOf(fields['state']).toUpperCase(),
    postalCode: textOf(fields['postal_code']).replace(/\D/g, ''),
    phone: textOf(fields['telephone_number']),
  };
}

function taxonomyIn(fields: Fields): NppesTaxonomy {
  return {
    code: textOf(fields['code']).toUpperCase(),
    state: textOf(fields['state']).toUpperCase(),
    license: textOf(fields['license']),
    primary: fields['primary'] === true,
  };
}

/** Milliseconds today, seconds in answers before 2020: no record is older than 2005, none of ours from the year 5000. */
function dateOfEpoch(value: unknown): string | null {
  const text = textOf(value);
  if (!/^\d{9,14}$/.test(text)) return null;
  const epoch = Number(text);
  return new Date(epoch < 1e11 ? epoch * 1000 : epoch).toISOString().slice(0, 10);
}
