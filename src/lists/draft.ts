import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import {
  entryNames,
  entryRevisions,
  listVersions,
  versionEntries,
  type LinkReason,
} from '../db/schema/index.ts';
import { entryHash, versionHash } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence, EvidenceLevel } from '../gi/evidence.ts';
import type { Problem } from '../gi/problem.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { createGi, recognise, rememberIdentities } from './link.ts';
import { mergeWithHeld } from './merge-names.ts';

interface Held {
  key: string;
  hash: string;
  giId: string;
}

interface Placed {
  entry: Entry;
  hash: string;
  giId: string;
  linkedBy: LinkReason;
}

/** The newest published version of a list, or nothing. */
export async function latestVersion(
  db: Db,
  listId: string,
): Promise<typeof listVersions.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(listVersions)
    .where(and(eq(listVersions.listId, listId), eq(listVersions.state, 'published')))
    .orderBy(desc(listVersions.number))
    .limit(1);
  return row;
}

/**
 * A version being put together from entries as they are read. Batches are committed as they come under a version in
 * state `building`, which nobody is shown; `finish` turns it into a draft. One that never finishes is left for
 * `discardUnfinished` at the next start.
 */
export class DraftBuilder {
  readonly versionId: string;
  readonly #ctx: Context;
  readonly #base: { id: string; number: number } | undefined;
  readonly #fileEvidence: Evidence;
  readonly #keys = new Set<string>();

  private constructor(
    ctx: Context,
    versionId: string,
    base: { id: string; number: number } | undefined,
    fileEvidence: Evidence,
  ) {
    this.#ctx = ctx;
    this.versionId = versionId;
    this.#base = base;
    this.#fileEvidence = fileEvidence;
  }

  static async begin(
    ctx: Context,
    start: { listId: string; importId?: string; effectiveOn?: string; fileEvidence: Evidence },
  ): Promise<DraftBuilder> {
    const base = await latestVersion(ctx.db, start.listId);
    const now = ctx.clock();
    const id = newId('ver', now);
    await ctx.db.insert(listVersions).values({
      id,
      listId: start.listId,
      state: 'building',
      baseNumber: base?.number ?? null,
      importId: start.importId ?? null,
      effectiveOn: start.effectiveOn ?? null,
      createdAt: now,
      createdBy: ctx.actor,
    });
    const from = base?.number ? { id: base.id, number: base.number } : undefined;
    return new DraftBuilder(ctx, id, from, start.fileEvidence);
  }

  /**
   * Adds entries to the draft, recognising those already held on the list or elsewhere.
   * @returns an error for each entry whose key came before in the same file; such an entry is not added.
   */
  async add(entries: Entry[]): Promise<Map<Entry, Problem>> {
    const refused = new Map<Entry, Problem>();
    await this.#ctx.db.transaction(async (tx) => {
      const links = await recognise(tx, entries);
      const held = await this.#heldFor(
        tx,
        entries,
        [...links.values()].map((l) => l.giId),
      );
      const placed: Placed[] = [];
      for (const entry of entries) {
        const link = links.get(entry);
        const before = held.byKey.get(entry.key) ?? (link && held.byGi.get(link.giId));
        const revision = before && held.revisions.get(before.hash);
        const merged = before && revision ? mergeWithHeld(entry, revision, this.#fileEvidence) : entry;
        if (this.#keys.has(merged.key)) {
          refused.set(entry, duplicate(merged.key));
          continue;
        }
        this.#keys.add(merged.key);
        const giId = before?.giId ?? link?.giId ?? (await createGi(tx, merged, this.#ctx.clock()));
        const linkedBy = before ? 'same-entry' : (link?.by ?? 'new');
        placed.push({ entry: merged, hash: entryHash(merged), giId, linkedBy });
      }
      await this.#write(tx, placed);
    });
    return refused;
  }

  /** Entries of the base version that the file did not speak of, taken over as they are (a partial file). */
  async keepRest(): Promise<number> {
    if (!this.#base) return 0;
    const rows = await this.#ctx.db.execute(sql`
      insert into version_entries (version_id, key, hash, gi_id, linked_by)
      select ${this.versionId}, key, hash, gi_id, 'same-entry' from version_entries where version_id = ${this.#base.id}
      on conflict do nothing returning key`);
    return rowsOf(rows).length;
  }

  /** Closes the draft. `changed` is false when it says exactly what the current version says. */
  async finish(): Promise<{ contentHash: string; entryCount: number; changed: boolean }> {
    const { db } = this.#ctx;
    const lines = await db
      .select({
        key: versionEntries.key,
        hash: versionEntries.hash,
        level: sql<EvidenceLevel>`${entryRevisions.data}->'evidence'->>'level'`,
      })
      .from(versionEntries)
      .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
      .where(eq(versionEntries.versionId, this.versionId));
    const verifiedCount = lines.filter((l) => l.level !== 'unverified').length;
    const contentHash = versionHash(lines);
    const [base] = this.#base
      ? await db
          .select({ hash: listVersions.contentHash })
          .from(listVersions)
          .where(eq(listVersions.id, this.#base.id))
      : [];
    const changed = base?.hash !== contentHash;
    await db
      .update(listVersions)
      .set({ state: changed ? 'draft' : 'discarded', contentHash, entryCount: lines.length, verifiedCount })
      .where(eq(listVersions.id, this.versionId));
    return { contentHash, entryCount: lines.length, changed };
  }

  async abandon(): Promise<void> {
    await this.#ctx.db
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(eq(listVersions.id, this.versionId));
  }

  async #heldFor(tx: Db, entries: Entry[], giIds: string[]) {
    const byKey = new Map<string, Held>();
    const byGi = new Map<string, Held>();
    const revisions = new Map<string, Entry>();
    if (!this.#base) return { byKey, byGi, revisions };
    const columns = { key: versionEntries.key, hash: versionEntries.hash, giId: versionEntries.giId };
    const inBase = eq(versionEntries.versionId, this.#base.id);
    const keys = entries.map((e) => e.key);
    for (const row of await tx
      .select(columns)
      .from(versionEntries)
      .where(and(inBase, inArray(versionEntries.key, keys)))) {
      byKey.set(row.key, row);
    }
    if (giIds.length > 0) {
      const rows = await tx
        .select(columns)
        .from(versionEntries)
        .where(and(inBase, inArray(versionEntries.giId, giIds)));
      for (const row of rows) if (!byGi.has(row.giId)) byGi.set(row.giId, row);
    }
    const hashes = [...new Set([...byKey.values(), ...byGi.values()].map((h) => h.hash))];
    if (hashes.length > 0) {
      for (const row of await tx.select().from(entryRevisions).where(inArray(entryRevisions.hash, hashes))) {
        revisions.set(row.hash, row.data);
      }
    }
    return { byKey, byGi, revisions };
  }

  async #write(tx: Db, placed: Placed[]): Promise<void> {
    if (placed.length === 0) return;
    const written = await tx
      .insert(entryRevisions)
      .values(placed.map((p) => ({ hash: p.hash, data: p.entry })))
      .onConflictDoNothing()
      .returning({ hash: entryRevisions.hash });
    const fresh = new Set(written.map((w) => w.hash));
    const names = [...new Map(placed.filter((p) => fresh.has(p.hash)).map((p) => [p.hash, p.entry]))].flatMap(
      ([hash, entry]) =>
        entry.names.map((n, ordinal) => ({
          hash,
          ordinal,
          text: n.text,
          language: n.language,
          script: n.script,
          kind: n.kind,
          evidenceLevel: n.evidence.level,
          evidenceSource: n.evidence.source,
        })),
    );
    if (names.length > 0) await tx.insert(entryNames).values(names);
    await tx.insert(versionEntries).values(
      placed.map((p) => ({
        versionId: this.versionId,
        key: p.entry.key,
        hash: p.hash,
        giId: p.giId,
        linkedBy: p.linkedBy,
      })),
    );
    await rememberIdentities(tx, placed);
  }
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

/**
 * Clears away what a killed process left half built before an instant. Its raw files stay, so the import can be run
 * again.
 */
export async function discardUnfinished(db: Db, before: Date): Promise<number> {
  const rows = await db
    .update(listVersions)
    .set({ state: 'discarded' })
    .where(and(eq(listVersions.state, 'building'), lt(listVersions.createdAt, before)))
    .returning({ id: listVersions.id });
  return rows.length;
}
