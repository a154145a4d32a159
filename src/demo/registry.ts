import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { npiOf, physicianOf, physicians, type DemoPhysician, type PhysicianKey } from './physicians.js';

const taxonomies = {
  dermatology: '207N00000X',
  'plastic-surgery': '208200000X',
  'facial-plastic': '207YS0123X',
  oculoplastic: '207WX0200X',
} as const;

/**
 * The registry of the demonstration, on 127.0.0.1 at a free port: it answers in the shape of the NPPES API 2.1, about the invented
 * physicians alone. A computed number may be somebody's, so the real one must never be asked about them.
 */
export class DemoRegistry {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<DemoRegistry> {
    const server = createServer(answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new DemoRegistry(server);
  }

  /** What NPPES_URL would say. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const npi = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('number') ?? '';
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bodyFor(npi)));
}

function bodyFor(npi: string): unknown {
  const known = (Object.keys(physicians) as PhysicianKey[]).map(physicianOf).find((each) => npiOf(each) === npi);
  if (!known) return { result_count: 0, results: [] };
  if (!known.deactivated) return { result_count: 1, results: [recordOf(known)] };
  const description = `CMS deactivated NPI ${npi}. The provider can no longer use this NPI.`;
  return { Errors: [{ field: 'number', number: '15', description }] };
}

const enumeratedOn = '2009-06-15';
const updatedOn = '2024-02-20';

function recordOf(physician: DemoPhysician): Record<string, unknown> {
  const { specialty, state, license, unlisted } = physician;
  return {
    number: npiOf(physician),
    enumeration_type: 'NPI-1',
    created_epoch: String(Date.parse(enumeratedOn)),
    last_updated_epoch: String(Date.parse(updatedOn)),
    basic: basicOf(physician),
    addresses: ['MAILING', 'LOCATION'].map((purpose) => addressOf(purpose, physician)),
    practiceLocations: [],
    taxonomies: [
      {
        code: taxonomies[specialty],
        taxonomy_group: '',
        desc: 'Invented',
        state,
        license: unlisted ? null : license,
        primary: true,
      },
    ],
    identifiers: [],
    endpoints: [],
    other_names: [],
  };
}

function basicOf({ given, family, credential }: DemoPhysician): Record<string, string> {
  return {
    first_name: given.toUpperCase(),
    last_name: family.toUpperCase(),
    middle_name: '--',
    name_prefix: 'Dr.',
    name_suffix: '--',
    credential,
    sole_proprietor: 'NO',
    sex: 'X',
    status: 'A',
    enumeration_date: enumeratedOn,
    last_updated: updatedOn,
    certification_date: updatedOn,
  };
}

function addressOf(purpose: string, { state, practice }: DemoPhysician): Record<string, string> {
  return {
    address_purpose: purpose,
    address_type: 'DOM',
    address_1: practice.toUpperCase(),
    address_2: '100 EXAMPLE PLZ',
    city: 'SPECIMEN',
    state,
    postal_code: '000000000',
    country_code: 'US',
    country_name: 'United States',
    telephone_number: '202-555-0142',
  };
}
