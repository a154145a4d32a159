// Codes of the NUCC provider taxonomy that we accept for a specialty of ours: our own mapping, by code alone. The names
// that the registry writes beside the codes differ from those of the code set and are never compared.
const codesOf = new Map<string, readonly string[]>([
  ['dermatology', ['207N00000X', '207ND0101X', '207ND0900X', '207NI0002X', '207NP0225X', '207NS0135X']],
  ['plastic-surgery', ['208200000X', '2082S0099X', '2082S0105X', '2086S0122X']],
  ['facial-plastic', ['207Y00000X', '207YS0123X', '207YX0007X']],
  ['oculoplastic', ['207W00000X', '207WX0200X']],
  ['endocrinology', ['207RE0101X', '2080P0205X']],
  ['gynecology', ['207V00000X', '207VG0400X', '207VE0102X', '207VX0201X', '207VF0040X']],
  ['general-surgery', ['208600000X']],
  ['primary-care', ['207Q00000X', '207R00000X', '208000000X', '208D00000X']],
]);

// Physician assistants, nurse practitioners, students in training, dentists.
const otherProfession = /^(?:363A|363L|1223|390200000X)/;

/** Whether a taxonomy code stands for a physician: the group "Allopathic & Osteopathic Physicians". */
export function isPhysicianCode(code: string): boolean {
  return /^20[0-9A-Z]{7}X$/.test(code);
}

/** Whether a taxonomy code stands for a profession that is taken for a physician's now and then and is none. */
export function isOtherProfessionCode(code: string): boolean {
  return otherProfession.test(code);
}

/** Whether we know codes for this specialty of ours at all. */
export function isMappedSpecialty(specialty: string): boolean {
  return codesOf.has(specialty);
}

/** Whether a taxonomy code is accepted for a specialty of ours (its slug). */
export function matchesSpecialty(code: string, specialty: string): boolean {
  return codesOf.get(specialty)?.includes(code) ?? false;
}
