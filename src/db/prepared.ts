import type { Db } from './database.ts';

/**
 * A query that is built once for each database and prepared by it: for those asked so often that building, sending
 * and planning them costs more than their answer.
 */
export function preparedOn<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    let query = built.get(db);
    if (!query) {
      query = build(db);
      built.set(db, query);
    }
    return query;
  };
}
