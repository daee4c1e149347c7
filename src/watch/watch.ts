import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { protectedNames, type ProtectedNames } from './protected-names.ts';
import type { Screener } from './screener.ts';
import { engineScreener } from './engine-screener.ts';

interface Ready {
  names: ProtectedNames;
  screener: Screener;
  /** The names are those of this publication, or of later ones. */
  publication: number;
}

/** The names that are watched and what screens against them, made anew when a version is published. */
export class Watch {
  readonly #db: Db;
  #stamp: string | undefined;
  #ready: Promise<Ready> | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The names as of the newest publication, and their screener. */
  async ready(): Promise<Ready> {
    const { stamp, publication } = await this.#current();
    if (!this.#ready || stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#ready = protectedNames(this.#db).then(async (names) => ({
        names,
        screener: await engineScreener(names.records),
        publication,
      }));
      // A failed build must not be kept: the next question tries again.
      this.#ready.catch(() => (this.#stamp = undefined));
    }
    return this.#ready;
  }

  /** The newest publication there is, whether or not its names were read yet. */
  async publication(): Promise<number> {
    return (await this.#current()).publication;
  }

  async #current(): Promise<{ stamp: string; publication: number }> {
    const result = await this.#db.execute(
      sql`select count(*)::text as n, max(published_at)::text as at, coalesce(max(publication), 0)::int as publication
        from list_versions where state = 'published'`,
    );
    const [row] = rowsOf<{ n: string; at: string | null; publication: number }>(result);
    return { stamp: `${row?.n}|${row?.at}`, publication: row?.publication ?? 0 };
  }
}
