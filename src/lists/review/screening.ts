import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { jsonRows } from '../../db/json-rows.ts';
import { draftConflicts, draftScreenings } from '../../db/schema/index.ts';
import type { Finding } from '../../names/engine.ts';
import { newId } from '../../platform/ids.ts';
import type { Context } from '../context.ts';
import { currentRecord } from '../record.ts';
import { getDraft } from '../versions.ts';
import { countNewNames, heldNames, newNamesAfter, type HeldName, type NamedEntry } from './draft-names.ts';

/** Two names that raised an alert, with why. */
export type NamePair = Pick<Finding, 'kind' | 'score' | 'falseAlertsPerMillion' | 'explanation'> & {
  name: string;
  heldName: string;
  /** The held name was put to the draft's names, not the other way round. */
  reversed?: true;
};

/** An entry of a draft against an indication held: the pairs of names that raised an alert, the most alike first. */
export interface FoundConflict {
  entry: NamedEntry;
  held: HeldName;
  pairs: NamePair[];
}

/**
 * Holds names of a draft against the names held, and gives the conflicts of these entries. It must not keep the process
 * from its other work. `held` tells where indications stand now, apart from the draft's own list.
 */
export type NameScreen = {
  engine(): Promise<string>;
  screen(names: NamedEntry[], held: (giIds: string[]) => Promise<HeldName[]>): Promise<FoundConflict[]>;
};

/** Entries put to the screen at once; between two such pages progress is told. */
const PAGE = 40;

export interface ScreeningProgress {
  names: number;
  screened: number;
}

async function keep(db: Db, draftId: string, found: FoundConflict[], now: Date): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ entry, held, pairs }) => ({
    id: newId('cnf', now),
    key: entry.key,
    gi: held.giId,
    list: held.listId,
    held: held.key,
    name: pairs[0]!.name,
    other: pairs[0]!.heldName,
    kind: pairs[0]!.kind,
    score: pairs[0]!.score,
    pairs,
  }));
  await db.execute(sql`
    insert into draft_conflicts (id, version_id, key, gi_id, held_list, held_key, name, held_name, kind, score, pairs, found_at)
    select id, ${draftId}, key, gi, list, held, name, other, kind, score, pairs, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${jsonRows(rows)})
      as r(id text, key text, gi text, list text, held text, name text, other text, kind text, score real, pairs jsonb)
    on conflict (version_id, key, gi_id) do nothing`);
}

/**
 * Screens the names of a draft that readers were not shown yet against what others hold. Conflicts somebody decided
 * stay decided; the others are found anew.
 * @throws Refusal not-found/draft
 */
export async function screenDraft(
  ctx: Context,
  draftId: string,
  names: NameScreen,
  options: { onProgress?: (progress: ScreeningProgress) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const { db } = ctx;
  const draft = await getDraft(db, draftId);
  const { revision } = await currentRecord(db);
  const total = await countNewNames(db, draft);
  const began = {
    state: 'running' as const,
    revision,
    engine: total > 0 ? await names.engine() : '',
    names: total,
    screened: 0,
    startedAt: ctx.clock(),
    endedAt: null,
  };
  await db.transaction(async (tx) => {
    await tx
      .insert(draftScreenings)
      .values({ versionId: draftId, ...began })
      .onConflictDoUpdate({ target: draftScreenings.versionId, set: began });
    await tx
      .delete(draftConflicts)
      .where(and(eq(draftConflicts.versionId, draftId), isNull(draftConflicts.ruling)));
  });
  let screened = 0;
  let count = 0;
  for (let after = ''; ;) {
    options.signal?.throwIfAborted();
    const page = await newNamesAfter(db, draft, { after, entries: PAGE });
    const last = page.at(-1);
    if (!last) break;
    after = last.key;
    const found = await names.screen(page, (giIds) => heldNames(db, draft.listId, giIds));
    screened += page.length;
    count += found.length;
    await keep(db, draftId, found, ctx.clock());
    await db.update(draftScreenings).set({ screened }).where(eq(draftScreenings.versionId, draftId));
    options.onProgress?.({ names: total, screened });
  }
  await db.transaction(async (tx) => {
    const now = ctx.clock();
    // A draft that was corrected meanwhile stays due.
    await tx
      .update(draftScreenings)
      .set({ state: 'done', screened, endedAt: now })
      .where(and(eq(draftScreenings.versionId, draftId), eq(draftScreenings.state, 'running')));
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'draft.screened',
      subject: draft.listId,
      details: { draftId, names: screened, conflicts: count, revision, engine: began.engine },
    });
  });
}
