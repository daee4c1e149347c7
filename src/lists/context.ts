import type { Actor } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';

/** What every verb on lists needs: where, when and who. */
export interface Context {
  db: Db;
  clock: Clock;
  actor: Actor;
}
