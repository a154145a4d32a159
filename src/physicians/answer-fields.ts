/** A JSON object of which nothing is believed yet. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object there, or an empty one. */
export function fieldOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list; none where there is no list. */
export function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Numbers are texts too; “--” and control characters are nothing. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return /^-+$/.test(text) ? '' : text;
}

/** A civil date at the beginning of a text, or null. */
export function dateOf(value: unknown): string | null {
  const date = textOf(value).slice(0, 10);
  return /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
}

/** An object in JSON. Throws what `trouble` makes of a sentence for anything else, such as a page shown in maintenance. */
export function objectIn(
  raw: Uint8Array,
  called: string,
  trouble: (message: string, cause?: unknown) => Error,
): Fields {
  const text = new TextDecoder().decode(raw).trim();
  if (text.startsWith('<'))
    throw trouble(`${called} answered with a web page instead of a record, as it does in maintenance.`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw trouble(`${called}’s answer is cut off or garbled.`, cause);
  }
  if (isFields(body)) return body;
  throw trouble(`${called}’s answer has an unknown form.`);
}
