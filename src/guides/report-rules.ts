import type { Reason } from '../platform/errors.js';

/** Why a reader writes: fixed, in the order of the form. */
export const reportReasons = {
  outdated: 'It is out of date',
  error: 'A fact is wrong',
  harm: 'It could harm somebody',
  broken: 'A link or an image is broken',
  unclear: 'It is hard to understand',
  accessibility: 'I cannot use it (accessibility)',
  other: 'Something else',
} as const;
export type ReportReason = keyof typeof reportReasons;

/** Characters of a report at most. */
export const longestReport = 500;

const mailAddress = /[^\s@]+@[^\s@]+\.[^\s@.]{2,}/u;
// North American, and any with a country code. Codes of drugs, books and papers are grouped otherwise.
const phoneNumber =
  /(?<![\d-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]?\d{3}[\s.-]?\d{4}(?![\d-])|\+\d[\d\s().-]{7,}\d/u;
const socialSecurityNumber = /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/u;

/** A reader's words as they are kept: composed, trimmed, line ends of one kind. */
export function tidyReport(body: string): string {
  return body.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();
}

/** Everything against a report, whatever page it is about; empty where it may be taken. `body` is tidy. */
export function reportProblems({ reason, body }: { reason: string; body: string }): Reason[] {
  const problems: Reason[] = [];
  const against = (code: string, message: string): number => problems.push({ code, message });
  if (!Object.hasOwn(reportReasons, reason)) against('reason', 'Choose what is wrong.');
  if ([...body].length > longestReport) against('body', `Write at most ${longestReport} characters.`);
  if (reason === 'other' && body === '') against('body', 'Say in a few words what it is.');
  if (/[^\P{C}\n\t]/u.test(body)) against('body', 'Take out characters that nobody can see.');
  if (mailAddress.test(body)) against('body', 'Take the e-mail address out: we keep no personal details.');
  if (phoneNumber.test(body) || socialSecurityNumber.test(body))
    against('body', 'Take out what looks like a phone number or another personal number: we keep no personal details.');
  return problems;
}

/** The slug of the guide that a path is of; nothing for any other. */
export function reportedSlug(page: string): string | undefined {
  return /^\/guides\/([a-z0-9]+(?:-[a-z0-9]+)*)\/?(?:[?#].*)?$/s.exec(page.slice(0, 500))?.[1];
}
