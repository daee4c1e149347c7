import { sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { jsonTexts } from '../../db/json-rows.ts';
import { rowsOf } from '../../db/rows.ts';
import type { PairRuling, ScreeningState } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { currentRecord } from '../record.ts';
import { noReason } from '../corrections/withdraw.ts';
import { addHand, refuseApproved, reviewStep } from './open-draft.ts';
import type { NamePair } from './screening.ts';

/** A possible conflict of a draft, with what was decided of it. */
export interface DraftConflict {
  id: string;
  draftId: string;
  listId: string;
  key: string;
  giId: string;
  heldList: string;
  heldKey: string;
  name: string;
  heldName: string;
  kind: string;
  score: number;
  pairs: NamePair[];
  /** The entry's change was rejected, so that nothing is left to decide. */
  moot: boolean;
  decided?: { ruling: PairRuling; reason: string; at: string; by: string };
}

export const conflictStates = ['open', 'decided'] as const;

/** Which conflicts are meant, of open drafts; all when nothing is said. */
export interface ConflictFilter {
  draftId?: string;
  listId?: string;
  state?: (typeof conflictStates)[number];
  kind?: string;
  /** Part of a key or of one of the two names. */
  text?: string;
  ids?: string[];
}

/** How far a draft is screened, and its conflicts. */
export interface ConflictStatus {
  screening: ScreeningState | 'none';
  names: number;
  screened: number;
  total: number;
  open: number;
}

/** Conflicts as rows `c`, of open drafts. */
const conflictRows = sql`
  with c as (select k.*, l.list_id, l.created_at,
      exists (select 1 from change_decisions d
        where d.version_id = k.version_id and d.key = k.key and d.decision = 'rejected') as moot
    from draft_conflicts k join list_versions l on l.id = k.version_id and l.state = 'draft')`;

function conditions(filter: ConflictFilter): SQL {
  const all: SQL[] = [sql`true`];
  if (filter.draftId) all.push(sql`version_id = ${filter.draftId}`);
  if (filter.listId) all.push(sql`list_id = ${filter.listId}`);
  if (filter.state === 'open') all.push(sql`ruling is null and not moot`);
  if (filter.state === 'decided') all.push(sql`(ruling is not null or moot)`);
  if (filter.kind) all.push(sql`kind = ${filter.kind}`);
  if (filter.ids) all.push(sql`id in ${jsonTexts(filter.ids)}`);
  if (filter.text) {
    const like = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(key ilike ${like} or name ilike ${like} or held_name ilike ${like})`);
  }
  return sql.join(all, sql` and `);
}

interface Row {
  id: string;
  version_id: string;
  list_id: string;
  key: string;
  gi_id: string;
  held_list: string;
  held_key: string;
  name: string;
  held_name: string;
  kind: string;
  score: number;
  pairs: NamePair[];
  moot: boolean;
  ruling: PairRuling | null;
  reason: string | null;
  decided_at: string | Date | null;
  decided_by: string | null;
}

const toConflict = (row: Row): DraftConflict => ({
  id: row.id,
  draftId: row.version_id,
  listId: row.list_id,
  key: row.key,
  giId: row.gi_id,
  heldList: row.held_list,
  heldKey: row.held_key,
  name: row.name,
  heldName: row.held_name,
  kind: row.kind,
  score: Number(row.score),
  pairs: row.pairs,
  moot: row.moot,
  ...(row.ruling && {
    decided: {
      ruling: row.ruling,
      reason: row.reason!,
      at: new Date(row.decided_at!).toISOString(),
      by: row.decided_by!,
    },
  }),
});

/** A page of the conflicts a filter means, by id: those of older findings first. */
export async function draftConflictPage(
  db: Db,
  filter: ConflictFilter,
  page: { after: string; limit: number },
): Promise<DraftConflict[]> {
  const result = await db.execute(sql`${conflictRows} select * from c
    where ${conditions(filter)} and id > ${page.after} order by id limit ${page.limit}`);
  return rowsOf<Row>(result).map(toConflict);
}

/** How many conflicts a filter means, by kind; the open ones apart. */
export async function countConflicts(
  db: Db,
  filter: ConflictFilter = {},
): Promise<{ total: number; open: number; kinds: { kind: string; count: number }[] }> {
  const result = await db.execute(sql`${conflictRows}
    select kind, count(*)::int as count, count(*) filter (where ruling is null and not moot)::int as open
    from c where ${conditions(filter)} group by kind order by count desc, kind`);
  const rows = rowsOf<{ kind: string; count: number; open: number }>(result);
  const sum = (of: 'count' | 'open'): number => rows.reduce((n, row) => n + row[of], 0);
  return {
    total: sum('count'),
    open: sum('open'),
    kinds: rows.map(({ kind, count }) => ({ kind, count })),
  };
}

export async function conflictStatus(db: Db, draftId: string): Promise<ConflictStatus> {
  const result = await db.execute(
    sql`select state, names, screened from draft_screenings where version_id = ${draftId}`,
  );
  const [row] = rowsOf<{ state: ScreeningState; names: number; screened: number }>(result);
  const { total, open } = await countConflicts(db, { draftId });
  return {
    screening: row?.state ?? 'none',
    names: row?.names ?? 0,
    screened: row?.screened ?? 0,
    total,
    open,
  };
}

/**
 * @param screened the draft must have been screened as it is, against what is held now
 * @throws Refusal lists/open-conflicts, lists/not-screened
 */
export async function refuseConflicts(db: Db, draftId: string, screened: boolean): Promise<void> {
  const { open } = await countConflicts(db, { draftId });
  if (open > 0)
    throw new Refusal(
      'lists/open-conflicts',
      409,
      `${open} possible conflict(s) of the draft with names held elsewhere are not decided.`,
      'Decide each in the conflict queue: both may stand, a conflict, the same thing, or no conflict.',
    );
  if (!screened) return;
  const result = await db.execute(
    sql`select state, revision from draft_screenings where version_id = ${draftId}`,
  );
  const [row] = rowsOf<{ state: ScreeningState; revision: number | string }>(result);
  if (row?.state === 'done' && Number(row.revision) === (await currentRecord(db)).revision) return;
  throw new Refusal(
    'lists/not-screened',
    409,
    'The names of the draft have not been held against what is held now.',
    'Screen the draft, then publish it.',
  );
}

export interface ConflictRequest {
  draftId: string;
  filter: Omit<ConflictFilter, 'draftId'>;
  ruling: PairRuling;
  reason: string;
  /** Reject the entries' changes too: the draft is published without them. */
  reject?: boolean;
  /** How many conflicts the person was told this would be; another number is refused. */
  expected: number;
}

/** Remembers a ruling on two names, for every draft and screening to come. */
export type RememberPair = (
  ctx: Context,
  request: { nameA: string; nameB: string; ruling: PairRuling; reason: string },
) => Promise<unknown>;

/**
 * Decides conflicts of a draft, one or many at once; what is decided is remembered for the pairs of names and not
 * raised anew. Whoever decides can no longer approve the draft.
 * @returns how many were decided
 * @throws InputError request/invalid without a reason
 * @throws Refusal not-found/draft, not-found/conflict, accounts/not-allowed, lists/approved, lists/selection-changed
 */
export async function decideConflicts(
  ctx: Context,
  request: ConflictRequest,
  remember: RememberPair,
): Promise<number> {
  const { draftId, filter, ruling, expected } = request;
  const reason = request.reason.trim();
  if (reason === '') throw noReason();
  return reviewStep(ctx, draftId, 'editor', async (tx, _draft, now) => {
    await refuseApproved(tx, draftId);
    const chosen = await draftConflictPage(tx, { ...filter, draftId }, { after: '', limit: 100_000 });
    if (chosen.length !== expected) throw notAsExpected(filter, chosen.length, expected);
    const ids = jsonTexts(chosen.map((c) => c.id));
    await tx.execute(sql`update draft_conflicts set ruling = ${ruling}, reason = ${reason},
      decided_at = ${now.toISOString()}::timestamptz, decided_by = ${ctx.actor} where id in ${ids}`);
    const inside: Context = { ...ctx, db: tx };
    for (const { pairs } of chosen)
      for (const { name, heldName } of pairs)
        await remember(inside, { nameA: name, nameB: heldName, ruling, reason });
    const keys = [...new Set(chosen.map((c) => c.key))];
    if (request.reject)
      await tx.execute(sql`
        insert into change_decisions (version_id, key, decision, comment, decided_at, decided_by)
        select ${draftId}, key, 'rejected', ${reason}, ${now.toISOString()}::timestamptz, ${ctx.actor}
        from ${jsonTexts(keys)} as chosen(key)
        on conflict (version_id, key) do update set decision = excluded.decision, comment = excluded.comment,
          decided_at = excluded.decided_at, decided_by = excluded.decided_by`);
    await addHand(tx, draftId, ctx.actor);
    const details = {
      ruling,
      reason,
      count: chosen.length,
      ...(request.reject && { rejected: keys }),
      pairs: chosen.slice(0, 50).map((c) => `${c.name} / ${c.heldName}`),
    };
    return { action: 'draft.conflicts-decided', details, result: chosen.length };
  });
}

function notAsExpected(filter: ConflictRequest['filter'], found: number, expected: number): Refusal {
  if (filter.ids)
    return new Refusal(
      'not-found/conflict',
      404,
      'The draft has no such conflict.',
      'Open the conflicts anew; the draft may have been corrected or screened again.',
    );
  return new Refusal(
    'lists/selection-changed',
    409,
    `The selection now has ${found} conflicts, not ${expected}.`,
    'Look at the selection again before deciding.',
  );
}
