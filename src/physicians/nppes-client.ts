import { type NppesAnswer, readNppesAnswer, RegistryTrouble } from './nppes-answer.js';
import { digestOf, OutsideSource, type SourceEvidence, type SourceManners } from './outside-source.js';

/** Where the Centers for Medicare & Medicaid Services answer. */
export const publishedRegistry = 'https://npiregistry.cms.hhs.gov/api/';

/** An answer of the registry and what proves it: the bytes as they came, and the URL that was asked. */
export interface Evidence extends SourceEvidence {
  answer: NppesAnswer;
}

export interface NppesClientOptions extends SourceManners {
  /** For example `https://npiregistry.cms.hhs.gov/api/`. */
  baseUrl: string;
  now: () => Date;
}

/**
 * Asks the public registry of the Centers for Medicare & Medicaid Services about one number at a time. Make one for a
 * process: the spacing of requests and the rest after failures are its own. It remembers no answers.
 */
export class NppesClient {
  private readonly source: OutsideSource;

  constructor(private readonly options: NppesClientOptions) {
    this.source = new OutsideSource({ called: 'The registry', Trouble: RegistryTrouble }, options);
  }

  /**
   * What the registry holds about a number. With all tries and pauses it may take most of a minute.
   * Throws {@link RegistryTrouble} when no try brought an answer.
   */
  async lookUp(npi: string): Promise<Evidence> {
    const url = new URL(this.options.baseUrl);
    url.searchParams.set('version', '2.1');
    url.searchParams.set('number', npi);
    return this.source.ask(() => this.once(url, npi));
  }

  private async once(url: URL, npi: string): Promise<Evidence> {
    const { body: raw } = await this.source.request(url);
    return {
      source: 'NPPES NPI Registry',
      request: url.href,
      answeredAt: this.options.now(),
      raw,
      sha256: digestOf(raw),
      answer: readNppesAnswer(raw, npi),
    };
  }
}
