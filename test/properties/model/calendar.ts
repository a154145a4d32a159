/** Civil dates are `YYYY-MM-DD`, instants milliseconds since 1970. Written apart from the service's own arithmetic. */

export const zone = 'America/New_York';
export const minute = 60_000;
export const day = 86_400_000;

const inZone = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });

/** The civil date in the publisher's zone. */
export function civil(at: number): string {
  const [month, date, year] = inZone.format(at).split('/');
  return `${year}-${month}-${date}`;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** The same day of a later month, or the last of a shorter one. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, of = 0] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(of, last))).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day;
}

/** The Monday of that week. */
export function monday(date: string): string {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

/** Mondays to Fridays that lie wholly between two dates. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let date = addDays(from, 1); date < to; date = addDays(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count += 1;
  }
  return count;
}

/** The first instant of a civil date in the zone, to the minute. */
export function startOf(date: string): number {
  let at = Date.parse(`${date}T00:00:00Z`);
  while (civil(at) < date) at += 15 * minute;
  while (civil(at - 15 * minute) >= date) at -= 15 * minute;
  return at;
}
