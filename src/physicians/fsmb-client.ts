import type { CheckId } from './check.js';
import { readFsmbMatches, readFsmbReport, readToken } from './fsmb-answer.js';
import { LicenseSource, type LicenseAnswer, type LicenseEvidence, type LicenseHolder } from './license-source.js';
import { digestOf, OutsideSource, SourceTrouble, type SourceManners } from './outside-source.js';

export interface FsmbOptions extends SourceManners {
  /** For example `https://services-pdc.fsmb.org`. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  now: () => Date;
}

const sourceName = 'FSMB Physician Data Center';
const scope = 'pdc.search pdc.member_read pdc.member_write';
/** A token is not used in its last seconds, and a report not after a week: a license is read again each month. */
const tokenMarginSeconds = 60;
const reportDays = 7;

/** One answer, or word that the report is still drawn up. */
type Asked = LicenseEvidence | 'pending';

/**
 * Asks the Federation of State Medical Boards (github.com/fsmb/pdc-api): searches by name, NPI and license number, puts the physician on
 * our roster where they are not, and reads the report. No date of birth is sent or kept. Make one for a process.
 */
export class FsmbClient extends LicenseSource {
  readonly answers: readonly CheckId[] = ['V08', 'V09', 'V12'];
  private readonly source: OutsideSource;
  private token: { value: string; until: number } | undefined;

  constructor(private readonly options: FsmbOptions) {
    super();
    this.source = new OutsideSource({ called: 'The Physician Data Center', Trouble: SourceTrouble }, options);
  }

  /** Throws {@link SourceTrouble} also while the report is drawn up, which takes minutes. */
  async lookUp(holder: LicenseHolder): Promise<LicenseEvidence> {
    const asked = await this.source.ask(() => this.once(holder));
    if (asked === 'pending')
      throw new SourceTrouble('The Physician Data Center is drawing up a report: it is asked again later.');
    return asked;
  }

  private async once(holder: LicenseHolder): Promise<Asked> {
    const question = questionOn(holder);
    const url = this.url('v2/rosters/me/search');
    const { status, body } = await this.authorized(url, [200, 204], question);
    const proof = { source: sourceName, request: `POST ${url.href} ${question}`, answeredAt: this.options.now() };
    const matches = status === 204 ? [] : readFsmbMatches(body);
    const fitting = matches.filter(({ npi }) => npi === holder.npi);
    const possible = fitting.length > 0 ? fitting : matches.filter(({ npi }) => npi === '');
    const [only] = possible;
    if (only && possible.length === 1) return this.reportOn(only.fid, proof);
    const answer: LicenseAnswer = only ? { kind: 'ambiguous', count: possible.length } : { kind: 'not-found' };
    return { ...proof, raw: body, sha256: digestOf(body), answer };
  }

  private async reportOn(
    fid: string,
    proof: Pick<LicenseEvidence, 'source' | 'request' | 'answeredAt'>,
  ): Promise<Asked> {
    const url = this.url(`v1/rosters/me/members/${fid}/reports/current/data`);
    const { status, body } = await this.authorized(url, [200, 204, 404]);
    if (status !== 200) return this.order('v1/rosters/me/members', JSON.stringify({ fid, ignoreExisting: true }));
    const { report, asOf, raw, sha256 } = readFsmbReport(body, fid);
    const age = this.options.now().getTime() - Date.parse(asOf ?? '1970-01-01');
    if (age > reportDays * 86_400_000) return this.order(`v1/rosters/me/members/${fid}/reports`, '{}');
    return { ...proof, request: `${proof.request} GET ${url.href}`, raw, sha256, answer: { kind: 'found', report } };
  }

  /** Whoever is new on the roster gets a report, and so does whoever is ordered one. */
  private async order(path: string, question: string): Promise<'pending'> {
    await this.authorized(this.url(path), [200, 202, 409], question);
    return 'pending';
  }

  /** With the token; one that is refused is forgotten, so that the next try fetches another. */
  private async authorized(url: URL, accepted: readonly number[], question?: string) {
    const authorization = `Bearer ${await this.validToken()}`;
    const asking: RequestInit =
      question === undefined
        ? { headers: { authorization } }
        : { method: 'POST', body: question, headers: { authorization, 'content-type': 'application/json' } };
    const answered = await this.source.request(url, asking, [...accepted, 401]);
    if (answered.status !== 401) return answered;
    this.token = undefined;
    throw new SourceTrouble('The Physician Data Center refused our token.');
  }

  private async validToken(): Promise<string> {
    const now = this.options.now().getTime();
    if (this.token && now < this.token.until) return this.token.value;
    const { clientId, clientSecret } = this.options;
    const form = { client_id: clientId, client_secret: clientSecret, scope, grant_type: 'client_credentials' };
    const { body } = await this.source.request(this.url('connect/token'), {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const { token, seconds } = readToken(body);
    this.token = { value: token, until: now + Math.max(0, seconds - tokenMarginSeconds) * 1000 };
    return token;
  }

  private url(path: string): URL {
    return new URL(path, `${this.options.baseUrl.replace(/\/+$/, '')}/`);
  }
}

/** The question as it is sent, and kept as evidence: no secret is in it. */
function questionOn({ npi, givenName, familyName, credential, licenseNumber }: LicenseHolder): string {
  const degree = /\bd\.?\s?o\b/i.test(credential) ? 'DO' : 'MD';
  return JSON.stringify({
    name: `${givenName} ${familyName}`,
    npi,
    ...(licenseNumber ? { licenseNumber } : {}),
    practitionerType: degree,
  });
}
