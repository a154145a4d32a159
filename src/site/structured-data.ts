/** schema.org data as text for a script element: `<` is escaped, so that no text in it can end the element. */
export function structuredData(data: Record<string, unknown>): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');
}
