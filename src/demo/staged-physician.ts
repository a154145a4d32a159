import {
  Applications,
  Intake,
  Memberships,
  Verification,
  type ApplicationInput,
  type ApplicationTransition,
  type Form,
  type HumanResult,
} from '../physicians/index.js';
import { newestFile, secretInLetter } from './letters.js';
import type { PersonKey } from './people.js';
import { mailOf, npiOf, physicianOf, physicians, type DemoPhysician, type PhysicianKey } from './physicians.js';
import type { Stage } from './stage.js';

type MembershipInput = Parameters<Memberships['perform']>[0]['input'];
type VerifierKey = Extract<PersonKey, 'noor' | 'ruth'>;

const readingMinutes = 20;
const board = 'https://board.example/licenses';

/** One applicant or member of the demonstration: what they do at their browser, and what verifiers do with their file. */
export class StagedPhysician {
  private readonly declared: DemoPhysician;

  constructor(
    readonly stage: Stage,
    readonly key: PhysicianKey,
  ) {
    this.declared = physicianOf(key);
  }

  /** Sends the form; the mail with the link is written. */
  async apply(licenseLastsDays = 700): Promise<void> {
    // Each from a network of their own, of those that are nobody's.
    const address = `198.18.${1 + Object.keys(physicians).indexOf(this.key)}.7`;
    const source = { address, userAgent: null, requestId: 'demo' };
    await this.stage.get(Intake).apply(this.form(licenseLastsDays), `demonstration ${this.key}`, source);
    await this.settle();
  }

  /** Sends the form and presses the button behind the mail; the checks are done. */
  async applyAndConfirm(licenseLastsDays?: number): Promise<void> {
    await this.apply(licenseLastsDays);
    await this.stage.get(Intake).confirm(await this.secretIn('application.submitted', 'confirm'), 'demo');
    await this.settle();
  }

  /** Sends a renewal, by the link of the letter that asked for it. */
  async renew(words: string): Promise<void> {
    const { given, family } = this.declared;
    const intake = this.stage.get(Intake);
    const session = await intake.exchange(await this.secretIn('application.renewal-opened', 'status'));
    const answer = { words, fields: {}, attestedName: `${given} ${family}` };
    await intake.answer(await intake.applicationOf(session), answer, 'demo');
    await this.settle();
  }

  async appeal(message: string): Promise<void> {
    const intake = this.stage.get(Intake);
    const session = await intake.exchange(await this.secretIn('application.declined', 'status'));
    const id = await intake.applicationOf(session);
    const command = { id, name: 'appeal', input: { message }, by: 'applicant' } as const;
    await this.stage.get(Applications).perform({ ...command, actor: null, requestId: 'demo' });
  }

  /** A verifier takes the file, looks up what no machine can, and signs. */
  async approve(who: VerifierKey, licenseLastsDays: number): Promise<void> {
    await this.file(who, 'claim');
    const until = this.stage.timeline.date(-licenseLastsDays);
    await this.lookUp(who, { check: 'V08', finding: `Active, unrestricted, until ${until}.`, expiresOn: until });
    await this.lookUp(who, { check: 'V09', finding: 'No board orders.' });
    await this.lookUp(who, { check: 'V14', finding: 'Called back at the number that the board has.' });
    if (this.declared.certification)
      await this.lookUp(who, { check: 'V12', finding: 'Certified, by the board’s list.' });
    this.stage.timeline.wait(readingMinutes);
    await this.file(who, 'approve');
  }

  /** A verifier keeps what they found; it passes unless they say otherwise. */
  async lookUp(who: VerifierKey, found: Pick<HumanResult, 'check' | 'finding'> & Partial<HumanResult>): Promise<void> {
    const result: HumanResult = { outcome: 'pass', source: `${board}/${this.declared.license}`, ...found };
    await this.stage.get(Verification).record(await this.fileId(), result, this.stage.actor(who));
  }

  /** A transition of the newest file. */
  async file(who: VerifierKey, name: ApplicationTransition, input: ApplicationInput = {}): Promise<void> {
    const command = { id: await this.fileId(), name, input, actor: this.stage.actor(who), by: 'person' } as const;
    await this.stage.get(Applications).perform({ ...command, requestId: 'demo' });
  }

  /** A transition of the membership. */
  async membership(who: VerifierKey, name: string, input: MembershipInput): Promise<void> {
    const { id } = await this.stage.database.one<{ id: string }>('select id from physician where npi = $1', [
      npiOf(this.declared),
    ]);
    const actor = this.stage.actor(who);
    await this.stage.get(Memberships).perform({ id, name, input, actor, by: 'person', requestId: 'demo' });
  }

  private async settle(): Promise<void> {
    await this.stage.timeline.settle();
  }

  private form(licenseLastsDays: number): Form {
    const { given, family, practice, domain, site = `https://${domain}`, ...rest } = this.declared;
    return {
      npi: npiOf(this.declared),
      givenName: given,
      familyName: family,
      credential: rest.credential,
      email: mailOf(this.declared),
      phone: '+1 202 555 0142',
      state: rest.state,
      licenseNumber: rest.license,
      licenseExpiresOn: this.stage.timeline.date(-licenseLastsDays),
      specialty: rest.specialty,
      practiceName: practice,
      practiceSite: site,
      certification: rest.certification ?? '',
      biography: rest.biography ?? '',
      attestedName: `${given} ${family}`,
      filledInSeconds: 260,
    };
  }

  private async fileId(): Promise<string> {
    const id = await newestFile(this.stage.service, this.declared);
    if (!id) throw new Error(`${this.key} has not applied.`);
    return id;
  }

  /** The secret of the link in the letter that a fact of the newest file brought. */
  private async secretIn(fact: string, page: 'confirm' | 'status'): Promise<string> {
    const secret = await secretInLetter(this.stage.service, await this.fileId(), fact, page);
    if (!secret) throw new Error(`${this.key} has no letter with a link to ${page}.`);
    return secret;
  }
}
