import type { CivilDate, CivilMonth, Instant } from './view-models.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_IN_MS = 86_400_000;

/** Days since 1970-01-01 of a civil date; plain arithmetic, no time zone. Throws RangeError on what is no date. */
export function dayNumber(date: CivilDate): number {
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
  const days = Date.UTC(year, month - 1, day) / DAY_IN_MS;
  // 2026-02-30 rolls over into March, and 2026-13-01 into the next year.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || new Date(days * DAY_IN_MS).getUTCDate() !== day || month < 1 || month > 12)
    throw new RangeError(`Not a civil date: ${date}`);
  return days;
}

/** Days from one civil date to another; negative when `to` comes first. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The civil date so many days later, or earlier. */
export function civilDateAfter(date: CivilDate, days: number): CivilDate {
  return new Date((dayNumber(date) + days) * DAY_IN_MS).toISOString().slice(0, 10);
}

/** `2026-05-20` as `May 20, 2026`. */
export function longDate(date: CivilDate): string {
  dayNumber(date);
  return `${monthName(date)} ${Number(date.slice(8))}, ${date.slice(0, 4)}`;
}

/** `2026-05` as `May 2026`. */
export function longMonth(month: CivilMonth): string {
  dayNumber(`${month}-01`);
  return `${monthName(month)} ${month.slice(0, 4)}`;
}

function monthName(date: string): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The civil date on which an instant falls in a zone. Throws RangeError on an unknown zone or a malformed instant. */
export function civilDateOf(instant: Instant, timeZone: string): CivilDate {
  return formatFor(timeZone).format(new Date(instant));
}

// Building a formatter costs more than rendering a page: one is kept per zone.
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  // Sweden writes dates as ISO 8601 does; so does Canada, but not in every release of the Unicode data.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
}
