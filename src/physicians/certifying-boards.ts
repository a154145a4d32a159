/** A board that certifies physicians, by its full name. */
export interface CertifyingBoard {
  name: string;
  /** Whose member it is; null for a board of its own. */
  member: 'ABMS' | 'AOA' | null;
}

const specialties = (text: string): string[] => text.split('; ');

// Names of institutions, as they write themselves.
const abms = specialties(
  'Allergy and Immunology; Anesthesiology; Colon and Rectal Surgery; Dermatology; Emergency Medicine; Family Medicine; ' +
    'Internal Medicine; Medical Genetics and Genomics; Neurological Surgery; Nuclear Medicine; Obstetrics and Gynecology; ' +
    'Ophthalmology; Orthopaedic Surgery; Otolaryngology – Head and Neck Surgery; Pathology; Pediatrics; ' +
    'Physical Medicine and Rehabilitation; Plastic Surgery; Preventive Medicine; Psychiatry and Neurology; Radiology; ' +
    'Surgery; Thoracic Surgery; Urology',
);
const aoa = specialties(
  'Anesthesiology; Dermatology; Emergency Medicine; Family Physicians; Internal Medicine; Neurology and Psychiatry; ' +
    'Neuromusculoskeletal Medicine; Obstetrics and Gynecology; Ophthalmology and Otolaryngology; Orthopedic Surgery; Pathology; ' +
    'Pediatrics; Physical Medicine and Rehabilitation; Preventive Medicine; Radiology; Surgery',
);
const others: [name: string, acronym: string][] = [
  ['American Board of Hair Restoration Surgery', 'ABHRS'],
  ['American Board of Cosmetic Surgery', 'ABCS'],
  ['American Board of Facial Plastic and Reconstructive Surgery', 'ABFPRS'],
  ['American Board of Physician Specialties', 'ABPS'],
];

/** The words of a name: small, without accents and punctuation; “&” is “and”. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

const known: (CertifyingBoard & { words: string[] })[] = [
  ...abms.map((field) => board(`American Board of ${field}`, 'ABMS')),
  ...aoa.map((field) => board(`American Osteopathic Board of ${field}`, 'AOA')),
  ...others.map(([name, acronym]) => board(name, null, acronym)),
].sort((one, other) => (other.words[0] ?? '').length - (one.words[0] ?? '').length);

function board(name: string, member: CertifyingBoard['member'], acronym?: string) {
  const words = [folded(name), ...(acronym ? [folded(acronym)] : [])];
  // Older and shorter forms in wide use.
  if (name.includes(' – ')) words.push(folded(name.split(' – ')[0] ?? name));
  return { name, member, words };
}

/** The board that a text names, whole: the longest one, so that “Surgery” does not stand for “Plastic Surgery”. */
export function boardNamed(text: string): CertifyingBoard | undefined {
  const within = ` ${folded(text)} `;
  const found = known.find(({ words }) => words.some((name) => within.includes(` ${name} `)));
  return found && { name: found.name, member: found.member };
}

/** Whether two texts name the same board, known here or not. */
export function isSameBoard(one: string, other: string): boolean {
  const [mine, theirs] = [boardNamed(one)?.name ?? one, boardNamed(other)?.name ?? other].map(folded);
  return mine !== '' && mine === theirs;
}

/**
 * What a profile prints of a certification that was confirmed: the full name of the board, or nothing. California and Texas let
 * physicians advertise boards of ABMS and AOA (`domain.md` B2), so that no other is printed there.
 */
export function printableBoard(claim: string, state: string): string {
  const found = boardNamed(claim);
  if (!found?.member && ['CA', 'TX'].includes(state)) return '';
  if (found) return found.name;
  return /\bboard of \p{L}/iu.test(claim) ? claim.trim() : '';
}
