import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { ProductClass } from '../gi/product.ts';
import { createNameEngine, type NameEngine, type NameRecord } from '../names/engine.ts';

interface NameRow {
  gi_id: string;
  text: string;
  language: string;
  classes: ProductClass[];
}

async function readNames(db: Db): Promise<NameRecord[]> {
  const result = await db.execute(sql`
    select e.gi_id, n.text, min(n.language) as language, array_agg(distinct r.data->'product'->>'class') as classes
    from list_versions v
    join version_entries e on e.version_id = v.id
    join entry_names n on n.hash = e.hash
    join entry_revisions r on r.hash = e.hash
    where v.state = 'published'
    group by e.gi_id, n.text
    order by e.gi_id, n.text`);
  return rowsOf<NameRow>(result).map((row, i) => ({
    id: String(i),
    name: row.text,
    ...(row.language !== 'und' && { language: row.language }),
    goods: row.classes,
    group: row.gi_id,
  }));
}

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
      this.#engine = readNames(this.#db).then((records) => createNameEngine(records));
      // A failed build must not be kept: the next question tries again.
      this.#engine.catch(() => (this.#stamp = undefined));
    }
    return this.#engine;
  }

  async #currentStamp(): Promise<string> {
    const result = await this.#db.execute(
      sql`select count(*)::text as n, max(published_at)::text as at from list_versions where state = 'published'`,
    );
    const [row] = rowsOf<{ n: string; at: string | null }>(result);
    return `${row?.n}|${row?.at}`;
  }
}
