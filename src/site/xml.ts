// What XML 1.0 forbids even when escaped, lone surrogates included.

const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The text without the characters that no XML document may hold. */
export function xmlCharacters(text: string): string {
  return text.replace(FORBIDDEN, '');
}

/** Text for an XML element or attribute; the same escapes hold in HTML. */
export function escapeXml(text: string): string {
  return xmlCharacters(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
