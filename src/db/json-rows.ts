import { sql, type SQL } from 'drizzle-orm';

/**
 * Many rows as one JSON parameter, to be read with `jsonb_to_recordset`: a statement of thousands of rows then has one
 * parameter to bind instead of tens of thousands, which costs more than the rows themselves.
 */
export function jsonRows(rows: readonly object[]): SQL {
  return sql`${JSON.stringify(rows)}::jsonb`;
}

/** A list of texts as one JSON parameter, for `in` and the like. */
export function jsonTexts(texts: Iterable<string>): SQL {
  return sql`(select jsonb_array_elements_text(${JSON.stringify([...texts])}::jsonb))`;
}
