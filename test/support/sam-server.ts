import { OutsideServer, type OutsideAnswer, type OutsideRequest } from './outside-server.js';

/** Somebody whom a federal agency excluded, invented. */
export interface SamFacts {
  npi?: string | null;
  first: string;
  last: string;
  state: string;
  recordStatus?: string;
}

export const samKey = 'sam-key-words';

/** A stand-in for the exclusions of SAM.gov, version 4: ten records a page, the key in a header. */
export class SamServer extends OutsideServer {
  private listed: SamFacts[] = [];

  static start(): Promise<SamServer> {
    return new SamServer().listen();
  }

  get exclusionsUrl(): string {
    return `${this.url}/entity-information/v4/exclusions`;
  }

  list(...listed: SamFacts[]): void {
    this.listed = listed;
  }

  protected answer({ url, headers }: OutsideRequest): OutsideAnswer {
    if (headers['x-api-key'] !== samKey) return { status: 403 };
    const asked = url.searchParams;
    const words = (asked.get('exclusionName') ?? '').toUpperCase().split(' ').filter(Boolean);
    const found = this.listed.filter(
      ({ npi, first, last, state }) =>
        (!asked.has('npi') || npi === asked.get('npi')) &&
        (!asked.has('stateProvince') || state === asked.get('stateProvince')) &&
        words.every((word) => `${first} ${last}`.toUpperCase().includes(word)),
    );
    const start = Number(asked.get('page')) * 10;
    return {
      status: 200,
      body: { totalRecords: found.length, excludedEntity: found.slice(start, start + 10).map(samRecord) },
    };
  }
}

/** A record in the raw shape of the API. */
export function samRecord({ npi = null, first, last, state, recordStatus = 'Active' }: SamFacts): object {
  return {
    exclusionDetails: {
      classificationType: 'Individual',
      exclusionType: 'Prohibition/Restriction',
      excludingAgencyCode: 'HHS',
      excludingAgencyName: 'HEALTH AND HUMAN SERVICES, DEPARTMENT OF',
    },
    exclusionIdentification: {
      npi,
      firstName: first,
      middleName: null,
      lastName: last,
      entityName: `${first} ${last}`,
    },
    exclusionActions: { listOfActions: [{ activateDate: '05-20-2019', terminationDate: null, recordStatus }] },
    exclusionPrimaryAddress: { city: 'SPECIMEN', stateOrProvinceCode: state, countryCode: 'USA' },
    exclusionSecondaryAddress: [],
    exclusionOtherInformation: { moreLocations: [] },
  };
}
