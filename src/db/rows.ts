/** Rows of a raw statement: postgres.js answers with an array, PGlite with an object that holds one. */
export function rowsOf<T>(result: unknown): T[] {
  return Array.isArray(result) ? (result as T[]) : (result as { rows: T[] }).rows;
}
