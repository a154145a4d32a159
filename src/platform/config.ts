import { resolve } from 'node:path';
import { Reader, type Environment } from './config-reader.js';
import { readPublisherFile } from './publisher-file.js';
import type { Publisher } from './publisher.js';
import { readIndexing, readSiteSettings, type BucketSettings, type CdnSettings } from './site-settings.js';

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
  /** The clamd that is asked about what people upload; without it nobody is. */
  clamdUrl: string | undefined;
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
  /** Name servers that say whether an applicant's mail domain takes mail; empty: the machine's own. Undefined: nobody is asked. */
  mxResolver: string[] | undefined;
  /** The exclusions that federal agencies list; not asked without a key. */
  sam: { url: string; apiKey: string } | undefined;
  /** The Federation of State Medical Boards; without it people look licenses up. */
  fsmb: { url: string; clientId: string; clientSecret: string } | undefined;
  /** Where pages lie instead of in a folder. */
  bucket: BucketSettings | undefined;
  /** Who is told which pages a content delivery network must forget. */
  cdn: CdnSettings | undefined;
  /** Submission of changed addresses to search engines; off without a key. */
  indexNow: { url: string; key: string } | undefined;
}

/** All that is wrong with the environment, one sentence a variable. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

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
  config.clamdUrl = read.url('CLAMD_URL', ['tcp:']);
  config.cutOverOn = read.civilDate('CUT_OVER_ON');
  config.carryOverWindowMonths = read.integer('CARRY_OVER_WINDOW_MONTHS', 18, 3, 60);
  config.nppesUrl = read.url('NPPES_URL', ['http:', 'https:']);
  config.leieUrl = read.url('LEIE_URL', ['http:', 'https:']);
  config.nppesRequestsPerSecond = read.integer('NPPES_REQUESTS_PER_SECOND', 2, 1, 1000);
  config.mxResolver = read.nameServers('MX_RESOLVER', config.embedded);
  const samUrl = read.url('SAM_URL', ['http:', 'https:']) ?? 'https://api.sam.gov/entity-information/v4/exclusions';
  config.sam = env['SAM_API_KEY'] ? { url: samUrl, apiKey: env['SAM_API_KEY'] } : undefined;
  config.fsmb = read.fsmb();
  Object.assign(config, readSiteSettings(read));
  config.publisher = {
    name: env['PUBLISHER_NAME'] || 'Example Health Guides',
    timeZone: read.timeZone('PUBLISHER_TIME_ZONE', 'America/New_York'),
    contact: env['PUBLISHER_CONTACT'] || 'editors@guides.example',
    language: env['PUBLISHER_LANGUAGE'] || 'en-US',
    membersPay: read.oneOf('MEMBERS_PAY', ['yes', 'no'] as const, 'yes') === 'yes',
    ...readIndexing(read),
    ...(env['PUBLISHER_FILE'] ? readPublisherFile(env['PUBLISHER_FILE'], problems) : {}),
  };
  config.secretKey = read.secret('SECRET_KEY', config);
  if (config.role !== 'all' && config.embedded)
    problems.push(`ROLE=${config.role} needs DATABASE_URL: the embedded database serves one process.`);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
