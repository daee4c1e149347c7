import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/cli/http-server.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

describe('the server', () => {
  let app: TestApp;
  let server: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    app = await openApp(databases[0]!.open, { maxBodyBytes: 1000 });
    const patience = { headers: 300, request: 300, checkEvery: 50 };
    const fetch = (request: Request) => app.get(request.url, request);
    server = await startServer(fetch, { port: 0, host: '127.0.0.1' }, patience);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  /** Says something on a bare connection and gives all that comes back until the server closes it. */
  async function say(text: string): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (heard += piece));
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  const head = `POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${staffToken}\r\n`;

  it.each([
    ['whose headers never end', 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
    ['whose body does not come', `${head}Content-Length: 1000\r\n\r\n{"bo`],
    ['whose chunks stop coming', `${head}Transfer-Encoding: chunked\r\n\r\n4\r\n{"bo\r\n`],
  ])('lets go of a request %s', async (_, text) => {
    const heard = await say(text);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain('"code":"request/too-slow"');
  });

  it('refuses a message that says it is larger than any may be, before it comes', async () => {
    const heard = await say(`${head}Content-Length: 200000000\r\n\r\n{"bo`);
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toContain('"code":"request/too-large"');
  });

  it('says what is wrong with what is no request', async () => {
    expect(await say('龙井\r\n\r\n')).toContain('"code":"request/invalid"');
    const long = await say(`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect(long).toContain('"code":"request/too-large"');
  });
});
