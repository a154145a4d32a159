const formats = new Map<string, Intl.DateTimeFormat>();

/** The civil date in an IANA zone at an instant, `YYYY-MM-DD`. Arithmetic with civil dates is done in SQL only. */
export function civilDate(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
