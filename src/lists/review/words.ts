import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';

/** A yes to one change of a draft. */
export interface Word {
  /** Given as a second person's word on what somebody stated. */
  second: boolean;
  by: string;
  at: Date;
  /** Whose words the change is made of: theirs is not a second one. */
  statedBy: string[];
}

/**
 * Who stated what a draft says of an entry, as a JSON list: all who shaped the draft where that was not written down
 * entry by entry.
 */
export function statedBy(draftId: SQL, key: SQL): SQL {
  return sql`coalesce(
    (select jsonb_agg(s.actor order by s.actor) from draft_statements s where s.version_id = ${draftId} and s.key = ${key}),
    (select jsonb_agg(actor order by actor) from (
      select h.actor from draft_hands h where h.version_id = ${draftId}
      union select v.created_by from list_versions v where v.id = ${draftId}) as hands(actor)))`;
}

/** The changes of a draft that somebody said yes to, the latest last. */
export async function wordsOn(db: Db, draftId: string): Promise<Word[]> {
  const result = await db.execute(sql`
    select second, decided_by as by, decided_at as at, ${statedBy(sql`d.version_id`, sql`d.key`)} as "statedBy"
    from change_decisions d where version_id = ${draftId} and decision = 'accepted' order by decided_at, key`);
  return rowsOf<Omit<Word, 'at'> & { at: string | Date }>(result).map((word) => ({
    ...word,
    at: new Date(word.at),
  }));
}
