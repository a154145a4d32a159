import { dateOf, fieldOf, fieldsIn, objectIn, textOf, type Fields } from './answer-fields.js';
import type {
  LicenseReport,
  LicenseStanding,
  ReportedCertification,
  ReportedLicense,
  ReportedOrder,
} from './license-source.js';
import { digestOf, SourceTrouble } from './outside-source.js';
import type { PersonName } from './person-name.js';

const called = 'The Physician Data Center';
const trouble = (message: string, cause?: unknown): SourceTrouble => new SourceTrouble(message, { cause });

/** Physicians that fit a question; `npi` is empty where the source names none. */
export function readFsmbMatches(raw: Uint8Array): { fid: string; npi: string }[] {
  const body = objectIn(raw, called, trouble);
  if (!Array.isArray(body['items'])) throw trouble(`${called} answered without results.`);
  const matches = fieldsIn(body['items']).map((item) => ({ fid: textOf(item['fid']), npi: textOf(item['npi']) }));
  if (matches.some(({ fid }) => !/^\d{9}$/.test(fid)))
    throw trouble(`${called} answered with a match without a number.`);
  return matches;
}

/** A token and for how many seconds it lasts. */
export function readToken(raw: Uint8Array): { token: string; seconds: number } {
  const body = objectIn(raw, called, trouble);
  const token = typeof body['access_token'] === 'string' ? body['access_token'] : '';
  const seconds = Number(body['expires_in']);
  if (token === '' || !Number.isFinite(seconds)) throw trouble(`${called} gave no token.`);
  return { token, seconds };
}

/** A report as it was read and as it is kept. */
export interface FsmbReport {
  report: LicenseReport;
  /** Civil date on which it was drawn up. */
  asOf: string | null;
  /** Without what we have no need of and must not hold: date of birth, numbers of the drug register. */
  raw: Buffer;
  sha256: string;
}

/** Reads the report about the physician `fid`. Fields that are missing are empty. Throws {@link SourceTrouble}. */
export function readFsmbReport(answered: Uint8Array, fid: string): FsmbReport {
  const body = objectIn(answered, called, trouble);
  if (textOf(body['fid']) !== fid) throw trouble(`${called} answered with another physician’s report.`);
  if (typeof body['boardActionStatus'] !== 'string') throw trouble(`${called} answered with half a report.`);
  const { birthDate: _birthDate, dea: _dea, ...kept } = body;
  const raw = Buffer.from(JSON.stringify(kept));
  return { report: reportIn(kept), asOf: dateOf(kept['asOfDateTimeUtc']), raw, sha256: digestOf(raw) };
}

function reportIn(body: Fields): LicenseReport {
  const names = fieldOf(body['names']);
  const status = textOf(body['boardActionStatus']).toLowerCase();
  return {
    names: [fieldOf(names['legal']), ...fieldsIn(names['other'])].map(nameIn).filter(({ last }) => last !== ''),
    npis: fieldsIn(body['npi'])
      .map((each) => textOf(each['npiNumber']))
      .filter(Boolean),
    boardActions: status === 'cleared' || status === 'alerted' ? status : 'unknown',
    licenses: fieldsIn(body['licenses']).map(licenseIn),
    orders: fieldsIn(body['boardOrders']).map(orderIn),
    certifications: [
      ...fieldsIn(fieldOf(body['abms'])['certifications']).map(abmsIn),
      ...fieldsIn(fieldOf(body['aoa'])['certifications']).map(aoaIn),
    ],
  };
}

function nameIn(fields: Fields): PersonName {
  return {
    first: textOf(fields['firstName']),
    middle: textOf(fields['middleName']),
    last: textOf(fields['lastName']),
  };
}

function licenseIn(fields: Fields): ReportedLicense {
  const type = textOf(fields['licenseType']);
  const status = textOf(fields['status']);
  return {
    state: textOf(fields['issuerName']).slice(0, 2).toUpperCase(),
    number: textOf(fields['licenseNumber']),
    type,
    scope: scopeOf(type),
    status,
    standing: standingOf(status),
    expiresOn: dateOf(fields['expirationDate']),
  };
}

// In this order: “inactive” holds “active”, and a suspension that is stayed is none.
const standings: [RegExp, LicenseStanding][] = [
  [/revo[ck]/, 'revoked'],
  [/stayed|probation|restrict|condition|limited|encumber|stipulat/, 'restricted'],
  [/suspen|^sus$/, 'suspended'],
  [/expired|laps|delinquent|^exp$/, 'expired'],
  [
    /inactive|not active|surrender|relinquish|retire|cancel|denied|pending|decease|void|^(?:ina|can|den|pend)$/,
    'inactive',
  ],
  [/active|current|clear|good standing|^act$/, 'active'],
];

function standingOf(status: string): LicenseStanding {
  const words = status.toLowerCase();
  return standings.find(([form]) => form.test(words))?.[1] ?? 'unknown';
}

function scopeOf(type: string): ReportedLicense['scope'] {
  if (
    /administrat|teach|faculty|academic|train|resident|intern|fellow|student|volunteer|camp|visiting|temporary/i.test(
      type,
    )
  )
    return 'limited';
  if (
    /full|unrestricted|unlimited|physician|surgeon|medic|osteopath|\bm\.?d\b|\bd\.?o\b|permanent|regular|standard/i.test(
      type,
    )
  )
    return /limited|restricted|special|telemed|provisional/i.test(type) && !/unlimited|unrestricted/i.test(type)
      ? 'unknown'
      : 'full';
  return 'unknown';
}

function orderIn(fields: Fields): ReportedOrder {
  const actions = fieldsIn(fields['actions']);
  const said = actions.map((action) => textOf(action['actionDescription'])).filter(Boolean);
  const on = dateOf(fields['effectiveDate']) ?? dateOf(fields['issueDate']);
  const entity = textOf(fieldOf(fields['disciplinaryEntity'])['description']);
  return {
    on,
    words: [entity, said.join(', ') || 'an action without a description', on].filter(Boolean).join(', '),
    // Where nothing is said of an action, it counts.
    prejudicial:
      actions.length === 0 ||
      actions.some((action) => action['isPrejudicial'] !== false && !fieldOf(action['actionStayed'])['code']),
  };
}

function abmsIn(fields: Fields): ReportedCertification {
  return {
    by: 'ABMS',
    board: textOf(fields['boardName']),
    certificate: textOf(fields['certificateName']),
    valid: fields['isCertified'] === true,
    expiresOn: dateOf(
      fieldOf(fields['expirationDate'])['date'] ??
        fieldOf(fields['expirationDate'])['Date'] ??
        fields['expirationDate'],
    ),
  };
}

function aoaIn(fields: Fields): ReportedCertification {
  return {
    by: 'AOA',
    board: textOf(fields['boardName']),
    certificate: textOf(fields['certificationName']),
    valid: textOf(fields['certificationStatus']).toLowerCase() === 'active',
    expiresOn: dateOf(fields['recertificationExpireDate']) ?? dateOf(fields['certificationEndDate']),
  };
}
