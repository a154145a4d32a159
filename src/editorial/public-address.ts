const longest = 500;

/**
 * An address outside as a page may print and link it, of whoever demands a take-down or of a notice's source: https, a host with a dot, no
 * user. Nothing where it is none.
 */
export function publicAddress(given: string | undefined): string | undefined {
  if (!given || given.length > longest || !URL.canParse(given)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(given);
  const proper = protocol === 'https:' && username === '' && password === '' && /^[^.]+(\.[^.]+)+$/.test(hostname);
  return proper && href.length <= longest ? href : undefined;
}
