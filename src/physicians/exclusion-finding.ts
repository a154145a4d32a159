import type { CheckFinding } from './check.js';
import type { AcceptedList, ExclusionMatch } from './exclusion-hits.js';

/** The list is published each month; past this many days one was missed. */
export const listLastsDays = 45;
const dayMs = 86_400_000;

/** V10 of one person, with the rows that name them and the list that was asked. */
export interface ExclusionFinding extends CheckFinding {
  matches: ExclusionMatch[];
  list: AcceptedList | undefined;
}

/**
 * A row with the NPI fails, a row with the name (and a state, year of birth or specialty that agrees) is for a person to judge.
 * Without a list of the last 45 days nobody passes: the check errs, unless an older one names the number.
 */
export function judgeExclusion(list: AcceptedList | undefined, matches: ExclusionMatch[], now: Date): ExclusionFinding {
  const reasons = matches.map(sentenceOn);
  const problem = listProblem(list, now);
  if (matches.some(({ by }) => by === 'npi')) return { outcome: 'fail', reasons, matches, list };
  if (problem !== undefined) return { outcome: 'error', reasons: [problem, ...reasons], matches, list };
  return { outcome: matches.length > 0 ? 'review' : 'pass', reasons, matches, list };
}

/** Why nobody can be cleared against this list now; undefined while it may be relied on. */
export function listProblem(list: AcceptedList | undefined, now: Date): string | undefined {
  if (!list) return 'No federal exclusion list was loaded yet.';
  const { lastModified, loadedAt } = list;
  const days = Math.floor((now.getTime() - (lastModified ?? loadedAt).getTime()) / dayMs);
  if (days <= listLastsDays) return undefined;
  return `The federal exclusion list is ${days} days old: a newer one must be loaded first.`;
}

/** Which edition of the list a result rests on, as evidence keeps it. */
export function datasetVersion({ lastModified, loadedAt, rows, sha256 }: AcceptedList): string {
  const dated = lastModified ? `of ${lastModified.toISOString()}` : `loaded ${loadedAt.toISOString()}`;
  return `LEIE ${dated}, ${rows} rows, sha256 ${sha256}`;
}

/** A match in words, for whoever judges it. */
export function sentenceOn(match: ExclusionMatch): string {
  const { exclusionType, excludedOn, reinstatedOn } = match;
  const since = `excluded since ${excludedOn} (${exclusionType})${reinstatedOn ? `, reinstated ${reinstatedOn}` : ''}`;
  if (match.by === 'npi') return `NPI ${match.npi ?? ''} is listed: ${described(match)}, ${since}.`;
  const listedNpi = match.npi === null ? 'no NPI is listed' : `the NPI listed is another, ${match.npi}`;
  return `Somebody of this name is listed: ${described(match)}, ${since}; ${agreementOf(match)}; ${listedNpi}.`;
}

function described({
  firstName,
  middleName,
  lastName,
  businessName,
  state,
  birthYear,
  ...work
}: ExclusionMatch): string {
  const name = [firstName, middleName, lastName].filter(Boolean).join(' ') || (businessName ?? 'nameless');
  const born = birthYear === null ? null : `born ${birthYear}`;
  return [name, state, born, work.specialty ?? work.general].filter(Boolean).join(', ');
}

function agreementOf({ stateAgrees, birthYearAgrees, specialtyAgrees }: ExclusionMatch): string {
  const same = [
    ...(stateAgrees ? ['the state'] : []),
    ...(birthYearAgrees ? ['the year of birth'] : []),
    ...(specialtyAgrees ? ['the specialty'] : []),
  ];
  return `the same: ${same.join(', ')}`;
}
