import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbound, wholeBody, type OutboundRequest } from '../../src/platform/outbound/client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  timeoutMs: 20_000,
  maxBytes: 1000,
  ...more,
});
const loopback = ['127.0.0.1/32'];

describe('addresses that are not public', () => {
  const outbound = createOutbound({ allow: [], resolve: async () => ['93.184.215.14'] });
  it.each([
    ['loopback', 'https://127.0.0.1/'],
    ['loopback, another of it', 'https://127.8.9.1/'],
    ['loopback as a decimal number', 'https://2130706433/'],
    ['loopback in octal', 'https://0177.0.0.1/'],
    ['loopback in hexadecimal', 'https://0x7f000001/'],
    ['loopback with parts left out', 'https://127.1/'],
    ['loopback in full-width digits', 'https://１２７.0.0.1/'],
    ['nowhere', 'https://0.0.0.0/'],
    ['private 10/8', 'https://10.1.2.3/'],
    ['private 172.16/12', 'https://172.31.255.255/'],
    ['private 192.168/16', 'https://192.168.1.1/'],
    ['link-local, the metadata of clouds', 'https://169.254.169.254/latest/meta-data/'],
    ['Azure’s platform service', 'https://168.63.129.16/'],
    ['Alibaba’s metadata, which is shared space (CGNAT)', 'https://100.100.100.200/'],
    ['benchmarking', 'https://198.18.0.1/'],
    ['documentation', 'https://203.0.113.7/'],
    ['multicast', 'https://224.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['reserved', 'https://240.0.0.1/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv6 nowhere', 'https://[::]/'],
    ['IPv6 link-local', 'https://[fe80::1]/'],
    ['IPv6 site-local', 'https://[fec0::1]/'],
    ['IPv6 unique local, metadata of AWS', 'https://[fd00:ec2::254]/'],
    ['IPv6 multicast', 'https://[ff02::1]/'],
    ['IPv4-mapped IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['IPv4-mapped IPv6 in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['IPv4-compatible IPv6', 'https://[::127.0.0.1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['NAT64 of a network’s own', 'https://[64:ff9b:1::7f00:1]/'],
    ['6to4', 'https://[2002:7f00:1::]/'],
    ['Teredo', 'https://[2001::1]/'],
    ['IPv6 documentation', 'https://[2001:db8::1]/'],
    ['IPv6 not assigned to anybody', 'https://[4000::1]/'],
    ['a scheme that is no web', 'ftp://example.org/'],
    ['a file', 'file:///etc/passwd'],
    ['plain http to a public address', 'http://93.184.215.14/'],
    ['plain http to a name', 'http://example.org/'],
    ['a user and password', 'https://u:p@example.org/'],
    ['no URL', 'example.org'],
  ])('%s is refused', async (_, url) => {
    await expect(outbound.check(url)).rejects.toMatchObject({ code: 'outbound/forbidden-address' });
    await expect(outbound.request(get(url))).rejects.toMatchObject({ code: 'outbound/forbidden-address' });
  });

  it.each(['https://93.184.215.14/', 'https://[2606:4700::1111]/', 'https://example.org:8443/x'])(
    '%s is not among them',
    async (url) => {
      await expect(outbound.check(url)).resolves.toBeUndefined();
    },
  );

  it.each([
    ['to one', ['10.0.0.1']],
    ['to one beside a public one', ['93.184.215.14', '::1']],
  ])('are refused behind a name that leads %s', async (_, found) => {
    const tricked = createOutbound({ allow: [], resolve: async () => found });
    await expect(tricked.check('https://innocent.example/')).rejects.toMatchObject({
      code: 'outbound/forbidden-address',
    });
  });

  it('may be allowed by the operator, network by network, by plain http too', async () => {
    const inside = createOutbound({ allow: ['10.1.0.0/16', 'fd00::/8'] });
    await expect(inside.check('http://10.1.2.3/')).resolves.toBeUndefined();
    await expect(inside.check('https://[fd12::1]/')).resolves.toBeUndefined();
    await expect(inside.check('http://10.2.0.1/')).rejects.toMatchObject({
      code: 'outbound/forbidden-address',
    });
    await expect(inside.check('https://[::ffff:10.1.2.3]/')).rejects.toMatchObject({
      code: 'outbound/forbidden-address',
    });
  });
});

describe('a call outside', () => {
  it('connects to the address that was checked: a name that changes its mind is asked once', async () => {
    const port = await serve((_, response) => void response.end('hello'));
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const outbound = createOutbound({ allow: loopback, resolve: async () => answers[asked++]! });
    const answer = await outbound.request(get(`http://rebinding.example:${port}/`));
    expect(String(await wholeBody(answer))).toBe('hello');
    expect(asked).toBe(1);
  });

  it('sends what it is told to, and no request for packed answers', async () => {
    let seen: object = {};
    const port = await serve((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        seen = { method: request.method, ...request.headers, body: String(Buffer.concat(pieces)) };
        response.writeHead(422, { 'x-why': 'because' }).end('{}');
      });
    });
    const answer = await createOutbound({ allow: loopback }).request({
      ...get(`http://127.0.0.1:${port}/in`),
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: Buffer.from('{"a":1}'),
    });
    expect(answer).toMatchObject({ status: 422, headers: { 'x-why': 'because' } });
    expect(seen).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      authorization: 'Bearer k',
      'accept-encoding': 'identity',
      'content-length': '7',
    });
  });

  it('checks where a redirect leads, drops credentials on the way to another host, and never redirects a POST', async () => {
    const seen: (string | undefined)[] = [];
    const end = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('end');
    });
    const start = await serve((request, response) => {
      const to = request.url === '/inside' ? `http://10.0.0.1:${end}/` : `http://other.example:${end}/`;
      response.writeHead(302, { location: to }).end();
    });
    const outbound = createOutbound({ allow: loopback, resolve: async () => ['127.0.0.1'] });
    const ask = (path: string, more: Partial<OutboundRequest>) =>
      outbound.request(
        get(`http://127.0.0.1:${start}${path}`, { headers: { Authorization: 'Bearer k' }, ...more }),
      );
    expect(await ask('/', { redirects: 1 })).toMatchObject({
      status: 200,
      url: `http://other.example:${end}/`,
    });
    expect(seen).toEqual([undefined]);
    await expect(ask('/inside', { redirects: 1 })).rejects.toMatchObject({
      code: 'outbound/forbidden-address',
    });
    await expect(ask('/', {})).rejects.toMatchObject({ code: 'outbound/redirected' });
    await expect(ask('/', { method: 'POST', redirects: 1 })).rejects.toMatchObject({
      code: 'outbound/redirected',
    });
  });

  it('lets an answer go that nobody reads', async () => {
    let gone: () => void;
    const hungUp = new Promise<void>((resolve) => (gone = resolve));
    const port = await serve((_, response) => {
      response.on('close', () => gone());
      response.writeHead(503);
      response.write('so much to say');
    });
    const outbound = createOutbound({ allow: loopback });
    const answer = await outbound.request(get(`http://127.0.0.1:${port}/`));
    expect(answer.status).toBe(503);
    answer.discard();
    await hungUp;
  });

  it('stops reading what is too large', async () => {
    const port = await serve((_, response) => void response.end('x'.repeat(2000)));
    const answer = await createOutbound({ allow: loopback }).request(get(`http://127.0.0.1:${port}/`));
    await expect(wholeBody(answer)).rejects.toMatchObject({ code: 'outbound/too-large' });
  });

  it('waits no longer than it is told for an answer, its end, or a name', async () => {
    const silent = await serve(() => {});
    const slow = await serve((_, response) => void response.write('a'));
    const outbound = createOutbound({ allow: loopback });
    const timeout = { code: 'outbound/timeout' };
    await expect(
      outbound.request(get(`http://127.0.0.1:${silent}/`, { timeoutMs: 50 })),
    ).rejects.toMatchObject(timeout);
    const begun = await outbound.request(get(`http://127.0.0.1:${slow}/`, { timeoutMs: 500 }));
    await expect(wholeBody(begun)).rejects.toMatchObject(timeout);
    const lost = createOutbound({ allow: [], resolve: () => new Promise(() => {}) });
    await expect(lost.request(get('https://lost.example/', { timeoutMs: 50 }))).rejects.toMatchObject(
      timeout,
    );
  });

  it('says so when nobody is there, or the other side hangs up', async () => {
    const outbound = createOutbound({ allow: loopback });
    const gone = await serve((request) => request.socket.destroy());
    const half = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('abc', () => response.destroy());
    });
    const unreachable = { code: 'outbound/unreachable' };
    await expect(outbound.request(get(`http://127.0.0.1:${gone}/`))).rejects.toMatchObject(unreachable);
    await expect(outbound.request(get(`http://127.0.0.1:${half}/`)).then(wholeBody)).rejects.toMatchObject(
      unreachable,
    );
    const unknown = createOutbound({ allow: [], resolve: async () => [] });
    await expect(unknown.check('https://nobody.example/')).rejects.toMatchObject(unreachable);
  });
});
