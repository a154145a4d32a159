const boards = 'the state medical board';

/**
 * Where a license was looked up, in words for a reader. `recorded` is what the look-up says of its source (an address, a name, or nothing),
 * `authority` who issued the license. Of an address only the host is printed, and of free words nothing: they were not written for readers.
 */
export function primarySource(recorded: string, authority: string): string {
  const host = hostOf(recorded);
  if (/\bfsmb\b|physician data center/i.test(host ?? recorded))
    return 'the Physician Data Center of the Federation of State Medical Boards';
  return host === undefined ? issuer(authority) : `${issuer(authority)} (${host})`;
}

/** The authority by its name; the one that we put in place of an unknown name is any board. */
function issuer(authority: string): string {
  const name = authority.trim();
  if (name === '' || /^medical board of [A-Z]{2}$/i.test(name) || /[/@<>:]|\d{4}/.test(name)) return boards;
  return /^the\s/i.test(name) ? name : `the ${name}`;
}

function hostOf(recorded: string): string | undefined {
  if (!/^https?:\/\//i.test(recorded) || !URL.canParse(recorded)) return undefined;
  const host = new URL(recorded).hostname.replace(/^www\./, '');
  return /^[a-z0-9.-]+\.[a-z]{2,}$/.test(host) ? host : undefined;
}
