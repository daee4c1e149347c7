import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { createNameEngine, type NameEngine } from '../names/engine.ts';
import { namesEverPublished, namesOfList } from './registry-names.ts';

/**
 * The name engine over every name any published version has carried, rebuilt when a version is published by this or
 * another process. Names of past versions stay findable, so that an answer as of an earlier day can be found by name.
 */
export class NameRegistry {
  readonly #db: Db;
  #stamp: string | undefined;
  #engine: Promise<NameEngine> | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The engine as of the newest publication. */
  async engine(): Promise<NameEngine> {
    const stamp = await this.#currentStamp();
    if (!this.#engine || stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#engine = namesEverPublished(this.#db).then((records) => createNameEngine(records));
      // A failed build must not be kept: the next question tries again.
      this.#engine.catch(() => (this.#stamp = undefined));
    }
    return this.#engine;
  }

  /** An engine over one list's newest version alone, for screening against that list. */
  async engineFor(listId: string): Promise<NameEngine> {
    return createNameEngine(await namesOfList(this.#db, listId));
  }

  async #currentStamp(): Promise<string> {
    const result = await this.#db.execute(
      sql`select count(*)::text as n, max(published_at)::text as at from list_versions where state = 'published'`,
    );
    const [row] = rowsOf<{ n: string; at: string | null }>(result);
    return `${row?.n}|${row?.at}`;
  }
}
