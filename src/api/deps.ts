import type { NameRegistry } from '../conflicts/name-registry.ts';
import type { Database } from '../db/database.ts';
import type { Signer } from '../exchange/signing.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

/** Everything the API needs, passed in. */
export interface ApiDeps {
  database: Database;
  clock: Clock;
  log: Log;
  names: NameRegistry;
  signer: Signer;
  officeCode: string;
  /** Bearer token of the machine's own user: the CLI's key to staff routes. */
  staffToken: string;
  /** Largest request body in bytes. */
  maxBodyBytes: number;
}

/** Variables a request carries through the API. */
export interface ApiEnv {
  Variables: { requestId: string; actor: string };
}
