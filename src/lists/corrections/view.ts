import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import { corrections, type CorrectionEnd } from '../../db/schema/index.ts';
import { toCorrection, type Correction } from './correction.ts';

/**
 * Where a correction stands. `active`: laid over every file that still says the wrong thing; `suspended`: an open draft's
 * file says something else, a person decides; `fixed`: an open draft's file says what it says, it ends with that draft's
 * publication; `retired` and `withdrawn`: over.
 */
export const correctionStates = ['active', 'suspended', 'fixed', 'retired', 'withdrawn'] as const;
export type CorrectionState = (typeof correctionStates)[number];

export interface CorrectionView extends Correction {
  state: CorrectionState;
  /** Readers are shown it now. */
  inForce: boolean;
  /** The open draft that waits for a person, or shows it to be fixed. */
  draftId?: string;
  /** What the partner says now, where it is suspended. */
  seen?: unknown;
}

/** Which corrections are meant; all when nothing is said. */
export interface CorrectionFilter {
  listId?: string;
  key?: string;
  state?: CorrectionState;
  draftId?: string;
}

interface Row {
  id: string;
  list_id: string;
  key: string;
  field: string;
  partner_value: unknown;
  value: unknown;
  reason: string;
  created_at: string | Date;
  created_by: string;
  ended_at: string | Date | null;
  ended_by: string | null;
  end: CorrectionEnd | null;
  end_reason: string | null;
  state: CorrectionState;
  in_force: boolean;
  draft_id: string | null;
  seen: unknown;
}

function toView(row: Row): CorrectionView {
  const stored: typeof corrections.$inferSelect = {
    id: row.id,
    listId: row.list_id,
    key: row.key,
    field: row.field,
    partnerValue: row.partner_value,
    value: row.value,
    reason: row.reason,
    createdAt: new Date(row.created_at),
    createdBy: row.created_by,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    endedBy: row.ended_by,
    end: row.end,
    endReason: row.end_reason,
  };
  return {
    ...toCorrection(stored),
    state: row.state,
    inForce: row.in_force,
    ...(row.draft_id && { draftId: row.draft_id }),
    ...(row.seen !== null && { seen: row.seen }),
  };
}

function conditions({ listId, key, state, draftId }: CorrectionFilter): SQL {
  const all: SQL[] = [sql`true`];
  if (listId) all.push(sql`list_id = ${listId}`);
  if (key) all.push(sql`key = ${key}`);
  if (state) all.push(sql`state = ${state}`);
  if (draftId)
    all.push(sql`id in (select correction_id from version_corrections where version_id = ${draftId})`);
  return sql.join(all, sql` and `);
}

/** Corrections with where each stands, newest first. */
export async function correctionViews(db: Db, filter: CorrectionFilter = {}): Promise<CorrectionView[]> {
  const result = await db.execute(sql`
    with waiting as (
      select distinct on (v.correction_id) v.correction_id, v.version_id, v.outcome, v.seen
      from version_corrections v join list_versions l on l.id = v.version_id and l.state = 'draft'
      where v.outcome in ('changed', 'fixed') and v.ruling is null
        ${filter.draftId ? sql`and v.version_id = ${filter.draftId}` : sql``}
      order by v.correction_id, v.outcome, l.created_at desc),
    newest as (select distinct on (list_id) id, list_id from list_versions where state = 'published'
      order by list_id, number desc),
    views as (
      select c.*, w.version_id as draft_id, w.seen,
        case when c."end" = 'withdrawn' then 'withdrawn' when c.ended_at is not null then 'retired'
             when w.outcome = 'changed' then 'suspended' when w.outcome = 'fixed' then 'fixed' else 'active' end as state,
        exists (select 1 from version_corrections v join newest n on n.id = v.version_id
          where v.correction_id = c.id and v.outcome = 'applied') as in_force
      from corrections c left join waiting w on w.correction_id = c.id and c.ended_at is null)
    select * from views where ${conditions(filter)} order by created_at desc, id desc`);
  return rowsOf<Row>(result).map(toView);
}

/** Corrections that an open draft suspends, or shows to be fixed by the partner. */
export async function waitingCorrections(db: Db): Promise<CorrectionView[]> {
  const [suspended, fixed] = [
    await correctionViews(db, { state: 'suspended' }),
    await correctionViews(db, { state: 'fixed' }),
  ];
  return [...suspended, ...fixed];
}
