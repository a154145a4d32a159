import { boardNamed, isSameBoard } from './certifying-boards.js';
import type { CheckFinding } from './check.js';

/** What a biography is held against. */
export interface BiographyContext {
  /** The certifying board declared, or empty. */
  certification: string;
  /** Two letters: the state of the license. */
  state: string;
}

interface Rule {
  form: RegExp;
  says: string;
  /** “There is no cure” is honest: a negation before the words takes the sting out. */
  deniable?: true;
}

const doctors = String.raw`(?:doctors?|docs?|physicians?|surgeons?|dermatologists?|specialists?|experts?|colleagues?|peers?|competitors?|providers?|clinics?|practices?|hospitals?|centers?)`;
const outcomes = String.raw`(?:results?|outcomes?|care|quality|techniques?|treatments?|skills?|appearance|looks?)`;

/** What no profile says (`domain.md` B2). */
const prohibited: Rule[] = [
  {
    form: /\bbest\b(?![- ](?:avoided|practices?|interests?|discussed|left|seen|done|treated|started|taken|used|available|suited|evidence|known|described|judged)\b)(?<!\b(?:my|our|her|his|their|your|at) best)/,
    says: 'calls somebody or something the best',
    deniable: true,
  },
  {
    form: new RegExp(
      String.raw`\btop[- ](?:\d+|rated|ranked|tier|notch|choice|(?:\w+ )?${doctors})\b|\b(?:among|one of) the top\b`,
    ),
    says: 'ranks somebody at the top',
    deniable: true,
  },
  {
    form: new RegExp(
      String.raw`\b(?:world|nation|state|country|region|industry|market|city)(?:['’]s)?[- ]leading\b|\bleading (?:\w+ ){0,2}(?:${doctors}|authority|authorities|name|figure|voice)\b`,
    ),
    says: 'calls somebody leading',
    deniable: true,
  },
  { form: /#\s?1\b|\bno\. ?1\b|\bnumber[- ]one\b/, says: 'ranks somebody first' },
  { form: /\bguarant(?:y|ees?|eed|eeing)\b/, says: 'guarantees something', deniable: true },
  { form: /\bcur(?:e|es|ed|ing)\b/, says: 'promises a cure', deniable: true },
  {
    form: /\b(?:100 ?%|perfect(?:ly)?|flawless(?:ly)?|painless(?:ly)?|pain-free|scarless|scar-free|risk-free|miracles?|miraculous|unmatched|unrivall?ed|unparallell?ed|unbeatable|finest|greatest)(?![\w])/,
    says: 'praises beyond what can be shown',
    deniable: true,
  },
  {
    form: /\bmost (?:natural|effective|advanced|successful|experienced|skilled|trusted|sought-after|respected|innovative|qualified)\b/,
    says: 'puts results or persons above all others',
    deniable: true,
  },
  {
    form: new RegExp(String.raw`\b(?:superior|exceptional|amazing|incredible) ${outcomes}\b`),
    says: 'praises outcomes',
    deniable: true,
  },
  { form: /\bno (?:risks?|side effects?|pain|scars?|scarring|downtime|complications?)\b/, says: 'promises no risk' },
  {
    form: /\bwithout (?:any )?(?:risks?|side effects?|pain|scars?|scarring|complications?)\b/,
    says: 'promises no risk',
    deniable: true,
  },
  {
    form: new RegExp(
      String.raw`\b(?:better|safer|faster|gentler|more \w+) than (?:\w+ ){0,3}${doctors}\b|\bunlike (?:\w+ ){0,2}${doctors}\b|\bthe only (?:\w+ ){0,2}${doctors}\b|\bsecond to none\b`,
    ),
    says: 'compares with colleagues',
    deniable: true,
  },
  {
    form: /\btestimonials?\b|\b(?:five|5)[- ]stars?\b|\bstar ratings?\b|\b(?:highly|best)[- ]rated\b|\b\d(?:\.\d)? ?(?:\/|out of) ?5\b|[★⭐]|\b(?:google|yelp|healthgrades|realself|zocdoc)\b|\bpatients? (?:say|says|said|love|loves|rave|raves|rate|rates|call|calls|praise|praises)\b/,
    says: 'cites patients or ratings',
  },
  { form: /[^\s@]+@[^\s@]+\.[a-z]{2,}/, says: 'gives an e-mail address' },
  { form: /(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)/, says: 'gives a phone number' },
  {
    form: /https?:|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|health|clinic|doctor|example|io|us)\b|(?:^|\s)@\w{2,}/,
    says: 'gives a link',
  },
  {
    form: /\bcertified (?:in )?hair[- ](?:restoration|transplant)/,
    says: 'claims a certification in hair restoration, which no board of ABMS gives',
  },
];

/** What may be true and has to be shown, or cut. */
const editable: Rule[] = [
  {
    form: /\b(?:\d[\d,.]*\+?|hundreds|thousands|dozens|countless)(?: of)? (?:\w+ ){0,3}(?:procedures?|surgeries|operations?|transplants?|grafts?|cases|treatments?|patients|sessions)\b/,
    says: 'counts procedures or patients',
  },
  { form: /\bexperts?\b/, says: 'calls somebody an expert', deniable: true },
  {
    form: /\b(?:renowned|famous|celebrated|acclaimed|prestigious|pioneer(?:s|ed|ing)?|world-class|sought-after)\b/,
    says: 'calls somebody or something renowned',
  },
  { form: /\b(?:award(?:s|ed|-winning)?|prizes?|honou?red|voted)\b/, says: 'names an award' },
  {
    form: /\b(?:years?|decades?)\b['’]? (?:of )?(?:\w+ ){0,3}(?:experience|practice|practicing|practising)\b|\bexperience of (?:\w+ ){0,3}(?:years|decades)\b|\b(?:practic(?:ed|ing)|practis(?:ed|ing)|performing) (?:\w+ ){0,3}for (?:\w+ ){1,4}(?:years|decades)\b/,
    says: 'counts years without proof',
  },
];

const negation =
  /\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without|rarely|avoids?|instead of|rather than|false|myth|free of)\b|n['’]t\b/;
const texasSentence = 'not certified by an organization recognized by the texas medical board';

/** V16: what a biography may say (`domain.md` B2). Prohibited claims fail, others have to be edited or shown; plain facts pass. */
export function lintBiography(text: string, context: BiographyContext): CheckFinding {
  const sentences = sentencesOf(text);
  const board = boardClaims(sentences, text, context);
  const fails = [...broken(sentences, prohibited), ...board.fails];
  const reviews = [...broken(sentences, editable), ...board.reviews];
  if (fails.length > 0) return { outcome: 'fail', reasons: [...fails, ...reviews] };
  if (reviews.length > 0) return { outcome: 'review', reasons: reviews };
  return { outcome: 'pass', reasons: ['No claim that has to be cut or shown.'] };
}

// “Dr. Roe” and “M.D.” end no sentence.
function sentencesOf(text: string): string[] {
  return text.normalize('NFKC').split(/(?<!\b(?:[A-Z]|Dr|Mr|Ms|Mrs|St|No))(?<=[.!?])\s+(?=["“(]?\p{Lu})|\n+/u);
}

function broken(sentences: readonly string[], rules: readonly Rule[]): string[] {
  return sentences.flatMap((sentence) =>
    rules
      .filter((rule) => breaks(sentence.toLowerCase(), rule))
      .map(({ says }) => `It ${says}: “${shortened(sentence)}”`),
  );
}

/** Each place counts by itself: “no cure, but the best clinic” is found out. */
function breaks(sentence: string, { form, deniable }: Rule): boolean {
  const places = [...sentence.matchAll(new RegExp(form.source, 'gu'))];
  return places.some(({ index }) => !deniable || !isDenied(sentence.slice(0, index)));
}

/** A negation in the same clause, shortly before. “Not only the best” denies nothing. */
function isDenied(before: string): boolean {
  const clause = before.split(/[,;:]|\bbut\b|\byet\b/).at(-1) ?? '';
  const near = clause.trim().split(/\s+/).slice(-6).join(' ');
  return negation.test(near) && !/\bnot (?:only|just|merely)\b|\bno (?:doubt|wonder|other)\b/.test(near);
}

function boardClaims(
  sentences: readonly string[],
  text: string,
  context: BiographyContext,
): { fails: string[]; reviews: string[] } {
  const claims = sentences.filter((sentence) =>
    breaks(sentence.toLowerCase(), {
      form: /\b(?:board|double|dual|triple)[- ]certifi(?:ed|cations?)\b|\bcertified by\b|\bdiplomates? of\b/,
      says: '',
      deniable: true,
    }),
  );
  const judged = claims.map((sentence) => judgeClaim(sentence, text, context));
  return { fails: judged.flatMap(({ fail }) => fail ?? []), reviews: judged.flatMap(({ review }) => review ?? []) };
}

function judgeClaim(
  sentence: string,
  text: string,
  { certification, state }: BiographyContext,
): { fail?: string; review?: string } {
  const said = `“${shortened(sentence)}”`;
  const known = boardNamed(sentence);
  const named = known?.name ?? /\b(?:\p{Lu}[\p{L}-]+ ){1,4}Board of \p{Lu}[\p{L} ]+/u.exec(sentence)?.[0];
  if (!named) return { fail: `It claims a certification without the full name of the board: ${said}` };
  const disclosed = text.toLowerCase().replace(/\s+/g, ' ').includes(texasSentence);
  if (!known?.member && state === 'CA')
    return { fail: `California allows the words for boards of ABMS and the like alone (B&P 651): ${said}` };
  if (!known?.member && state === 'TX' && !disclosed)
    return { fail: `Texas asks for “Not certified by an organization recognized by the Texas Medical Board”: ${said}` };
  if (!known?.member) return { review: `The board is not one of ABMS or AOA: ${said}` };
  if (!isSameBoard(known.name, certification))
    return { review: `The certification was not declared, and so is not checked: ${said}` };
  return {};
}

const shortened = (sentence: string): string => (sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence);
