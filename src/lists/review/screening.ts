import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { jsonRows } from '../../db/json-rows.ts';
import { draftConflicts, draftScreenings } from '../../db/schema/index.ts';
import type { Finding } from '../../names/engine.ts';
import { newId } from '../../platform/ids.ts';
import type { Context } from '../context.ts';
import { currentRecord } from '../record.ts';
import { getDraft, type Draft } from '../versions.ts';
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
export interface NameScreen {
  open(draft: { listId: string; names: number }): Promise<OpenScreen>;
}

export interface OpenScreen {
  /** Version of the engine that compares. */
  engine: string;
  /** How many calls are worth having under way at once. */
  atOnce: number;
  screen(names: NamedEntry[], held: (giIds: string[]) => Promise<HeldName[]>): Promise<FoundConflict[]>;
  close(): Promise<void>;
}

/** Entries put to the screen at once, fewer of a small draft; between two such pages progress is told and kept. */
const PAGE = 200;
const SMALL_PAGE = 40;

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

interface Began {
  revision: number;
  engine: string;
  names: number;
}

/**
 * Opens the record of a screening. One that was interrupted goes on where it stopped, if it compares the same names with
 * the same engine; else it begins anew, and what the one before found and nobody decided goes.
 */
async function begin(
  ctx: Context,
  draftId: string,
  began: Began,
): Promise<{ screened: number; reached: string }> {
  const start = { ...began, state: 'running' as const, screened: 0, reached: '' };
  const times = { startedAt: ctx.clock(), endedAt: null };
  return ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(draftScreenings).where(eq(draftScreenings.versionId, draftId));
    const goesOn =
      before?.state === 'running' &&
      before.revision === began.revision &&
      before.engine === began.engine &&
      before.names === began.names;
    if (goesOn) return before;
    await tx
      .insert(draftScreenings)
      .values({ versionId: draftId, ...start, ...times })
      .onConflictDoUpdate({ target: draftScreenings.versionId, set: { ...start, ...times } });
    await tx
      .delete(draftConflicts)
      .where(and(eq(draftConflicts.versionId, draftId), isNull(draftConflicts.ruling)));
    return start;
  });
}

/** Closes the record of a screening that came to its end. */
async function close(ctx: Context, draft: Draft, began: Began, screened: number): Promise<void> {
  const { versionId } = draft;
  await ctx.db.transaction(async (tx) => {
    const now = ctx.clock();
    const found = await tx.$count(draftConflicts, eq(draftConflicts.versionId, versionId));
    // A draft that was corrected meanwhile stays due.
    await tx
      .update(draftScreenings)
      .set({ state: 'done', screened, endedAt: now })
      .where(and(eq(draftScreenings.versionId, versionId), eq(draftScreenings.state, 'running')));
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'draft.screened',
      subject: draft.listId,
      details: {
        draftId: versionId,
        names: screened,
        conflicts: found,
        revision: began.revision,
        engine: began.engine,
      },
    });
  });
}

/** Names of a draft's pages with their conflicts, several pages under way at once, in the pages' order. */
async function* screened(
  db: Db,
  draft: Draft,
  screen: OpenScreen,
  start: { reached: string; entries: number },
): AsyncGenerator<{ reached: string; names: number; found: FoundConflict[] }> {
  const held = (giIds: string[]): Promise<HeldName[]> => heldNames(db, draft.listId, giIds);
  const underWay: Promise<{ reached: string; names: number; found: FoundConflict[] }>[] = [];
  let after = start.reached;
  let more = true;
  while (more || underWay.length > 0) {
    while (more && underWay.length < screen.atOnce) {
      const page = await newNamesAfter(db, draft, { after, entries: start.entries });
      const last = page.at(-1);
      if (!last) more = false;
      else {
        after = last.key;
        const work = screen
          .screen(page, held)
          .then((found) => ({ reached: last.key, names: page.length, found }));
        // A failure shows when its turn comes; until then it must not count as unhandled.
        work.catch(() => {});
        underWay.push(work);
      }
    }
    const next = underWay.shift();
    if (next) yield await next;
  }
}

/**
 * Screens the names of a draft that readers were not shown yet against what others hold. Conflicts somebody decided
 * stay decided; the others are found anew. What was screened is kept page by page, and an interrupted screening goes on.
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
  const screen = total > 0 ? await names.open({ listId: draft.listId, names: total }) : undefined;
  try {
    const began = { revision, engine: screen?.engine ?? '', names: total };
    const start = await begin(ctx, draftId, began);
    let count = start.screened;
    const entries = total < SMALL_PAGE * SMALL_PAGE ? SMALL_PAGE : PAGE;
    const pages = screen ? screened(db, draft, screen, { reached: start.reached, entries }) : [];
    for await (const page of pages) {
      options.signal?.throwIfAborted();
      count += page.names;
      await db.transaction(async (tx) => {
        await keep(tx, draftId, page.found, ctx.clock());
        await tx
          .update(draftScreenings)
          .set({ screened: count, reached: page.reached })
          .where(eq(draftScreenings.versionId, draftId));
      });
      options.onProgress?.({ names: total, screened: count });
    }
    await close(ctx, draft, began, count);
  } finally {
    await screen?.close();
  }
}
