import type { Role } from '../identity/index.js';

interface License {
  specialty: string;
  region: string;
  number: string;
  /** Civil days from the day of the demonstration to its last one; negative when it has lapsed. */
  lastsDays: number;
}

/** Somebody of the demonstration. */
export interface DemoPerson {
  name: string;
  postNominals?: string;
  roles: readonly Role[];
  license?: License;
  /** What the banner says beside the login. */
  about: string;
}

/** Everybody in it, by the name before the @ of their address. All invented. */
export const people = {
  june: { name: 'June Castellane', roles: ['admin'], about: 'admin; queues at /admin/queues' },
  felix: { name: 'Felix Brandow', roles: ['admin'], about: 'admin, the second one that some acts need' },
  maren: { name: 'Maren Vossberg', roles: ['editor'], about: 'editor' },
  theo: { name: 'Theo Lindqvale', roles: ['editor'], about: 'editor' },
  priya: { name: 'Priya Ramanath', roles: ['lead'], about: 'lead: assigns reviews' },
  samuel: { name: 'Samuel Adeyinka', postNominals: 'MD', roles: ['director'], about: 'medical director' },
  ines: {
    name: 'Ines Okafor',
    postNominals: 'MD',
    roles: ['reviewer'],
    license: { specialty: 'dermatology', region: 'California', number: 'DEMO-A-1001', lastsDays: 500 },
    about: 'reviewer, dermatology',
  },
  daniel: {
    name: 'Daniel Ravenscar',
    postNominals: 'MD',
    roles: ['reviewer'],
    license: { specialty: 'plastic-surgery', region: 'New York', number: 'DEMO-B-2002', lastsDays: 640 },
    about: 'reviewer, plastic surgery',
  },
  hanna: {
    name: 'Hanna Solvindal',
    postNominals: 'MD',
    roles: ['reviewer'],
    license: { specialty: 'facial-plastic', region: 'Texas', number: 'DEMO-C-3003', lastsDays: 410 },
    about: 'reviewer, facial plastic surgery; away',
  },
  victor: {
    name: 'Victor Amselhoff',
    postNominals: 'MD',
    roles: ['reviewer'],
    license: { specialty: 'oculoplastic', region: 'Illinois', number: 'DEMO-D-4004', lastsDays: -18 },
    about: 'reviewer, oculoplastic surgery; license lapsed',
  },
  grace: { name: 'Grace Whitlocke', roles: ['safety'], about: 'safety holder: may hold or correct a live page' },
  noor: { name: 'Noor Haddadi', roles: ['verifier'], about: 'verifier: looks physicians up and decides' },
  ruth: { name: 'Ruth Calloway', roles: ['verifier'], about: 'verifier: the second one that some files need' },
} as const satisfies Record<string, DemoPerson>;

export type PersonKey = keyof typeof people;
export const personKeys = Object.keys(people) as PersonKey[];

/** A reserved domain: no mail reaches anybody. Whoever has another address is not of the demonstration. */
export const demoDomain = 'demo.example';

export function addressOf(key: PersonKey): string {
  return `${key}@${demoDomain}`;
}

export function personOf(key: PersonKey): DemoPerson {
  return people[key];
}
