import type { NameRegistry } from '../conflicts/name-registry.ts';
import type { Database } from '../db/database.ts';
import type { PartnerAccess } from '../exchange/access/authenticate.ts';
import type { DeliveryMeans } from '../exchange/delivery.ts';
import type { Signer } from '../exchange/signing.ts';
import type { Frames } from '../lists/frames.ts';
import type { RecordState } from '../lists/record.ts';
import type { RecordWatch } from '../lists/record-watch.ts';
import type { Screenings } from '../lists/review/screenings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Senders } from '../watch/deliver.ts';
import type { Watch } from '../watch/watch.ts';
import type { Rate } from '../platform/token-bucket.ts';

/** Everything the API needs, passed in. */
export interface ApiDeps {
  database: Database;
  clock: Clock;
  log: Log;
  names: NameRegistry;
  screenings: Screenings;
  /** The names that new marks are screened against. */
  markWatch: Watch;
  /** How subscribers of the watch are reached, the key of their webhooks' secrets, and where links lead to. */
  notices: { senders: Senders; webhookKey: Buffer; publicUrl: string };
  signer: Signer;
  delivery: DeliveryMeans;
  /** Folder in which drop folders lie. */
  dropDir: string;
  officeCode: string;
  /** How long a process that reads a message is believed to be alive without saying so. */
  leaseMs?: number;
  /** Whom harvesters write to. */
  contactEmail: string;
  /** Bearer token of the machine's own user: the CLI's key to staff routes. */
  staffToken: string;
  /** Largest request body in bytes. */
  maxBodyBytes: number;
  /** How much one address may ask; nobody is limited when absent. */
  rateLimit?: Rate | undefined;
  /** How much one partner may ask with its keys; partners are not limited when absent. */
  partnerRateLimit?: Rate | undefined;
}

/** What routes are given: the API's own memory of the newest revision besides. */
export interface RouteDeps extends ApiDeps {
  watch: RecordWatch;
  frames: Frames;
}

/** Whom a request comes from, as it shows itself to be. */
export type Principal =
  | { kind: 'anonymous' }
  /** The machine's own user. */
  | { kind: 'staff' }
  | ({ kind: 'partner' } & PartnerAccess);

/** Variables a request carries through the API. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    actor: string;
    principal: Principal;
    /** Revision the answer is made at, on routes that are answered from the published lists alone. */
    record: RecordState;
  };
}
