import ipaddr from 'ipaddr.js';

/** Addresses the operator allows beside public ones, and to which plain http is allowed: CIDR blocks. */
export type AllowedNetworks = readonly string[];

/** Public by its number, and yet answers only inside a cloud: Azure's platform service. */
const NOT_PUBLIC = ['168.63.129.16'];
/** All public IPv6 addresses are in it; anything else is not assigned (RFC 4291, IANA registry). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for text that is one CIDR block of IPv4 or IPv6. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

/** Whether an address lies in one of the networks the operator named. */
export function isAllowed(address: string, networks: AllowedNetworks): boolean {
  const parsed = ipaddr.parse(address);
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

/**
 * Whether an address is one that anybody on the internet may be reached at. Everything else is refused: private,
 * loopback, link-local (cloud metadata), shared (CGNAT), multicast, reserved and documentation ranges, and every IPv6
 * form that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo), since that may be any of those.
 */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || NOT_PUBLIC.includes(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/** The address a URL's host is, without the brackets of IPv6; nothing when it is a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}
