/** Where a request came from, as limits and the security log need it. Taken from the connection, never from the body. */
export interface RequestSource {
  /** The peer's IP address, or the one a trusted proxy forwarded. Stored only as a keyed hash of its network. */
  address: string;
  userAgent: string | null;
  requestId: string;
}

/** The network an address counts as: itself for IPv4, the first 64 bits for IPv6, where one person owns them all. */
export function networkOf(address: string): string {
  return plainIpv4(address) ?? `${leadingGroups(address, 4)}::/64`;
}

/** The block an address lies in, as one owner may hold it: /24 for IPv4, /48 for IPv6, which a site is given whole (RFC 6177). */
export function blockOf(address: string): string {
  const ipv4 = plainIpv4(address);
  return ipv4 === undefined ? `${leadingGroups(address, 3)}::/48` : `${ipv4.replace(/\.\d+$/, '')}.0/24`;
}

/** The address where it is IPv4, also when mapped into IPv6. */
function plainIpv4(address: string): string | undefined {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? (address.includes(':') ? undefined : address);
}

function leadingGroups(address: string, count: number): string {
  const [head = '', tail = ''] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return [...front, ...gap, ...back]
    .slice(0, count)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
