import { OutsideServer, type OutsideAnswer, type OutsideRequest } from './outside-server.js';

/** An invented physician as the Physician Data Center holds them. */
export interface FsmbFacts {
  npi: string;
  first: string;
  last: string;
  state: string;
  license: string;
  status?: string;
  type?: string;
  expiresOn?: string;
  boardActionStatus?: string;
  boardOrders?: object[];
  abms?: object[];
  aoa?: object[];
  further?: object[];
  asOf?: string;
  /** A match may come without. */
  searchNpi?: string | null;
}

/** A report in the raw shape of the PDC API, version 1. */
export function fsmbReport(facts: FsmbFacts, fid = '900000001'): Record<string, unknown> {
  const on = '2024-01-01';
  const own = {
    reportDate: on,
    licenseType: facts.type ?? 'Full Physician and Surgeon',
    issuerName: facts.state,
    issuerDescription: 'A medical board',
    status: facts.status ?? 'Active',
    licenseNumber: facts.license,
    issueDate: '2012-06-01',
    expirationDate: facts.expiresOn ?? '2027-12-31',
  };
  return {
    fid,
    reportId: 7,
    asOfDateTimeUtc: facts.asOf ?? '2026-03-02T06:00:00Z',
    boardActionStatus: facts.boardActionStatus ?? 'Cleared',
    boardOrders: facts.boardOrders ?? [],
    names: { legal: { firstName: facts.first, lastName: facts.last, reportDate: on }, other: [] },
    birthDate: { date: '1980-01-02' },
    licenses: [own, ...(facts.further ?? [])],
    npi: [{ npiNumber: facts.npi, entityType: 'Individual', reportDate: on }],
    abms: { certifications: facts.abms ?? [] },
    aoa: { certifications: facts.aoa ?? [] },
    dea: { certifications: [{ deaNumber: 'AB1234563' }] },
  };
}

/** The certification of a board of ABMS. */
export function abmsCertification(boardName: string, more: object = {}): object {
  const certificate = { certificateName: boardName.replace('American Board of ', ''), certificateType: 'General' };
  return { boardName, ...certificate, isCertified: true, certificateStatus: 'Active', expirationDate: {}, ...more };
}

/** An order of a board, in force from a civil date. */
export function boardOrder(effectiveDate: string, more: object = {}): object {
  const action = {
    actionCode: 'P1',
    actionDescription: 'Probation',
    isPrejudicial: true,
    isIndefinite: false,
    ...more,
  };
  return {
    orderId: 1,
    issueDate: effectiveDate,
    effectiveDate,
    disciplinaryEntity: { description: 'A medical board' },
    actions: [action],
  };
}

export const fsmbClient = { id: 'imprimatur-test', secret: 'fsmb-secret-words' };

/** A stand-in for the Physician Data Center: tokens, search, roster, reports. */
export class FsmbServer extends OutsideServer {
  /** Every token that was given out and still works. */
  readonly tokens = new Set<string>();
  private readonly physicians = new Map<string, FsmbFacts & { fid: string; reported: boolean }>();
  private serial = 0;

  static start(): Promise<FsmbServer> {
    return new FsmbServer().listen();
  }

  /** Adds or replaces a physician; one that is not `reported` gets a report when put on the roster. */
  put(facts: FsmbFacts, reported = true): void {
    const fid = this.physicians.get(facts.npi)?.fid ?? String(900_000_001 + this.physicians.size);
    this.physicians.set(facts.npi, { ...facts, fid, reported });
  }

  /** From here on every token that was given out is refused. */
  expireTokens(): void {
    this.tokens.clear();
  }

  count(path: RegExp): number {
    return this.requests.filter(({ url }) => path.test(url.pathname)).length;
  }

  protected answer(request: OutsideRequest): OutsideAnswer {
    const { pathname } = request.url;
    if (pathname === '/connect/token') return this.token(request);
    if (!this.tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) return { status: 401 };
    if (pathname === '/v2/rosters/me/search') return this.search(JSON.parse(request.body) as { npi: string });
    if (pathname === '/v1/rosters/me/members') return this.report(JSON.parse(request.body) as { fid: string });
    const fid = /members\/(\d{9})\/reports/.exec(pathname)?.[1] ?? '';
    return request.method === 'POST' ? this.report({ fid }) : this.newest(fid);
  }

  private token({ body }: OutsideRequest): OutsideAnswer {
    const form = new URLSearchParams(body);
    const known = form.get('client_id') === fsmbClient.id && form.get('client_secret') === fsmbClient.secret;
    if (!known || !form.get('scope')?.includes('pdc.search')) return { status: 400, body: { error: 'invalid_client' } };
    this.serial += 1;
    const token = `token-${this.serial}`;
    this.tokens.add(token);
    return { status: 200, body: { access_token: token, expires_in: 3600, token_type: 'Bearer' } };
  }

  private search({ npi }: { npi: string }): OutsideAnswer {
    const found = this.physicians.get(npi);
    if (!found) return { status: 204 };
    const named = found.searchNpi === null ? {} : { npi: found.searchNpi ?? npi };
    return {
      status: 200,
      body: { metadata: {}, items: [{ fid: found.fid, name: { fullName: found.last }, ...named }] },
    };
  }

  private report({ fid }: { fid: string }): OutsideAnswer {
    const found = [...this.physicians.values()].find((each) => each.fid === fid);
    if (found) Object.assign(found, { reported: true, asOf: undefined });
    return { status: found ? 200 : 400, body: {} };
  }

  private newest(fid: string): OutsideAnswer {
    const found = [...this.physicians.values()].find((each) => each.fid === fid);
    return found?.reported ? { status: 200, body: fsmbReport(found, fid) } : { status: 404 };
  }
}
