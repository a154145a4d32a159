import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isTimeZone, readPublisherFile } from './publisher-file.js';
import type { Publisher } from './publisher.js';

export const roles = ['all', 'web', 'worker'] as const;
export type ProcessRole = (typeof roles)[number];

/** What the environment says, checked at start. Every variable is listed in `.env.example`. */
export class Config {
  role: ProcessRole;
  host: string;
  port: number;
  /** Where everything it keeps lies: embedded database, page store, mail files, secrets. */
  dataDir: string;
  /** The owner's connection. Empty until the embedded database is up. */
  databaseUrl: string;
  embedded: boolean;
  databasePool: number;
  redisUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Base of every public URL, without a slash at the end. */
  publicUrl: string;
  /** 32 bytes, base64: seals TOTP secrets and keys the hashes of network addresses. */
  secretKey: Buffer;
  logLevel: string;
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  trustProxy: string[];
  metricsToken: string | undefined;
  publisher: Publisher;
  /** After this civil date nothing more is carried over. */
  cutOverOn: string | undefined;
  /** Months, counted from the proposal, within which the first review of a carried-over page is planned. */
  carryOverWindowMonths: number;
  /** Another NPI registry than that of the Centers for Medicare & Medicaid Services. */
  nppesUrl: string | undefined;
  /** Where the monitor fetches the federal exclusion list each month; undefined where people load it. */
  leieUrl: string | undefined;
  /** The registry is the demonstration's own: it knows invented physicians alone. */
  demoRegistry = false;
  /** Questions that one process asks it in a second. It publishes no limit; two are polite. */
  nppesRequestsPerSecond: number;
  /** The exclusions that federal agencies list; not asked without a key. */
  sam: { url: string; apiKey: string } | undefined;
  /** The Federation of State Medical Boards; without it people look licenses up. */
  fsmb: { url: string; clientId: string; clientSecret: string } | undefined;
}

/** All that is wrong with the environment, one sentence a variable. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Record<string, string | undefined>;

/** Reads the environment. Throws {@link ConfigError} with one message per wrong variable. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const config = new Config();
  const read = new Reader(env, problems);
  config.role = read.oneOf('ROLE', roles, 'all');
  config.port = read.integer('PORT', 3000, 0, 65_535);
  config.dataDir = resolve(env['DATA_DIR'] || '.imprimatur');
  config.databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']) ?? '';
  config.embedded = config.databaseUrl === '';
  config.databasePool = read.integer('DATABASE_POOL', 12, 2, 200);
  // Demo logins exist on the embedded database: it never listens beyond this machine.
  config.host = config.embedded ? '127.0.0.1' : env['HOST'] || '0.0.0.0';
  config.redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);
  config.smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:']);
  config.publicUrl = (read.url('PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${config.port}`).replace(
    /\/+$/,
    '',
  );
  config.mailFrom = env['MAIL_FROM'] || 'Imprimatur <desk@imprimatur.example>';
  config.logLevel = read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info');
  config.trustProxy = (env['TRUST_PROXY'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  config.metricsToken = env['METRICS_TOKEN'] || undefined;
  config.cutOverOn = read.civilDate('CUT_OVER_ON');
  config.carryOverWindowMonths = read.integer('CARRY_OVER_WINDOW_MONTHS', 18, 3, 60);
  config.nppesUrl = read.url('NPPES_URL', ['http:', 'https:']);
  config.leieUrl = read.url('LEIE_URL', ['http:', 'https:']);
  config.nppesRequestsPerSecond = read.integer('NPPES_REQUESTS_PER_SECOND', 2, 1, 1000);
  const samUrl = read.url('SAM_URL', ['http:', 'https:']) ?? 'https://api.sam.gov/entity-information/v4/exclusions';
  config.sam = env['SAM_API_KEY'] ? { url: samUrl, apiKey: env['SAM_API_KEY'] } : undefined;
  config.fsmb = read.fsmb();
  config.publisher = {
    name: env['PUBLISHER_NAME'] || 'Example Health Guides',
    timeZone: read.timeZone('PUBLISHER_TIME_ZONE', 'America/New_York'),
    contact: env['PUBLISHER_CONTACT'] || 'editors@guides.example',
    language: env['PUBLISHER_LANGUAGE'] || 'en-US',
    membersPay: read.oneOf('MEMBERS_PAY', ['yes', 'no'] as const, 'yes') === 'yes',
    ...(env['PUBLISHER_FILE'] ? readPublisherFile(env['PUBLISHER_FILE'], problems) : {}),
  };
  config.secretKey = read.secret('SECRET_KEY', config);
  if (config.role !== 'all' && config.embedded)
    problems.push(`ROLE=${config.role} needs DATABASE_URL: the embedded database serves one process.`);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

class Reader {
  constructor(
    private readonly env: Environment,
    private readonly problems: string[],
  ) {}

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.env[name] || fallback;
    if ((choices as readonly string[]).includes(value)) return value as Choice;
    this.problems.push(`${name} must be one of ${choices.join(', ')}; it is “${value}”.`);
    return fallback;
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const text = this.env[name] || String(fallback);
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    this.problems.push(`${name} must be a whole number from ${least} to ${most}; it is “${text}”.`);
    return fallback;
  }

  url(name: string, protocols: string[]): string | undefined {
    const value = this.env[name];
    if (!value) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    // The value may hold a password: it is not repeated.
    this.problems.push(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return undefined;
  }

  /** All three of them, or none. */
  fsmb(): Config['fsmb'] {
    const url = this.url('FSMB_URL', ['http:', 'https:']);
    const { FSMB_CLIENT_ID: clientId, FSMB_CLIENT_SECRET: clientSecret } = this.env;
    if (url && clientId && clientSecret) return { url, clientId, clientSecret };
    const missing = ['FSMB_URL', 'FSMB_CLIENT_ID', 'FSMB_CLIENT_SECRET'].filter((name) => !this.env[name]);
    if (missing.length === 1 || missing.length === 2)
      this.problems.push(
        `${missing.join(' and ')} must be set too: licenses are looked up with all three, or by people.`,
      );
    return undefined;
  }

  timeZone(name: string, fallback: string): string {
    const value = this.env[name] || fallback;
    if (isTimeZone(value)) return value;
    this.problems.push(`${name} must be an IANA time zone such as America/New_York; it is “${value}”.`);
    return fallback;
  }

  civilDate(name: string): string | undefined {
    const value = this.env[name];
    if (!value) return undefined;
    if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
    this.problems.push(`${name} must be a date such as 2027-03-31; it is “${value}”.`);
    return undefined;
  }

  secret(name: string, config: Config): Buffer {
    const value = this.env[name];
    if (!value && config.embedded) return keptSecret(config.dataDir);
    const key = Buffer.from(value ?? '', 'base64');
    if (key.length >= 32) return key;
    this.problems.push(`${name} must hold at least 32 random bytes in base64 (openssl rand -base64 32).`);
    return randomBytes(32);
  }
}

/** On a laptop the key is made once and kept beside the embedded database. */
function keptSecret(dataDir: string): Buffer {
  const file = join(dataDir, 'secret.key');
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch {
    const key = randomBytes(32);
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600 });
    return key;
  }
}
