import type { Clock } from '../platform/clock.ts';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';

/** What every verb that changes something needs: where, when and who. */
export interface Context {
  db: Db;
  clock: Clock;
  actor: Actor;
}
