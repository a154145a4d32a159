import { Readable } from 'node:stream';
import { NotificationsJobs } from '../../src/notifications/index.js';
import { Applications, ExclusionList, PhysicianJobs } from '../../src/physicians/index.js';
import { Applicant, formOf, type FormFields } from './applicant.js';
import { leieFile } from './exclusion-file.js';
import type { Answer, Person } from './people.js';
import { registryRecord } from './registry-record.js';
import { RegistryServer } from './registry-server.js';
import { startTestService, type TestService } from './service.js';

/** A file as a verifier reads it. */
export interface QueuedFile {
  id: string;
  status: string;
  lane: string;
  dueOn: string | null;
  holderId: string | null;
  contested: boolean;
  checks: { id: number; check: string; outcome: string; counts: boolean; foundBy: string | null }[];
}

export interface Notice {
  kind: string;
  title: string;
  body: string;
  link: string;
}

/** The service with a registry beside it, and applicants who come to its queues. */
export class Queueing {
  private serial = 0;

  private constructor(
    readonly test: TestService,
    readonly registry: RegistryServer,
  ) {}

  static async start(): Promise<Queueing> {
    const registry = await RegistryServer.start();
    const test = await startTestService({ NPPES_URL: registry.url, TRUST_PROXY: '127.0.0.1' });
    const queueing = new Queueing(test, registry);
    await queueing.loadExclusions();
    return queueing;
  }

  async stop(): Promise<void> {
    await this.test.stop();
    await this.registry.stop();
  }

  verifier(name: string): Promise<Person> {
    return this.test.people.join(name, { roles: ['verifier'] });
  }

  /** Somebody new, whom the registry knows as they declare themselves. */
  physician(more: Partial<FormFields> = {}): Applicant {
    const serial = (this.serial += 1);
    const form = formOf(serial, { licenseExpiresOn: '2028-12-31', ...more });
    const { npi, givenName: first, familyName: last, state, licenseNumber: license } = form;
    if (!more.npi) this.registry.put(registryRecord({ npi, first, last, state, license }));
    return new Applicant(this.test, form, `198.18.${serial}.7`);
  }

  /** Applies, confirms and is checked. Answers the id of the file. */
  async queued(applicant: Applicant): Promise<string> {
    const sent = await applicant.apply();
    if (sent.status !== 202) throw new Error(`Not taken: ${JSON.stringify(sent.body)}`);
    await this.test.settle();
    await applicant.follow('confirm');
    await this.test.settle();
    const { id } = await this.test.database.one<{ id: string }>('select id from application where email = $1', [
      applicant.form.email,
    ]);
    return id;
  }

  /** A file in the high lane: its number was deactivated. */
  async suspicious(more: Partial<FormFields> = {}): Promise<string> {
    const applicant = this.physician(more);
    this.registry.deactivate(applicant.form.npi);
    return this.queued(applicant);
  }

  async file(person: Person, id: string): Promise<QueuedFile> {
    return (await person.get<QueuedFile>(`applications/${id}`)).body;
  }

  /** Everybody whose file is open withdraws, so that no queue holds anything. */
  async empty(): Promise<void> {
    const open = await this.test.database.rows<{ id: string }>(
      `select id from application where status not in ('approved', 'declined', 'withdrawn', 'expired')`,
    );
    for (const { id } of open) await this.withdraw(id);
    await this.test.settle();
  }

  /** As the button does, whatever has become of the applicant's session. */
  async withdraw(id: string): Promise<void> {
    const applications = this.test.service.app.get(Applications);
    await applications.perform({ id, name: 'withdraw', actor: null, by: 'applicant', requestId: null });
  }

  /** Goes to an instant, and sweeps as the schedulers would there. */
  async at(instant: string): Promise<void> {
    this.test.clock.travelTo(new Date(instant));
    await this.loadExclusions();
    await this.sweep();
  }

  /** A list of today, since an old one leaves its check open. */
  private async loadExclusions(): Promise<void> {
    const nobody = leieFile([{ LASTNAME: 'NOBODY', FIRSTNAME: `OF ${this.test.clock.now().toISOString()}` }]);
    const list = { source: 'UPDATED.csv', lastModified: this.test.clock.now() };
    await this.test.service.app.get(ExclusionList).load(Readable.from([nobody]), list);
  }

  async sweep(): Promise<void> {
    await this.test.service.app.get(PhysicianJobs).run();
    await this.test.settle();
    await this.test.service.app.get(NotificationsJobs).run();
  }

  /** What somebody was told of one file, oldest first. */
  async told(person: Person, id: string): Promise<Notice[]> {
    const { body } = await person.get<{ items: Notice[] }>('inbox?limit=200');
    return body.items.filter(({ link }) => link.endsWith(id)).reverse();
  }
}

export const act = (person: Person, id: string, body: object): Promise<Answer> =>
  person.post(`applications/${id}/transitions`, body);

/** The codes of all reasons of a refusal, sorted. */
export const codes = ({ body }: Answer): string[] =>
  ((body['reasons'] ?? []) as { code: string }[]).map(({ code }) => code).sort();

/** The file that was claimed, or the codes of why none was. */
export async function claimNext(person: Person, wanted: object = {}): Promise<string | string[]> {
  const answer = await person.post<{ applicationId?: string } & Record<string, unknown>>('applications/claims', wanted);
  return answer.status === 201 ? (answer.body.applicationId ?? '') : codes(answer);
}

/** Looks up what no machine can, for a file that this person holds. */
export async function lookUp(person: Person, id: string): Promise<void> {
  for (const check of ['V08', 'V09', 'V14']) {
    const found = {
      check,
      outcome: 'pass',
      source: 'https://board.example/lookup',
      finding: 'Active, no orders, name agrees.',
      expiresOn: '2028-12-31',
    };
    const { status, body } = await person.post(`applications/${id}/checks`, found);
    if (status !== 201) throw new Error(`${check}: ${JSON.stringify(body)}`);
  }
}
