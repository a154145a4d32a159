import { BADNAME, NODATA, NOTFOUND } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { digestOf, SourceTrouble, type SourceEvidence } from './outside-source.js';

export interface MailDomainOptions {
  /** Addresses of name servers, with or without a port; the machine's own where there are none. */
  servers: readonly string[];
  now: () => Date;
  /** For the first try; a further one waits twice as long. */
  timeoutMilliseconds?: number;
  tries?: number;
}

/** Whether a domain takes mail, with what the name servers said. */
export interface MailDomainEvidence extends SourceEvidence {
  takesMail: boolean;
  /** Why it does, or does not, as the end of a sentence that begins with the domain. */
  because: string;
}

interface Said {
  exchanges: string[] | null;
  addresses: string[];
}

/** Names that cannot be or are not there, and names without such a record: answers, all of them. */
const nothing = new Set<unknown>([BADNAME, NODATA, NOTFOUND]);

/** Asks the domain name system where the mail of a domain goes (RFC 5321, 5.1; RFC 7505). No message is sent and no mail server asked. */
export class MailDomains {
  private readonly resolver: Resolver;

  constructor(private readonly options: MailDomainOptions) {
    const { servers, timeoutMilliseconds: timeout = 2000, tries = 2 } = options;
    this.resolver = new Resolver({ timeout, tries });
    if (servers.length > 0) this.resolver.setServers(servers);
  }

  /** `domain` in ASCII. Throws {@link SourceTrouble} where no name server gave an answer that can be used. */
  async lookUp(domain: string): Promise<MailDomainEvidence> {
    const said = await this.ask(domain).catch((cause: unknown) => {
      throw new SourceTrouble(`The name servers gave no answer about ${domain}.`, { cause });
    });
    const raw = Buffer.from(JSON.stringify(said));
    const asked = { source: 'Domain name system', request: `MX ${domain}`, answeredAt: this.options.now() };
    return { ...asked, raw, sha256: digestOf(raw), ...judged(said) };
  }

  /** Where no exchange is named, mail goes to the address of the domain itself. */
  private async ask(domain: string): Promise<Said> {
    const found = await this.resolver.resolveMx(domain).catch(noneOf);
    if (found.length > 0) {
      const byPriority = found.toSorted((one, other) => one.priority - other.priority);
      return { exchanges: byPriority.map(({ exchange }) => exchange), addresses: [] };
    }
    const kinds = [this.resolver.resolve4(domain), this.resolver.resolve6(domain)];
    return { exchanges: null, addresses: (await Promise.all(kinds.map((kind) => kind.catch(noneOf)))).flat() };
  }
}

function judged({ exchanges, addresses }: Said): Pick<MailDomainEvidence, 'takesMail' | 'because'> {
  // One exchange without a name says that the domain takes no mail at all.
  const named = exchanges?.filter(Boolean) ?? [];
  if (named.length > 0) return { takesMail: true, because: `has its mail taken by ${named[0]}` };
  if (exchanges) return { takesMail: false, because: 'says that it takes no mail' };
  return addresses.length > 0
    ? { takesMail: true, because: 'takes its mail itself' }
    : { takesMail: false, because: 'has no server that would take mail' };
}

function noneOf(error: unknown): [] {
  if (nothing.has((error as NodeJS.ErrnoException).code)) return [];
  throw error;
}
