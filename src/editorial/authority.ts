const longest = 500;

/**
 * The address of whoever demands a take-down, as a page may print and link it: https, a host with a dot, no user. Nothing where it is none.
 */
export function authorityAddress(given: string | undefined): string | undefined {
  if (!given || given.length > longest || !URL.canParse(given)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(given);
  const proper = protocol === 'https:' && username === '' && password === '' && /^[^.]+(\.[^.]+)+$/.test(hostname);
  return proper && href.length <= longest ? href : undefined;
}
