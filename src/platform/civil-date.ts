const formats = new Map<string, Intl.DateTimeFormat>();

/** The civil date in an IANA zone at an instant, `YYYY-MM-DD`. Arithmetic with civil dates is done in SQL only. */
export function civilDate(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    // Sweden writes dates as ISO 8601 does; so does Canada, but not in every release of the Unicode data.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
