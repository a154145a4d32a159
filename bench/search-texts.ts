// Words that look like a medical library’s: some in every text, most in few (Zipf), and titles of their own.
const beginnings =
  'derm neur cardi hepat nephr oste arthr gastr pulmon hemat onc psych ophthalm ot rhin laryng end gyn ur vascul lymph my tend chondr kerat trich onych aden lip fibr cyst vesic encephal mening col enter pancre splen thyr'.split(
    ' ',
  );
const middles = 'o a i oblast ogen osteo omyc ocyt osclero ovascul otox oplast oceph otroph ometr ophil'.split(' ');
const ends =
  'itis osis oma opathy algia ectomy otomy oscopy oplasty emia uria asis ectasia plegia genesis megaly'.split(' ');
export const commonWords =
  'the of and to in a is that for it with as be on by this are or from at an not skin hair treatment doctor patient pain risk dose week month symptom cause test surgery medicine side effect child adult blood heart water food sleep care scalp loss growth light cream tablet injection session clinic result study trial evidence benefit harm allergy infection swelling redness itching fever nausea headache dizziness recovery follow up before after during'.split(
    ' ',
  );
export const rareWords = beginnings.flatMap((start) =>
  middles.flatMap((middle) => ends.map((end) => start + middle + end)),
);

/** The same numbers in every run, from 0 up to 1. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A word as a text has it: of the first few very often, of thousands hardly ever. */
function anyWord(random: () => number): string {
  const common = random() < 0.8;
  const words = common ? commonWords : rareWords;
  return words[Math.floor(words.length * random() ** (common ? 2 : 1.5))] ?? '';
}

export function sentences(count: number, random: () => number): string[] {
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 8 + Math.floor(random() * 10) }, () => anyWord(random)).join(' ');
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  });
}

export const rareWord = (random: () => number): string => rareWords[Math.floor(random() * rareWords.length)] ?? '';

/** For example “Dermogenitis treatment and cardoscopy”. */
export function title(random: () => number): string {
  const content = commonWords.slice(22);
  const common = content[Math.floor(random() ** 2 * content.length)] ?? '';
  const name = rareWord(random);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${common}${random() < 0.5 ? ` and ${rareWord(random)}` : ''}`;
}
