import type { Change, Found, ListView, Problem, ProtectionAnswer, SearchRequest, Time } from './types.ts';

export * from './evidence.ts';
export type * from './types.ts';

/** A refusal by the gateway, or an answer that is none of its own. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;
  /** The gateway's code, such as `not-found/list`; `unknown` for an answer that has none. */
  readonly code: string;
  readonly remedy: string;
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? `The gateway answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.remedy = problem.remedy ?? '';
  }
}

export interface ClientOptions {
  /** Instead of the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Response | Promise<Response>;
  /** Waits before a request that came too often is repeated; a timer unless told. */
  sleep?: (ms: number) => Promise<void>;
  /** How often one request is repeated when the gateway says to wait; 3 unless told. */
  retries?: number;
}

/** Answers kept to be asked about with If-None-Match. */
const MOST_KEPT = 200;
/** Most changes and GIs asked for at once. */
const CHANGES = 500;
const GIS = 100;

const timer = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A partner office's view of a gateway. Answers are kept and only asked about again, so that unchanged ones are not
 * sent twice; a gateway that asks to wait is waited for.
 */
export class GatewayClient {
  readonly #base: string;
  readonly #fetch: NonNullable<ClientOptions['fetch']>;
  readonly #sleep: NonNullable<ClientOptions['sleep']>;
  readonly #retries: number;
  readonly #kept = new Map<string, { tag: string; body: unknown }>();

  /** @param baseUrl of the gateway, such as `https://gi.example.org` */
  constructor(baseUrl: string, options: ClientOptions = {}) {
    this.#base = `${baseUrl.replace(/\/+$/, '')}/api/v1`;
    this.#fetch = options.fetch ?? fetch;
    this.#sleep = options.sleep ?? timer;
    this.#retries = options.retries ?? 3;
  }

  /**
   * A list by its id, `cn-eu/III`.
   * @throws GatewayError not-found/list
   */
  async list(id: string, time: Time = {}): Promise<ListView> {
    return this.#get(`/lists/${id.split('/').map(encodeURIComponent).join('/')}`, { ...time });
  }

  /**
   * Every change after a cursor (from the beginning without one), oldest first, until none is left. Keep the cursor of
   * the last change you applied and come back with it.
   * @throws GatewayError request/bad-cursor, not-found/list
   */
  async *changes(options: { since?: string; list?: string } = {}): AsyncGenerator<Change> {
    let { since } = options;
    for (;;) {
      const page = await this.#get<{ changes: Change[]; cursor: string; more: boolean }>('/changes', {
        limit: String(CHANGES),
        ...(options.list !== undefined && { list: options.list }),
        ...(since !== undefined && { since }),
      });
      yield* page.changes;
      if (!page.more) return;
      since = page.cursor;
    }
  }

  /** GIs by any spelling, best first; pages are fetched as they are needed. */
  async *search(request: SearchRequest = {}): AsyncGenerator<Found> {
    let cursor: string | undefined;
    do {
      const page: { gis: Found[]; next?: string } = await this.#get('/gis', {
        limit: String(GIS),
        ...request,
        ...(cursor !== undefined && { cursor }),
      });
      yield* page.gis;
      cursor = page.next;
    } while (cursor !== undefined);
  }

  /** Whether a name is protected, in one jurisdiction or in all the lists speak of. */
  async protection(name: string, options: Time & { in?: string } = {}): Promise<ProtectionAnswer> {
    return this.#get('/protection', { name, ...options });
  }

  async #get<T>(path: string, query: Record<string, string>): Promise<T> {
    const search = new URLSearchParams(query).toString();
    const url = `${this.#base}${path}${search && `?${search}`}`;
    const kept = this.#kept.get(url);
    const headers = { accept: 'application/json', ...(kept && { 'if-none-match': kept.tag }) };
    for (let tries = 0; ; tries++) {
      const response = await this.#fetch(url, { headers });
      if (response.status === 304 && kept) return kept.body as T;
      if (response.status === 429 && tries < this.#retries) {
        await response.body?.cancel();
        await this.#sleep(Number(response.headers.get('retry-after') ?? 1) * 1000);
        continue;
      }
      const body: unknown = await response.json().catch(() => ({}));
      if (!response.ok) throw new GatewayError(response.status, body as Partial<Problem>);
      this.#keep(url, response.headers.get('etag'), body);
      return body as T;
    }
  }

  #keep(url: string, tag: string | null, body: unknown): void {
    this.#kept.delete(url);
    if (tag === null) return;
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(url, { tag, body });
  }
}
