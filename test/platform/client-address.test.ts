import { describe, expect, it } from 'vitest';
import { clientAddress, readTrustedProxies } from '../../src/platform/client-address.ts';

describe('the address a request came from', () => {
  const trusted = readTrustedProxies('10.0.0.0/8, 2001:db8::/32,192.0.2.1');

  it.each([
    ['no proxy: the header is anybody’s word', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a trusted proxy', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['two trusted proxies', '10.1.2.3', '198.51.100.1, 192.0.2.1', '198.51.100.1'],
    ['a client that wrote an address of its own', '10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['a mapped peer', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['IPv6 with a port', '2001:db8::5', '[2001:4860::1]:443', '2001:4860::1'],
    ['IPv4 with a port', '10.1.2.3', '198.51.100.1:5000', '198.51.100.1'],
    ['a header that is none', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['nothing but proxies', '10.1.2.3', '10.9.9.9', '10.9.9.9'],
  ])('is found with %s', (_, peer, header, expected) => {
    expect(clientAddress(peer, header, trusted)).toBe(expected);
  });

  it('is the peer’s where no proxy is trusted, and none over no network', () => {
    expect(clientAddress('10.1.2.3', '198.51.100.1', undefined)).toBe('10.1.2.3');
    expect(clientAddress(undefined, '198.51.100.1', trusted)).toBeUndefined();
  });

  it.each(['10.0.0.0/33', 'proxy.example', '10.0.0.0/8/8', '10.0.0.0/x', ''])(
    'refuses "%s" as a list',
    (text) => {
      expect(readTrustedProxies(text)).toBeUndefined();
    },
  );
});
