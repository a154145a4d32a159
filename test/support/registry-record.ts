/** What a record of the registry is made from. */
export interface RegistryRecordFacts {
  npi: string;
  first: string;
  last: string;
  state: string;
  license: string | null;
  /** Primary taxonomy. */
  code?: string;
  /** Further taxonomies, in the same state with the same license. */
  otherCodes?: string[];
  credential?: string;
  middle?: string;
  formerLast?: string;
  /** Street of the practice. */
  street?: string;
  /** Civil dates. */
  enumeratedOn?: string;
  updatedOn?: string;
  kind?: 'NPI-1' | 'NPI-2';
  status?: string;
}

/** A record in the raw shape of the NPPES API 2.1, of an invented person. */
export function registryRecord(facts: RegistryRecordFacts): Record<string, unknown> & { number: string } {
  const { enumeratedOn = '2007-02-15', updatedOn = '2024-08-05' } = facts;
  const practice = facts.street ?? '100 EXAMPLE PLZ STE 5';
  return {
    number: facts.npi,
    enumeration_type: facts.kind ?? 'NPI-1',
    created_epoch: String(Date.parse(enumeratedOn)),
    last_updated_epoch: String(Date.parse(updatedOn)),
    basic: basicOf(facts, enumeratedOn, updatedOn),
    addresses: [addressOf('MAILING', '100 EXAMPLE PLZ STE 5', facts), addressOf('LOCATION', practice, facts)],
    practiceLocations: [],
    taxonomies: [facts.code ?? '207N00000X', ...(facts.otherCodes ?? [])].map((code, index) => ({
      code,
      taxonomy_group: '',
      desc: 'As the registry words it',
      state: facts.state,
      license: facts.license,
      primary: index === 0,
    })),
    identifiers: [],
    endpoints: [],
    other_names: facts.formerLast
      ? [{ type: 'Former Name', code: '1', first_name: facts.first, last_name: facts.formerLast }]
      : [],
  };
}

function basicOf(facts: RegistryRecordFacts, enumeratedOn: string, updatedOn: string): Record<string, string> {
  const dates = { enumeration_date: enumeratedOn, last_updated: updatedOn, certification_date: updatedOn };
  if (facts.kind === 'NPI-2')
    return { organization_name: `${facts.last} GROUP`, organizational_subpart: 'NO', status: 'A', ...dates };
  return {
    first_name: facts.first,
    last_name: facts.last,
    middle_name: facts.middle ?? '--',
    name_prefix: 'Dr.',
    name_suffix: '--',
    credential: facts.credential ?? 'M.D.',
    sole_proprietor: 'NO',
    sex: 'F',
    status: facts.status ?? 'A',
    ...dates,
  };
}

function addressOf(purpose: string, street: string, { state }: RegistryRecordFacts): Record<string, string> {
  return {
    address_purpose: purpose,
    address_type: 'DOM',
    address_1: street,
    city: 'SPECIMEN',
    state,
    postal_code: '000000000',
    country_code: 'US',
    country_name: 'United States',
    telephone_number: '202-555-0142',
  };
}
