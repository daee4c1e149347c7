import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { FolderInUse, type LockOwner } from '../platform/lock.ts';

/** The API as a command talks to it: the running gateway's, or one opened for this command alone. */
export interface Connection {
  /** Sends a request with the staff token; `path` starts at `/api/v1`. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** The body of a JSON answer. @throws ApiError for anything but success */
  json<T>(path: string, init?: RequestInit): Promise<T>;
  close(): Promise<void>;
}

export interface ApiProblem {
  code: string;
  detail: string;
  remedy: string;
  status: number;
  problems?: {
    code: string;
    severity: string;
    message: string;
    remedy: string;
    place: Record<string, unknown>;
  }[];
}

/** A refusal the API answered with. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ApiProblem;
  constructor(problem: ApiProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** How long to wait for a gateway that holds the folder but has not announced its address yet. */
const STARTING_MS = 15_000;

type Fetch = (request: Request) => Response | Promise<Response>;

function connection(base: string, token: string, send: Fetch, close: () => Promise<void>): Connection {
  let user = 'unknown';
  try {
    user = userInfo().username;
  } catch {
    // A container may have no name for its user.
  }
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    headers.set('x-actor', encodeURIComponent(user));
    // Node wants to be told that a streamed body is not awaited before the answer.
    const streamed = init.body ? { duplex: 'half' as const } : {};
    return send(new Request(new URL(`/api/v1${path}`, base), { ...init, ...streamed, headers }));
  };
  return {
    request,
    close,
    async json<T>(path: string, init?: RequestInit): Promise<T> {
      const response = await request(path, init);
      const body = (await response.json()) as unknown;
      if (!response.ok) throw new ApiError(body as ApiProblem);
      return body as T;
    },
  };
}

/**
 * Connects a command to the gateway's API. While a gateway runs on the embedded database, its API is used, since a
 * second opening would lose data; otherwise one is opened inside this process.
 * @throws FolderInUse when another process holds the folder and cannot be asked
 */
export async function connect(config: Config): Promise<Connection> {
  // Loaded only now: help and usage errors answer without it.
  const { openGateway } = await import('../gateway.ts');
  const giveUp = Date.now() + STARTING_MS;
  for (;;) {
    try {
      const gateway = await openGateway(config, createLog('silent'));
      return connection('http://gateway.invalid', gateway.staffToken, gateway.fetch, gateway.close);
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      const { url, token }: LockOwner = error.owner;
      if (url && token) return connection(url, token, fetch, async () => {});
      if (Date.now() > giveUp) throw error;
      await sleep(100);
    }
  }
}
