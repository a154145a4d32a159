/** Where a request came from, as limits and the security log need it. Taken from the connection, never from the body. */
export interface RequestSource {
  /** The peer's IP address, or the one a trusted proxy forwarded. Stored only as a keyed hash of its network. */
  address: string;
  userAgent: string | null;
  requestId: string;
}

/** The network an address counts as: itself for IPv4, the first 64 bits for IPv6, where one person owns them all. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const gap = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return `${[...front, ...gap, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
