import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openGateway, type Gateway } from '../../../src/gateway.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { createLog } from '../../../src/platform/log.ts';
import { packagePath } from '../../../src/platform/paths.ts';

/** An office: its database, its folder, its gateway as a process, and its staff, who work beside that process. */
export class Office {
  readonly code: string;
  readonly env: Record<string, string>;
  readonly staffSide: Gateway;
  #process: ChildProcess | undefined;

  private constructor(code: string, env: Record<string, string>, staffSide: Gateway) {
    this.code = code;
    this.env = env;
    this.staffSide = staffSide;
  }

  static async open(code: string, databaseUrl: string, folder: string): Promise<Office> {
    const env = {
      OFFICE_CODE: code,
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'silent',
      OUTBOUND_ALLOW: '127.0.0.1/32',
      RATE_LIMIT: 'off',
      PARTNER_RATE_LIMIT: 'off',
      // What a killed process held is taken over soon; one that is only slow, on a busy machine, keeps it.
      LEASE_SECONDS: '10',
      RETRY_SECONDS: Array.from({ length: 200 }, (_, n) => Math.min(n, 1)).join(','),
    };
    return new Office(code, env, await openGateway(readConfig(env), createLog('silent')));
  }

  /** Starts the gateway's process. @returns its port */
  async start(): Promise<number> {
    const program = packagePath('test/exchange/day/gateway-process.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    let said = '';
    for await (const piece of child.stdout!.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      said += piece.toString();
      const port = /listening (\d+)/.exec(said)?.[1];
      if (port) return Number(port);
    }
    throw new Error(`the gateway of ${this.code} did not start: ${said}`);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.kill();
    await this.staffSide.close();
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      'x-actor': 'staff',
      ...init.headers,
      authorization: `Bearer ${this.staffSide.staffToken}`,
    };
    return this.staffSide.fetch(new Request(`http://office/api/v1${path}`, { ...init, headers }));
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.ask(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
