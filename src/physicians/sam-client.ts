import type { CheckFinding } from './check.js';
import { foldToOneWord } from './fold.js';
import { digestOf, OutsideSource, SourceTrouble, type SourceEvidence, type SourceManners } from './outside-source.js';
import { compareNames } from './person-name.js';
import { readSamPage, type SamExclusion } from './sam-answer.js';

export interface SamOptions extends SourceManners {
  /** For example `https://api.sam.gov/entity-information/v4/exclusions`. */
  baseUrl: string;
  apiKey: string;
  now: () => Date;
}

/** Whom to look for. Without a name and a state only the number is. */
export interface SamPerson {
  npi: string;
  givenName: string;
  familyName: string;
  /** Two letters. */
  state: string;
}

export interface SamEvidence extends SourceEvidence {
  exclusions: SamExclusion[];
}

/** Records a page, and pages that are read for one name; keys of persons may ask ten times a day only. */
const pageSize = 10;
const mostPages = 5;

/** Asks the federal list of excluded parties by NPI and, where nobody has that, by name in a state. The key is sent in a header alone. */
export class SamClient {
  private readonly source: OutsideSource;

  constructor(private readonly options: SamOptions) {
    this.source = new OutsideSource({ called: 'SAM.gov', Trouble: SourceTrouble }, options);
  }

  /** Who is listed under the number or the name. Throws {@link SourceTrouble} when no try brought an answer. */
  async lookUp(person: SamPerson): Promise<SamEvidence> {
    return this.source.ask(async () => {
      const byNumber = await this.pages({ npi: person.npi });
      if (byNumber.exclusions.some(({ npi }) => npi !== person.npi))
        throw new SourceTrouble('SAM.gov answered about another number.');
      const named = [person.givenName, person.familyName, person.state].every(Boolean);
      const byName = byNumber.exclusions.length === 0 && named ? await this.pages(byNameIn(person)) : none;
      const raw = Buffer.from([...byNumber.raw, ...byName.raw].join('\n'));
      return {
        source: 'SAM.gov exclusions',
        request: [...byNumber.urls, ...byName.urls].join(' '),
        answeredAt: this.options.now(),
        raw,
        sha256: digestOf(raw),
        exclusions: [...byNumber.exclusions, ...byName.exclusions],
      };
    });
  }

  private async pages(question: Record<string, string>): Promise<typeof none> {
    const found: typeof none = { urls: [], raw: [], exclusions: [] };
    for (let page = 0, total = 1; page * pageSize < total; page += 1) {
      if (page === mostPages)
        throw new SourceTrouble(`SAM.gov lists ${total} of this name: too many to judge by machine.`);
      const url = new URL(this.options.baseUrl);
      url.search = new URLSearchParams({ ...question, page: String(page), size: String(pageSize) }).toString();
      const { body } = await this.source.request(url, { headers: { 'x-api-key': this.options.apiKey } });
      const answer = readSamPage(body);
      total = answer.total;
      found.urls.push(url.href);
      found.raw.push(body.toString());
      found.exclusions.push(...answer.exclusions);
    }
    return found;
  }
}

const none: { urls: string[]; raw: string[]; exclusions: SamExclusion[] } = { urls: [], raw: [], exclusions: [] };

/** Characters that the list refuses or reads as operators are left out; it looks for each word by itself. */
function byNameIn({ givenName, familyName, state }: SamPerson): Record<string, string> {
  const plain = `${givenName} ${familyName}`.replace(/[^\p{L}\p{M}\p{N}'’. -]+/gu, ' ').trim();
  return { classification: 'Individual', exclusionName: plain, stateProvince: state };
}

/** V11: a row with the NPI fails; a row with the name, in a state that agrees, is for a person to judge. */
export function judgeSam(person: SamPerson, exclusions: readonly SamExclusion[]): CheckFinding {
  const byNumber = exclusions.filter(({ npi }) => npi === person.npi);
  if (byNumber.length > 0) return { outcome: 'fail', reasons: byNumber.map((row) => sentenceOn('The NPI', row)) };
  const byName = exclusions.filter((row) => isNamed(person, row) && row.states.includes(person.state));
  if (byName.length > 0)
    return { outcome: 'review', reasons: byName.map((row) => sentenceOn('Somebody of this name', row)) };
  return { outcome: 'pass', reasons: ['Nobody of this number, or of this name in this state, is listed.'] };
}

function isNamed({ givenName, familyName }: SamPerson, { name }: SamExclusion): boolean {
  if (foldToOneWord(familyName) === '') return false;
  return compareNames({ first: givenName, middle: '', last: familyName }, name) !== 'different';
}

function sentenceOn(who: string, { name, npi, states, agency, type, since }: SamExclusion): string {
  const written = [name.first, name.middle, name.last].filter(Boolean).join(' ') || 'nameless';
  const facts = [written, npi && `NPI ${npi}`, ...states, type, agency, since && `since ${since}`].filter(Boolean);
  return `${who} is listed: ${facts.join(', ')}.`;
}
