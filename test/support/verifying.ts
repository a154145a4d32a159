import { Readable } from 'node:stream';
import { expect } from '@jest/globals';
import { ExclusionList } from '../../src/physicians/index.js';
import { Applicant, formOf, type FormFields } from './applicant.js';
import { leieFile } from './exclusion-file.js';
import type { Answer, Person } from './people.js';
import { registryRecord } from './registry-record.js';
import { RegistryServer } from './registry-server.js';
import { offences, startTestService, type TestService } from './service.js';

/** An application as verifiers read it. */
export interface FileView {
  id: string;
  status: string;
  lane: string;
  dueOn: string;
  checks: {
    id: number;
    check: string;
    outcome: string;
    reasons: string[];
    counts: boolean;
    resolution: string | null;
    documentId: string | null;
  }[];
}

/** Two verifiers, a registry that knows every applicant, and what they all do again and again. */
export interface Verifying {
  test: TestService;
  registry: RegistryServer;
  verifier: Person;
  second: Person;
  /** Replaces the exclusion list. */
  loadExclusions(rows: Parameters<typeof leieFile>[0]): Promise<void>;
  /** Somebody new, whom the registry knows as they declare themselves. */
  physician(more?: Partial<FormFields>, known?: Partial<Parameters<typeof registryRecord>[0]>): Applicant;
  /** Sends the form and confirms the address; the checks are done. */
  confirmed(applicant: Applicant): Promise<void>;
  fileOf(applicant: Applicant): Promise<FileView>;
  /** Claims the file and looks up what no machine can. */
  lookedUp(person: Person, id: string, expiresOn?: string): Promise<void>;
  /** From the form to membership. Answers the physician's id. */
  approved(applicant: Applicant): Promise<string>;
  /** Stops when every promise holds. */
  stop(): Promise<void>;
}

/** Asks for a transition of an application. */
export const act = (person: Person, id: string, body: object): Promise<Answer> =>
  person.post(`applications/${id}/transitions`, body);

/** The codes of all reasons of a refusal. */
export const codes = ({ body }: Answer): string[] =>
  ((body['reasons'] ?? body['errors'] ?? []) as { code: string }[]).map(({ code }) => code).sort();

/** `env` names further sources. */
export async function startVerifying(env: Record<string, string> = {}, startsAt?: string): Promise<Verifying> {
  const registry = await RegistryServer.start();
  const asked = { NPPES_URL: registry.url, NPPES_REQUESTS_PER_SECOND: '1000', TRUST_PROXY: '127.0.0.1' };
  const test = await startTestService({ ...asked, ...env }, startsAt);
  const verifier = await test.people.join('Vera Lund', { roles: ['verifier'] });
  const second = await test.people.join('Viktor Hale', { roles: ['verifier'] });
  let serial = 0;

  const desk: Verifying = {
    test,
    registry,
    verifier,
    second,
    loadExclusions: async (rows) => {
      const fillers = Array.from({ length: 12 }, (_, n) => ({ LASTNAME: 'NOBODY', FIRSTNAME: `NUMBER ${n}` }));
      fillers.push({ LASTNAME: 'NOBODY', FIRSTNAME: `OF ${test.clock.now().toISOString()}` });
      const source = { source: 'UPDATED.csv', lastModified: test.clock.now() };
      await test.service.app.get(ExclusionList).load(Readable.from([leieFile([...fillers, ...rows])]), source);
    },
    physician: (more = {}, known = {}) => {
      serial += 1;
      const form = formOf(serial, more);
      const { npi, givenName: first, familyName: last, state, licenseNumber: license } = form;
      registry.put(registryRecord({ npi, first, last, state, license, ...known }));
      return new Applicant(test, form, `198.18.${serial}.7`);
    },
    confirmed: async (applicant) => {
      const sent = await applicant.apply();
      expect([sent.status, codes(sent)]).toEqual([202, []]);
      await test.settle();
      expect((await applicant.follow('confirm')).status).toBe(204);
      await test.settle();
    },
    fileOf: async (applicant) => {
      const list = await verifier.get<{ items: { id: string }[] }>('applications?limit=200');
      const files = await Promise.all(
        list.body.items.map(({ id }) => verifier.get<FileView & { declared: { npi: string } }>(`applications/${id}`)),
      );
      const found = files.find(({ body }) => body.declared.npi === applicant.form.npi);
      if (!found) throw new Error('The file is not there.');
      return found.body;
    },
    lookedUp: (person, id, expiresOn = inAYear(test)) => lookedUp(person, id, expiresOn),
    approved: async (applicant) => {
      await desk.confirmed(applicant);
      const { id } = await desk.fileOf(applicant);
      await lookedUp(verifier, id, inAYear(test));
      await verifier.reauthenticate();
      const done = await act(verifier, id, { name: 'approve' });
      expect([done.status, done.body['reasons']]).toEqual([201, undefined]);
      await test.settle();
      return (done.body['created'] as { physicianId: string }).physicianId;
    },
    stop: async () => {
      await test.sweep();
      await test.announce();
      expect(await offences(test)).toEqual({});
      await test.stop();
      await registry.stop();
    },
  };
  await desk.loadExclusions([]);
  return desk;
}

/** A civil date that a license on file may well end on. */
function inAYear({ clock }: TestService): string {
  const year = clock.now().getUTCFullYear() + 1;
  return `${year}-12-31`;
}

async function lookedUp(person: Person, id: string, expiresOn: string): Promise<void> {
  expect(await act(person, id, { name: 'claim' })).toMatchObject({ status: 201 });
  for (const check of ['V08', 'V09', 'V14']) {
    const found = {
      check,
      outcome: 'pass',
      source: 'https://board.example/lookup',
      finding: 'Active, no orders, name agrees.',
      expiresOn,
    };
    expect((await person.post(`applications/${id}/checks`, found)).status).toBe(201);
  }
}
