import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.js';
import { isTimeZone } from './publisher-file.js';

export type Environment = Record<string, string | undefined>;

/** Reads one variable after another, and notes a sentence for each that is wrong. */
export class Reader {
  constructor(
    private readonly env: Environment,
    private readonly problems: string[],
  ) {}

  /** Undefined where it is not set, or empty. */
  text(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  refuse(problem: string): void {
    this.problems.push(problem);
  }

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

  /** Undefined for `off`, which is also what nothing said means where `offByDefault`; else empty. */
  nameServers(name: string, offByDefault: boolean): string[] | undefined {
    const value = this.env[name] || (offByDefault ? 'off' : '');
    if (value === 'off') return undefined;
    const servers = value.split(/[\s,]+/).filter(Boolean);
    const wrong = servers.find((server) => !isNameServer(server));
    if (wrong === undefined) return servers;
    this.problems.push(`${name} must be off, or addresses such as 192.0.2.53 or [2001:db8::53]:53; it is “${value}”.`);
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

function isNameServer(text: string): boolean {
  const [, bracketed, plain, port = '53'] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const address = isIPv6(bracketed ?? '') || isIPv4(plain ?? '') || (isIPv6(text) && port === '53');
  return address && Number(port) > 0 && Number(port) < 65_536;
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
