import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { npiWithCheckDigit } from './npi.js';
import type { Answer } from './people.js';
import type { TestService } from './service.js';

/** What the form sends, sound unless told otherwise. */
export interface FormFields {
  npi: string;
  givenName: string;
  familyName: string;
  credential: string;
  email: string;
  phone: string;
  state: string;
  licenseNumber: string;
  licenseExpiresOn: string;
  specialty: string;
  practiceName: string;
  practiceSite: string;
  certification: string;
  consent: boolean;
  attestedName: string;
  website: string;
  filledInSeconds: number;
}

/** A sound form of the applicant of this number; each number is another person. */
export function formOf<More extends Partial<FormFields>>(serial: number, more: More): FormFields & More {
  return {
    npi: npiWithCheckDigit(`1${String(40_000_000 + serial * 37)}`),
    givenName: 'Ada',
    familyName: `Quillfeather${'abcdefghij'[serial % 10] ?? ''}`,
    credential: 'MD',
    email: `ada.${serial}@skin-practice.example`,
    phone: '+1 212 555 0142',
    state: 'NY',
    licenseNumber: `21${serial}777`,
    licenseExpiresOn: '2027-12-31',
    specialty: 'dermatology',
    practiceName: 'Skin Practice',
    practiceSite: 'https://skin-practice.example',
    certification: '',
    consent: true,
    attestedName: 'Ada Quillfeather',
    website: '',
    filledInSeconds: 240,
    ...more,
  };
}

/** A physician at a browser, without an account: the form, the links in the mails, the status page. */
export class Applicant {
  private cookie = '';

  constructor(
    private readonly test: Pick<TestService, 'url' | 'dataDir'>,
    readonly form: FormFields,
    /** Where they sit; the limits count by network. */
    private readonly address: string,
  ) {}

  /** Solves the puzzle and sends the form. */
  async apply(more: Record<string, unknown> = {}): Promise<Answer> {
    return this.send('POST', 'applications', { ...this.form, proof: await this.solved(), ...more });
  }

  /** Presses the button behind the newest mail with such a link. */
  async follow(kind: 'confirm' | 'status'): Promise<Answer> {
    const secret = this.linkIn(kind);
    return this.send('POST', kind === 'confirm' ? 'applications/confirmation' : 'applications/sessions', { secret });
  }

  read<Body = Record<string, unknown>>(): Promise<Answer<Body>> {
    return this.send('GET', 'application');
  }

  answer(message: string, fields: Partial<FormFields> = {}): Promise<Answer> {
    return this.send('POST', 'application/answers', { message, fields });
  }

  withdraw(): Promise<Answer> {
    return this.send('POST', 'application/withdrawal', {});
  }

  appeal(message: string): Promise<Answer> {
    return this.send('POST', 'application/appeal', { message });
  }

  /** Sends a document as its own bytes. */
  async upload(bytes: Uint8Array, kind: string, type = 'application/pdf'): Promise<Answer> {
    const response = await fetch(`${this.test.url}/api/v1/application/documents?kind=${kind}`, {
      method: 'POST',
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', cookie: this.cookie },
      body: Uint8Array.from(bytes),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  }

  /** What they sent so far. */
  async documents(): Promise<Record<string, unknown>[]> {
    const { body } = await this.send<{ items: Record<string, unknown>[] }>('GET', 'application/documents');
    return body.items;
  }

  /** Mails to this address, oldest first. */
  mails(): string[] {
    const folder = join(this.test.dataDir, 'mail');
    const texts = readdirSync(folder)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('=\n', '').replaceAll('=3D', '='));
    return texts.filter((text) => text.includes(`To: ${this.form.email}`) || text.includes(`<${this.form.email}>`));
  }

  /** The secret in the newest mail with such a link. */
  linkIn(kind: 'confirm' | 'status'): string {
    const links = this.mails().flatMap((text) => [...text.matchAll(new RegExp(`/apply/${kind}#([\\w-]+)`, 'g'))]);
    const secret = links.at(-1)?.[1];
    if (!secret) throw new Error(`No mail with a link to ${kind}.`);
    return secret;
  }

  private async solved(): Promise<string> {
    const { body: challenge } = await this.send<Challenge>('GET', 'applications/challenge');
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }

  /** Asks as the one who follows this application. */
  async send<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(`${this.test.url}/api/v1/${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'x-forwarded-for': this.address,
        ...(this.cookie ? { cookie: this.cookie } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0];
    if (set) this.cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Body };
  }
}
