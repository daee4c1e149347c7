import { BlockList, isIP, isIPv6 } from 'node:net';

/** What the server knows of a request's connection, and which client it was found to come from. */
export interface Connection {
  incoming?: { socket?: { remoteAddress?: string | undefined } };
  /** Address of the client behind trusted proxies. */
  client?: string;
}

/** Proxies whose word on where a request came from is believed. */
export type TrustedProxies = (address: string) => boolean;

const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/**
 * Reads addresses and networks, `10.0.0.0/8,2001:db8::1`.
 * @returns undefined when one of them is neither
 */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  const list = new BlockList();
  for (const part of text.split(',').map((p) => p.trim())) {
    const [address = '', prefix, ...rest] = part.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const bits = prefix === undefined ? undefined : Number(prefix);
    if (isIP(address) === 0 || rest.length > 0) return undefined;
    if (bits === undefined) list.addAddress(address, family);
    else if (!/^\d{1,3}$/.test(prefix!) || bits > (family === 'ipv6' ? 128 : 32)) return undefined;
    else list.addSubnet(address, bits, family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * The client's address: the connection's own, or, where that is a trusted proxy, the nearest address of
 * X-Forwarded-For that is none. What stands before it anybody could have written.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustedProxies | undefined,
): string | undefined {
  if (peer === undefined || !trusted?.(plain(peer)) || forwardedFor === undefined) return peer;
  let nearest = peer;
  for (const hop of forwardedFor.split(',').reverse()) {
    const address = plain(
      hop
        .trim()
        .replace(/^\[(.*)\](?::\d+)?$/, '$1')
        .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'),
    );
    if (isIP(address) === 0) return nearest;
    nearest = address;
    if (!trusted(address)) return address;
  }
  return nearest;
}

/** Where a request came from; undefined for one that came over no network. */
export function addressOf(connection: unknown): string | undefined {
  const known = connection as Connection | undefined;
  return known?.client ?? known?.incoming?.socket?.remoteAddress;
}
