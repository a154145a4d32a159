import { fieldOf, fieldsIn, objectIn, textOf, type Fields } from './answer-fields.js';
import { SourceTrouble } from './outside-source.js';
import type { PersonName } from './person-name.js';

/** Somebody excluded by a federal agency, as SAM.gov lists them. */
export interface SamExclusion {
  npi: string;
  name: PersonName;
  /** States of the addresses listed, two letters each. */
  states: string[];
  agency: string;
  type: string;
  /** As listed, month first. */
  since: string;
}

export interface SamPage {
  /** In all pages. */
  total: number;
  exclusions: SamExclusion[];
}

const called = 'SAM.gov';

/** Reads one page of the Exclusions API, version 4. Throws {@link SourceTrouble} for anything else. */
export function readSamPage(raw: Uint8Array): SamPage {
  const trouble = (message: string, cause?: unknown): SourceTrouble => new SourceTrouble(message, { cause });
  const body = objectIn(raw, called, trouble);
  const total = Number(body['totalRecords']);
  if (!Number.isInteger(total) || !Array.isArray(body['excludedEntity']))
    throw trouble(`${called} answered without results.`);
  const exclusions = fieldsIn(body['excludedEntity']).filter(isInForce).map(exclusionIn);
  return { total, exclusions };
}

/** The list holds active records alone; one that says otherwise of itself is none. */
function isInForce(entity: Fields): boolean {
  const statuses = actionsOf(entity).map((action) => textOf(action['recordStatus']).toLowerCase());
  return statuses.length === 0 || statuses.some((status) => status !== 'inactive');
}

function exclusionIn(entity: Fields): SamExclusion {
  const identity = fieldOf(entity['exclusionIdentification']);
  const details = fieldOf(entity['exclusionDetails']);
  const other = fieldOf(entity['exclusionOtherInformation']);
  const addresses = [
    fieldOf(entity['exclusionPrimaryAddress']),
    ...fieldsIn(entity['exclusionSecondaryAddress']),
    ...fieldsIn(other['moreLocations']).map((location) => fieldOf(location['primaryAddress'])),
  ];
  return {
    npi: textOf(identity['npi']),
    name: {
      first: textOf(identity['firstName']),
      middle: textOf(identity['middleName']),
      last: textOf(identity['lastName']),
    },
    states: addresses.map((address) => textOf(address['stateOrProvinceCode']).toUpperCase()).filter(Boolean),
    agency: textOf(details['excludingAgencyName']) || textOf(details['excludingAgencyCode']),
    type: textOf(details['exclusionType']),
    since: textOf(actionsOf(entity)[0]?.['activateDate']),
  };
}

function actionsOf(entity: Fields): Fields[] {
  return fieldsIn(fieldOf(entity['exclusionActions'])['listOfActions']);
}
