/** What a signer declared, as one printed line; of a person whose name is withheld without words that could tell who it is. */
export function disclosureLine(signed: {
  /** Null where it is withheld. */
  name: string | null;
  conflict: 'none' | 'disclosed';
  conflictStatement: string;
}): string {
  const { name, conflict, conflictStatement } = signed;
  const who = name ?? 'The reviewer';
  if (conflict === 'none') return `${who} declared no conflicts of interest.`;
  return name === null
    ? 'The reviewer disclosed a conflict of interest, whose words are withheld with the name.'
    : `${name} disclosed: ${conflictStatement}`;
}
