import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What may happen to a request between two offices. */
export const faults = ['none', 'lost', 'answer-lost', 'twice', 'late', 'broken-off'] as const;
export type Fault = (typeof faults)[number];

export interface FaultProxy {
  url: string;
  /** Where requests go on to; changes when the gateway behind is started anew. */
  target: number | undefined;
  /** How often each thing happened. */
  happened: Record<Fault, number>;
  /** From now on everything passes. */
  calm(): void;
  close(): Promise<void>;
}

/** Numbers that look random and are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A line between two offices on which requests are lost, doubled, delayed (and so overtaken) and broken off. */
export async function faultProxy(seed: number): Promise<FaultProxy> {
  const random = seeded(seed);
  let calm = false;
  const happened = Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>;
  const pick = (): Fault =>
    calm || random() < 0.4 ? 'none' : faults[1 + Math.floor(random() * (faults.length - 1))]!;

  const pass = async (incoming: IncomingMessage, body: Buffer): Promise<{ status: number; body: Buffer }> => {
    const { method, url, headers } = incoming;
    const call = forward({ host: '127.0.0.1', port: proxy.target, method, path: url, headers, agent: false });
    const answer = new Promise<IncomingMessage>((resolve, reject) =>
      call.once('response', resolve).once('error', reject),
    );
    call.end(body);
    const got = await answer;
    return { status: got.statusCode!, body: await bodyOf(got) };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = pick();
    happened[fault]++;
    const body = await bodyOf(incoming);
    if (fault === 'lost' || proxy.target === undefined) return void response.destroy();
    if (fault === 'late') await sleep(100 + random() * 1500);
    const [answer] =
      fault === 'twice'
        ? await Promise.all([pass(incoming, body), pass(incoming, body)])
        : [await pass(incoming, body)];
    if (fault === 'answer-lost') return void response.destroy();
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': answer.body.length,
    });
    if (fault !== 'broken-off') return void response.end(answer.body);
    response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
  };

  const server = createServer((incoming, response) => {
    // The gateway behind may be dead at the moment: then the line is, too.
    handle(incoming, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: undefined,
    happened,
    calm: () => (calm = true),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
