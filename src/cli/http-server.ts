import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a caller may take, in milliseconds. */
export interface Patience {
  /** Until the headers of a request are here. */
  headers: number;
  /** Until the whole request is here: the largest file over a poor line. */
  request: number;
  /** How often connections are looked at. */
  checkEvery: number;
}

export const usualPatience: Patience = { headers: 20_000, request: 15 * 60_000, checkEvery: 5000 };

/** Headers of one request at most; more is nobody's browser. */
const MOST_HEADERS = 200;

interface Refused {
  status: string;
  code: string;
  detail: string;
  remedy: string;
}

const notHttp: Refused = {
  status: '400 Bad Request',
  code: 'request/invalid',
  detail: 'This is not a request of HTTP/1.1.',
  remedy: 'See /docs for what there is.',
};
const refusals: Partial<Record<string, Refused>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'request/too-slow',
    detail: 'The request did not arrive whole in time.',
    remedy: 'Send it again over a better line, or split the file.',
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'request/too-large',
    detail: 'The headers of the request are too large.',
    remedy: 'Send fewer or shorter headers.',
  },
};

/** Answers on the bare connection where no request came about, and closes it. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  // Where an answer has gone out already, a second one would be taken for a part of it.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const { status, ...said } = refusals[error.code ?? ''] ?? notHttp;
  const body = JSON.stringify({
    type: `urn:gi-gateway:problem:${said.code}`,
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    ...said,
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/**
 * Listens for HTTP; whoever sends a request too slowly is told so and let go.
 * @returns the server, once it listens
 */
export async function startServer(
  fetch: (request: Request, connection: object) => Response | Promise<Response>,
  where: { port: number; host: string },
  patience = usualPatience,
): Promise<Server> {
  // Loaded only now: commands that serve nothing answer without it.
  const { serve } = await import('@hono/node-server');
  const server = serve({
    fetch: fetch as (request: Request) => Response | Promise<Response>,
    port: where.port,
    hostname: where.host,
    serverOptions: {
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.checkEvery,
    },
  }) as Server;
  server.maxHeadersCount = MOST_HEADERS;
  server.on('clientError', refuse);
  await Promise.race([once(server, 'listening'), once(server, 'error').then(([e]) => Promise.reject(e))]);
  return server;
}
