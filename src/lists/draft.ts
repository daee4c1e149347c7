import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { entryRevisions, listVersions, versionEntries, type Succession } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { Problem } from '../gi/problem.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { applyCorrections, copyCorrections } from './corrections/apply.ts';
import { endMet } from './corrections/end.ts';
import { receivedEntries } from './corrections/received.ts';
import { createGis, recognise, type Link } from './link.ts';
import { mergeWithHeld } from './merge-names.ts';
import { summarise } from './revisions.ts';
import { isSameLine } from './same-line.ts';
import { prepare, Preparation, statedIn, type PreparedEntries, type Stated } from './prepare.ts';
import { comingsAndGoings, successions, type Line as HeldLine } from './succession.ts';
import { latestVersion } from './versions.ts';
import { prepareToWrite, writeLines, type WrittenLine } from './write-lines.ts';

/** From how many lines on the planner is told of them at once. */
const MANY = 5000;

interface Held {
  key: string;
  hash: string;
  giId: string;
}

/**
 * A version being put together from entries as they are read. Batches are committed as they come under a version in
 * state `building`, which nobody is shown; `finish` turns it into a draft. One that never finishes is cleared away by
 * `recoverImports` at the next start.
 */
export class DraftBuilder {
  readonly versionId: string;
  readonly #ctx: Context;
  readonly #listId: string;
  readonly #base: { id: string; number: number } | undefined;
  readonly #fileEvidence: Evidence;
  readonly #keys = new Set<string>();
  readonly #version: { id: string; importId: string | null };
  /** Entries of the base version that corrections were laid over, as the partner sent them: a file is taken for those. */
  readonly #received: Map<string, Entry>;

  private constructor(
    ctx: Context,
    version: typeof listVersions.$inferInsert,
    base: { id: string; number: number } | undefined,
    fileEvidence: Evidence,
    received: Map<string, Entry>,
  ) {
    this.#received = received;
    this.#ctx = ctx;
    this.versionId = version.id;
    this.#version = { id: version.id, importId: version.importId ?? null };
    this.#listId = version.listId;
    this.#base = base;
    this.#fileEvidence = fileEvidence;
  }

  static async begin(
    ctx: Context,
    start: { listId: string; importId?: string; effectiveOn?: string; fileEvidence: Evidence },
  ): Promise<DraftBuilder> {
    const base = await latestVersion(ctx.db, start.listId);
    const now = ctx.clock();
    const version: typeof listVersions.$inferInsert = {
      id: newId('ver', now),
      listId: start.listId,
      state: 'building',
      baseNumber: base?.number ?? null,
      importId: start.importId ?? null,
      effectiveOn: start.effectiveOn ?? null,
      createdAt: now,
      createdBy: ctx.actor,
    };
    await ctx.db.insert(listVersions).values(version);
    const from = base?.number ? { id: base.id, number: base.number } : undefined;
    const received = from ? await receivedEntries(ctx.db, from.id) : new Map<string, Entry>();
    return new DraftBuilder(ctx, version, from, start.fileEvidence, received);
  }

  /**
   * Adds entries to the draft, recognising those already held on the list or elsewhere.
   * @returns an error for each entry whose key came before in the same file, by its number among the entries; such an
   *   entry is not added.
   */
  async add(records: readonly Stated[]): Promise<Map<number, Problem>> {
    return this.place(prepare(records));
  }

  /**
   * Adds entries that were made ready before, as `add` does.
   * @param also done in the same transaction, once the entries are in
   */
  async place(
    entries: PreparedEntries,
    also?: (tx: Db, refused: Map<number, Problem>) => Promise<void>,
  ): Promise<Map<number, Problem>> {
    const refused = new Map<number, Problem>();
    const { keys, hashes, identities, wished } = entries;
    // Read back only where an entry meets one that is held and says something else.
    let read: Stated[] | undefined;
    const statedAt = (i: number): Stated => (read ??= statedIn(entries))[i]!;
    await this.#ctx.db.transaction(async (tx) => {
      await prepareToWrite(tx);
      const links = await recognise(tx, identities);
      const candidates = await this.#candidates(tx, keys, links);
      // What is held is read only where the file says something else.
      const revisions = await revisionsOf(
        tx,
        candidates.flatMap((c, i) =>
          c && c.hash !== hashes[i] && !this.#received.has(c.key) ? [c.hash] : [],
        ),
      );
      const lines: WrittenLine[] = [];
      const changed = new Preparation(keys.length);
      for (const [i, key] of keys.entries()) {
        const link = links[i];
        const candidate = candidates[i];
        let line: WrittenLine = { o: i, gi: link?.giId, by: link?.by ?? 'new', same: false };
        let finalKey = key;
        if (candidate && candidate.hash === hashes[i] && !this.#received.has(candidate.key))
          line = { o: i, gi: candidate.giId, by: 'same-entry', same: true };
        else if (candidate) {
          const { entry, place } = statedAt(i);
          const before = this.#received.get(candidate.key) ?? revisions.get(candidate.hash)!;
          if (isSameLine(entry, before)) {
            const merged = mergeWithHeld(entry, before, this.#fileEvidence);
            line = { o: keys.length + changed.size, gi: candidate.giId, by: 'same-entry', same: false };
            changed.add({ entry: merged, place }, identities[i]!);
            finalKey = merged.key;
          }
        }
        if (this.#keys.has(finalKey)) {
          refused.set(i, duplicate(finalKey));
          continue;
        }
        this.#keys.add(finalKey);
        lines.push(line);
      }
      const fresh = lines.filter((l) => l.gi === undefined);
      const newcomers = fresh.map(({ o }) => ({
        wished: wished[o]!,
        productGroup: identities[o]!.productGroup,
      }));
      const created = await createGis(tx, newcomers, this.#ctx.clock());
      for (const [i, line] of fresh.entries()) line.gi = created[i];
      await writeLines(tx, this.#version, [entries, changed.done()], lines);
      await also?.(tx, refused);
    });
    return refused;
  }

  /**
   * Tells the database's planner of the lines just written; call it when the whole file is in. Questions about a version
   * of 100,000 lines that it believes to be empty take minutes.
   */
  async gatherStatistics(): Promise<void> {
    if (this.#keys.size < MANY) return;
    for (const table of [versionEntries, entryRevisions]) await this.#ctx.db.execute(sql`analyze ${table}`);
  }

  /** Entries of the base version that the file did not speak of, taken over as they are (a partial file). */
  async keepRest(): Promise<number> {
    if (!this.#base) return 0;
    const rows = await this.#ctx.db.execute(sql`
      insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
      select ${this.versionId}, key, hash, gi_id, 'same-entry', import_id, place from version_entries where version_id = ${this.#base.id}
      on conflict do nothing returning key`);
    const kept = rowsOf<{ key: string }>(rows).map((r) => r.key);
    await copyCorrections(this.#ctx.db, this.#base.id, this.versionId, kept);
    return kept.length;
  }

  /**
   * Lays the list's corrections over what the partner sent; call it when the whole file is in.
   * @returns a line for the import's report on each
   */
  async applyCorrections(): Promise<Problem[]> {
    return this.#ctx.db.transaction((tx) =>
      applyCorrections(tx, this.#listId, this.versionId, this.#base?.id),
    );
  }

  /**
   * Recognises entries that the file renumbered, merged or split; call it when the whole file is in. A renumbered entry
   * goes on as the entry it was, under its key and GI, with both numbers.
   */
  async recogniseSuccessions(): Promise<Succession[]> {
    if (!this.#base) return [];
    const { gone, come } = await comingsAndGoings(this.#ctx.db, this.#base.id, this.versionId);
    const found = successions(gone, come);
    const lineOf = new Map([...gone, ...come].map((l) => [l.key, l]));
    await this.#ctx.db.transaction(async (tx) => {
      for (const { kind, from, to } of found) {
        const [before, after] = [lineOf.get(from[0]!)!, lineOf.get(to[0]!)!];
        if (kind === 'renumbered') await this.#takeOver(tx, before, after);
      }
      await tx.update(listVersions).set({ successions: found }).where(eq(listVersions.id, this.versionId));
    });
    return found;
  }

  /** Puts what came under a new key in the place of what went. */
  async #takeOver(tx: Db, before: HeldLine, after: HeldLine): Promise<void> {
    const held = this.#received.get(before.key) ?? before.entry;
    const merged = mergeWithHeld(after.entry, held, this.#fileEvidence);
    const [row] = await tx
      .delete(versionEntries)
      .where(and(eq(versionEntries.versionId, this.versionId), eq(versionEntries.key, after.key)))
      .returning();
    const { giId } = before;
    // The id given to the newcomer was never shown to anybody; its number now leads to the entry it continues.
    await tx.execute(sql`delete from gi_identifiers where gi_id = ${after.giId} and gi_id <> ${giId}
      and not exists (select 1 from version_entries where gi_id = ${after.giId})`);
    const written = prepare([{ entry: merged, place: row?.place ?? undefined }]);
    await writeLines(tx, this.#version, [written], [{ o: 0, gi: giId, by: 'renumbered', same: false }]);
  }

  /**
   * Closes the draft. `changed` is false when it says exactly what the current version says.
   * @param also done in the same transaction, last
   */
  async finish(
    also?: (tx: Db) => Promise<void>,
  ): Promise<{ contentHash: string; entryCount: number; changed: boolean }> {
    const { db } = this.#ctx;
    const summary = await summarise(db, this.versionId);
    const { contentHash, entryCount } = summary;
    const [base] = this.#base
      ? await db
          .select({ hash: listVersions.contentHash })
          .from(listVersions)
          .where(eq(listVersions.id, this.#base.id))
      : [];
    const changed = base?.hash !== contentHash;
    await db.transaction(async (tx) => {
      await tx
        .update(listVersions)
        .set({ state: changed ? 'draft' : 'discarded', ...summary })
        .where(eq(listVersions.id, this.versionId));
      // Nobody will review a file that changes nothing: what it says of corrections holds at once.
      if (!changed) await endMet(this.#ctx, tx, this.versionId, this.#ctx.clock());
      await also?.(tx);
    });
    return { contentHash, entryCount, changed };
  }

  async abandon(): Promise<void> {
    await this.#ctx.db
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(eq(listVersions.id, this.versionId));
  }

  /** For each entry the line of the base version it may continue: that of its key, else of its GI. */
  async #candidates(tx: Db, keys: string[], links: (Link | undefined)[]): Promise<(Held | undefined)[]> {
    if (!this.#base) return [];
    const giIds = new Set(links.flatMap((l) => (l ? [l.giId] : [])));
    const result = await tx.execute(sql`
      select key, hash, gi_id as "giId" from version_entries
      where version_id = ${this.#base.id} and key in ${jsonTexts(keys)}
      union select key, hash, gi_id from version_entries
      where version_id = ${this.#base.id} and gi_id in ${jsonTexts(giIds)}
      order by key`);
    const byKey = new Map<string, Held>();
    const byGi = new Map<string, Held>();
    for (const row of rowsOf<Held>(result)) {
      byKey.set(row.key, row);
      if (!byGi.has(row.giId)) byGi.set(row.giId, row);
    }
    return keys.map((key, i) => byKey.get(key) ?? (links[i] && byGi.get(links[i].giId)));
  }
}

async function revisionsOf(tx: Db, hashes: string[]): Promise<Map<string, Entry>> {
  if (hashes.length === 0) return new Map();
  const result = await tx.execute(
    sql`select hash, data from entry_revisions where hash in ${jsonTexts(hashes)}`,
  );
  return new Map(rowsOf<{ hash: string; data: Entry }>(result).map((r) => [r.hash, r.data]));
}

function duplicate(key: string): Problem {
  return {
    code: 'import/duplicate-entry',
    severity: 'error',
    message: `The file has a second record for "${key}".`,
    remedy: 'Keep one of the two records, or give them different file numbers.',
    place: { field: 'key' },
  };
}
