import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { preparedOn } from '../db/prepared.ts';
import { entryRevisions, versionEntries } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';

/** An entry as a version holds it. */
export interface FoundEntry {
  giId: string;
  entry: Entry;
}

/** Keys read with one query. */
const MOST_KEYS = 200;
/** Queries under way at once; what is asked for meanwhile is gathered for the next. */
const MOST_QUERIES = 2;

const byKeys = preparedOn((db) =>
  db
    .select({ key: versionEntries.key, giId: versionEntries.giId, entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(
      and(
        eq(versionEntries.versionId, sql.placeholder('versionId')),
        sql`${versionEntries.key} in (select jsonb_array_elements_text(${sql.placeholder('keys')}::jsonb))`,
      ),
    )
    .prepare('entries_by_keys'),
);

interface Asked {
  answer: Promise<FoundEntry | undefined>;
  resolve(found: FoundEntry | undefined): void;
  reject(error: unknown): void;
}

function asked(): Asked {
  let settle: Pick<Asked, 'resolve' | 'reject'> | undefined;
  const answer = new Promise<FoundEntry | undefined>((resolve, reject) => (settle = { resolve, reject }));
  return { answer, ...settle! };
}

/** By key. */
type Waiting = Map<string, Asked>;

/** Entries by version and key; what many readers ask for at once is read with one query. */
class EntryLookup {
  readonly #db: Db;
  readonly #waiting = new Map<string, Waiting>();
  #underWay = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  find(versionId: string, key: string): Promise<FoundEntry | undefined> {
    let waiting = this.#waiting.get(versionId);
    if (!waiting) this.#waiting.set(versionId, (waiting = new Map()));
    let question = waiting.get(key);
    if (!question) waiting.set(key, (question = asked()));
    this.#next();
    return question.answer;
  }

  #next(): void {
    const [first] = this.#waiting;
    if (this.#underWay >= MOST_QUERIES || !first) return;
    const [versionId, waiting] = first;
    const taken = new Map([...waiting].slice(0, MOST_KEYS));
    for (const key of taken.keys()) waiting.delete(key);
    if (waiting.size === 0) this.#waiting.delete(versionId);
    this.#underWay++;
    void this.#read(versionId, taken).finally(() => {
      this.#underWay--;
      this.#next();
    });
  }

  async #read(versionId: string, taken: Waiting): Promise<void> {
    try {
      const rows = await byKeys(this.#db).execute({ versionId, keys: JSON.stringify([...taken.keys()]) });
      const found = new Map(rows.map(({ key, giId, entry }) => [key, { giId, entry }]));
      for (const [key, { resolve }] of taken) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of taken.values()) reject(error);
    }
  }
}

const lookupOn = preparedOn((db) => new EntryLookup(db));

/** The entry a version holds under a key. */
export function findEntry(db: Db, versionId: string, key: string): Promise<FoundEntry | undefined> {
  return lookupOn(db).find(versionId, key);
}
